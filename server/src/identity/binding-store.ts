import { sql } from 'kysely';
import type { Generated, Kysely } from 'kysely';
import type { Db } from '../engine/transaction.ts';
import type { Binding, Role } from './caller.ts';
import { roles } from './caller.ts';
import type { Place } from './verb.ts';

type Tables = {
  role_bindings: { actor_id: string; project: string; role: Role; created_at: Generated<Date>; created_by: string };
  role_grants: {
    project: string;
    name: string;
    role: Role;
    people: string[];
    groups: string[];
    apps: string[] | null;
    environments: string[] | null;
  };
  groups: { project: string; name: string; description: string | null };
  group_members: { project: string; group_name: string; actor: string };
};

const tables = (db: Db): Kysely<Tables> => db.withTables<Tables>();

/** A RoleBinding as it was applied: a role for people and groups, on all of a project or on a part of it. */
export interface Grant {
  readonly project: string;
  readonly name: string;
  readonly role: Role;
  readonly people: readonly string[];
  readonly groups: readonly string[];
  readonly apps: readonly string[] | null;
  readonly environments: readonly string[] | null;
}

export interface Group {
  readonly project: string;
  readonly name: string;
  readonly description: string | null;
  readonly members: readonly string[];
}

/** Everything that an actor holds: by name, by a token that was made for them, and through groups. */
export async function bindingsOf(
  db: Db,
  actor: { readonly id: string; readonly name: string },
): Promise<readonly Binding[]> {
  const { rows } = await sql<Pick<Grant, 'project' | 'role' | 'apps' | 'environments'>>`
    select project, role, null::text[] as apps, null::text[] as environments
      from role_bindings where actor_id = ${actor.id}
    union all
    select project, role, apps, environments from role_grants where people @> array[${actor.name}]
    union all
    select g.project, g.role, g.apps, g.environments
      from group_members m join role_grants g on g.project = m.project and g.groups @> array[m.group_name]
      where m.actor = ${actor.name}`.execute(db);
  return rows.map(({ project, role, apps, environments }) => ({
    project,
    role,
    ...(apps === null ? {} : { apps }),
    ...(environments === null ? {} : { environments }),
  }));
}

/** Gives the role, unless the actor has a higher one there already. */
export async function raiseBinding(db: Db, actorId: string, binding: Binding, createdBy: string): Promise<void> {
  const lower = roles.slice(0, roles.indexOf(binding.role));
  await tables(db)
    .insertInto('role_bindings')
    .values({ actor_id: actorId, project: binding.project, role: binding.role, created_by: createdBy })
    .onConflict((conflict) =>
      conflict
        .columns(['actor_id', 'project'])
        .doUpdateSet({ role: binding.role, created_by: createdBy })
        .where('role_bindings.role', 'in', lower.length === 0 ? [sql<Role>`null`] : lower),
    )
    .execute();
}

/** Names of the people who hold one of the roles at a place, for "who can". At most ten. */
export async function namesWithRole(db: Db, on: Place, wanted: readonly Role[]): Promise<readonly string[]> {
  const list = sql.join(wanted.map((role) => sql.lit(role)));
  const app = on.app ?? null;
  const environment = on.environment ?? null;
  const { rows } = await sql<{ name: string }>`
    select a.name from actors a
    where a.kind <> 'system' and (
      exists (select from role_bindings b
        where b.actor_id = a.id and b.role in (${list}) and b.project in (${on.project}, '*'))
      or exists (select from role_grants g
        where g.project = ${on.project} and g.role in (${list})
          and (g.apps is null or ${app}::text = any(g.apps))
          and (g.environments is null or ${environment}::text = any(g.environments))
          and (a.name = any(g.people) or exists (select from group_members m
            where m.project = g.project and m.actor = a.name and m.group_name = any(g.groups)))))
    order by a.name limit 10`.execute(db);
  return rows.map((row) => row.name);
}

/** The highest role that each of the people holds at a place. */
export async function rolesOf(db: Db, on: Place, people: readonly string[]): Promise<ReadonlyMap<string, Role>> {
  if (people.length === 0) return new Map();
  const app = on.app ?? null;
  const environment = on.environment ?? null;
  const { rows } = await sql<{ name: string; role: Role }>`
    select a.name, b.role from actors a join role_bindings b on b.actor_id = a.id
      where a.name = any(${[...people]}::text[]) and b.project in (${on.project}, '*')
    union
    select p.name, g.role from unnest(${[...people]}::text[]) as p (name) join role_grants g
      on g.project = ${on.project}
        and (g.apps is null or ${app}::text = any(g.apps))
        and (g.environments is null or ${environment}::text = any(g.environments))
        and (p.name = any(g.people) or exists (select from group_members m
          where m.project = g.project and m.actor = p.name and m.group_name = any(g.groups)))`.execute(db);
  const highest = new Map<string, Role>();
  for (const { name, role } of rows) {
    const before = highest.get(name);
    if (before === undefined || roles.indexOf(role) > roles.indexOf(before)) highest.set(name, role);
  }
  return highest;
}

export async function writeGroup(db: Db, { project, name, description, members }: Group): Promise<void> {
  await tables(db)
    .insertInto('groups')
    .values({ project, name, description })
    .onConflict((conflict) => conflict.columns(['project', 'name']).doUpdateSet({ description }))
    .execute();
  await tables(db).deleteFrom('group_members').where('project', '=', project).where('group_name', '=', name).execute();
  if (members.length === 0) return;
  await tables(db)
    .insertInto('group_members')
    .values(members.map((actor) => ({ project, group_name: name, actor })))
    .execute();
}

export async function listGroups(db: Db, project: string): Promise<Group[]> {
  const { rows } = await sql<Group>`
    select g.project, g.name, g.description,
      coalesce(array_agg(m.actor order by m.actor) filter (where m.actor is not null), '{}') as members
    from groups g left join group_members m on m.project = g.project and m.group_name = g.name
    where g.project = ${project} group by g.project, g.name order by g.name`.execute(db);
  return rows;
}

/** Those of the groups that exist; they stay until the transaction ends. */
export async function holdGroups(db: Db, project: string, names: readonly string[]): Promise<string[]> {
  if (names.length === 0) return [];
  const rows = await tables(db)
    .selectFrom('groups')
    .select('name')
    .where('project', '=', project)
    .where('name', 'in', [...names])
    .orderBy('name')
    .forShare()
    .execute();
  return rows.map(({ name }) => name);
}

/** False when there was none. */
export async function removeGroup(db: Db, project: string, name: string): Promise<boolean> {
  const { numDeletedRows } = await tables(db)
    .deleteFrom('groups')
    .where('project', '=', project)
    .where('name', '=', name)
    .executeTakeFirstOrThrow();
  return numDeletedRows === 1n;
}

/** The groups of a project that each of the people is in. */
export async function groupsOf(
  db: Db,
  project: string,
  people: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, string[]>();
  if (people.length === 0) return found;
  const rows = await tables(db)
    .selectFrom('group_members')
    .select(['actor', 'group_name'])
    .where('project', '=', project)
    .where('actor', 'in', [...people])
    .orderBy('group_name')
    .execute();
  for (const { actor, group_name: group } of rows) found.set(actor, [...(found.get(actor) ?? []), group]);
  return found;
}

export async function writeGrant(db: Db, grant: Grant): Promise<void> {
  const values = {
    role: grant.role,
    people: [...grant.people],
    groups: [...grant.groups],
    apps: grant.apps === null ? null : [...grant.apps],
    environments: grant.environments === null ? null : [...grant.environments],
  };
  await tables(db)
    .insertInto('role_grants')
    .values({ project: grant.project, name: grant.name, ...values })
    .onConflict((conflict) => conflict.columns(['project', 'name']).doUpdateSet(values))
    .execute();
}

export async function listGrants(db: Db, project: string): Promise<Grant[]> {
  return tables(db).selectFrom('role_grants').selectAll().where('project', '=', project).orderBy('name').execute();
}

/** False when there was none. */
export async function removeGrant(db: Db, project: string, name: string): Promise<boolean> {
  const { numDeletedRows } = await tables(db)
    .deleteFrom('role_grants')
    .where('project', '=', project)
    .where('name', '=', name)
    .executeTakeFirstOrThrow();
  return numDeletedRows === 1n;
}

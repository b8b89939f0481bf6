import { sql } from 'kysely';
import type { Db } from '../engine/transaction.ts';

interface SetMemberTable {
  project: string;
  kind: string;
  name: string;
  set_project: string;
  set_name: string;
}

/** Documents that are applied together, again and again, from one source. */
export interface SetKey {
  /** The project that it was applied to; single documents may live in others. */
  readonly project: string;
  readonly name: string;
}

export interface Member {
  readonly project: string;
  readonly kind: string;
  readonly name: string;
}

const tables = (db: Db) => db.withTables<{ set_members: SetMemberTable }>();

/** Serializes everybody who applies through the same set. Taken before the locks of single specs. */
export async function lockSet(db: Db, set: SetKey): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`set ${set.project} ${set.name}`}, 0))`.execute(db);
}

export async function listMembers(db: Db, set: SetKey): Promise<Member[]> {
  return tables(db)
    .selectFrom('set_members')
    .select(['project', 'kind', 'name'])
    .where('set_project', '=', set.project)
    .where('set_name', '=', set.name)
    .orderBy('project')
    .orderBy('name')
    .execute();
}

export async function findMembership(db: Db, member: Member): Promise<SetKey | undefined> {
  const row = await tables(db)
    .selectFrom('set_members')
    .select(['set_project', 'set_name'])
    .where('project', '=', member.project)
    .where('kind', '=', member.kind)
    .where('name', '=', member.name)
    .executeTakeFirst();
  return row && { project: row.set_project, name: row.set_name };
}

/** A thing is in one set at most: the one that it was last applied through. */
export async function joinSet(db: Db, member: Member, set: SetKey): Promise<void> {
  const { project, kind, name } = member;
  const where = { set_project: set.project, set_name: set.name };
  await tables(db)
    .insertInto('set_members')
    .values({ project, kind, name, ...where })
    .onConflict((conflict) => conflict.columns(['project', 'kind', 'name']).doUpdateSet(where))
    .execute();
}

/** What it had belongs to nobody from then on. */
export async function dissolveSet(db: Db, set: SetKey): Promise<void> {
  await tables(db)
    .deleteFrom('set_members')
    .where('set_project', '=', set.project)
    .where('set_name', '=', set.name)
    .execute();
}

const ofSource = 'source.';

/** The set of what a repository describes. Nobody can name it at a door, because names have no dots. */
export function sourceSet(source: string): string {
  return ofSource + source;
}

/** The source whose repository describes it; undefined for what belongs to a set of another kind. */
export function sourceOfSet({ name }: SetKey): string | undefined {
  return name.startsWith(ofSource) ? name.slice(ofSource.length) : undefined;
}

export async function leaveSet(db: Db, member: Member): Promise<void> {
  await tables(db)
    .deleteFrom('set_members')
    .where('project', '=', member.project)
    .where('kind', '=', member.kind)
    .where('name', '=', member.name)
    .execute();
}

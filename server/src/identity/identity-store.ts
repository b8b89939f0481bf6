import { sql } from 'kysely';
import type { Generated, Kysely } from 'kysely';
import type { Db } from '../engine/transaction.ts';
import type { Binding, Role } from './caller.ts';

export type ActorKind = 'person' | 'machine' | 'system';

type Tables = {
  actors: { id: string; name: string; kind: ActorKind; created_at: Generated<Date>; created_by: string };
  role_bindings: { actor_id: string; project: string; role: Role; created_at: Generated<Date>; created_by: string };
  tokens: {
    id: string;
    actor_id: string;
    name: string;
    secret_hash: Buffer;
    project: string;
    role: Role | null;
    apps: string[] | null;
    environments: string[] | null;
    verbs: string[] | null;
    holds: Generated<boolean>;
    created_at: Generated<Date>;
    created_by: string;
    expires_at: Date | null;
    last_used_at: Date | null;
    revoked_at: Date | null;
    revoked_by: string | null;
  };
};

export interface Token {
  readonly id: string;
  readonly actorId: string;
  readonly actor: string;
  readonly name: string;
  readonly project: string;
  /** What it is for at most; null for whatever its actor holds, now and later. */
  readonly role: Role | null;
  /** What it is limited to; null for all that the role allows. */
  readonly apps: readonly string[] | null;
  readonly environments: readonly string[] | null;
  readonly verbs: readonly string[] | null;
  /** Whether it gives that itself, so that it goes with the token and nothing else of its actor's may do more. */
  readonly holds: boolean;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly expiresAt: Date | null;
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
  /** The sort key as the database writes it. */
  readonly position: string;
}

export interface Actor {
  readonly id: string;
  readonly name: string;
  readonly kind: ActorKind;
}

const tables = (db: Db): Kysely<Tables> => db.withTables<Tables>();

const tokenQuery = (db: Db) =>
  tables(db)
    .selectFrom('tokens')
    .innerJoin('actors', 'actors.id', 'tokens.actor_id')
    .select([
      'tokens.id',
      'tokens.actor_id as actorId',
      'actors.name as actor',
      'tokens.name',
      'tokens.project',
      'tokens.role',
      'tokens.apps',
      'tokens.environments',
      'tokens.verbs',
      'tokens.holds',
      'tokens.created_at as createdAt',
      'tokens.created_by as createdBy',
      'tokens.expires_at as expiresAt',
      'tokens.last_used_at as lastUsedAt',
      'tokens.revoked_at as revokedAt',
      sql<string>`tokens.created_at::text`.as('position'),
    ]);

/** The row of a secret with the secret's stored hash, whatever has become of it since. */
export async function findTokenByHash(
  db: Db,
  secretHash: Buffer,
): Promise<(Token & { secretHash: Buffer }) | undefined> {
  return tokenQuery(db)
    .select('tokens.secret_hash as secretHash')
    .where('tokens.secret_hash', '=', secretHash)
    .executeTakeFirst();
}

/** What a token is for at most. */
export function scopeOf({ project, role, apps, environments, verbs }: Token): Binding {
  return {
    project,
    role: role ?? 'admin',
    ...(apps === null ? {} : { apps }),
    ...(environments === null ? {} : { environments }),
    ...(verbs === null ? {} : { verbs }),
  };
}

export async function findToken(db: Db, id: string): Promise<Token | undefined> {
  return tokenQuery(db).where('tokens.id', '=', id).executeTakeFirst();
}

export interface TokenFilter {
  /** Only this actor's; or, with `projects`, also those that reach into projects of which the reader is admin. */
  readonly actorId: string;
  readonly projects: 'all' | readonly string[];
  readonly after?: { readonly position: string; readonly id: string };
  readonly limit: number;
}

/** Newest first; revoked ones stay visible, since "who had access" is a question people ask later. */
export async function listTokens(db: Db, filter: TokenFilter): Promise<readonly Token[]> {
  const { projects, after } = filter;
  let query = tokenQuery(db).orderBy('tokens.created_at', 'desc').orderBy('tokens.id', 'desc').limit(filter.limit);
  if (projects !== 'all') {
    query = query.where(({ eb, or }) =>
      or([
        eb('tokens.actor_id', '=', filter.actorId),
        ...(projects.length === 0 ? [] : [eb('tokens.project', 'in', [...projects])]),
      ]),
    );
  }
  if (after !== undefined) {
    query = query.where(sql<boolean>`(tokens.created_at, tokens.id) < (${after.position}::timestamptz, ${after.id})`);
  }
  return query.execute();
}

export async function insertToken(
  db: Db,
  token: {
    readonly id: string;
    readonly actorId: string;
    readonly name: string;
    readonly secretHash: Buffer;
    readonly project: string;
    readonly role: Role | null;
    readonly apps?: readonly string[] | undefined;
    readonly environments?: readonly string[] | undefined;
    readonly verbs?: readonly string[] | undefined;
    readonly holds?: boolean;
    readonly createdBy: string;
    readonly expiresAt: Date | null;
  },
): Promise<void> {
  await tables(db)
    .insertInto('tokens')
    .values({
      id: token.id,
      actor_id: token.actorId,
      name: token.name,
      secret_hash: token.secretHash,
      project: token.project,
      role: token.role,
      apps: token.apps === undefined ? null : [...token.apps],
      environments: token.environments === undefined ? null : [...token.environments],
      verbs: token.verbs === undefined ? null : [...token.verbs],
      holds: token.holds ?? false,
      created_by: token.createdBy,
      expires_at: token.expiresAt,
      last_used_at: null,
      revoked_at: null,
      revoked_by: null,
    })
    .execute();
}

/** False when it was revoked before. */
export async function revokeToken(db: Db, id: string, by: string): Promise<boolean> {
  const { numUpdatedRows } = await tables(db)
    .updateTable('tokens')
    .set({ revoked_at: sql<Date>`now()`, revoked_by: by })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

export async function touchToken(db: Db, id: string): Promise<void> {
  await tables(db)
    .updateTable('tokens')
    .set({ last_used_at: sql<Date>`now()` })
    .where('id', '=', id)
    .where(({ eb, or }) =>
      or([eb('last_used_at', 'is', null), eb('last_used_at', '<', sql<Date>`now() - interval '10 minutes'`)]),
    )
    .execute();
}

async function findActor(db: Db, name: string): Promise<Actor | undefined> {
  return tables(db).selectFrom('actors').select(['id', 'name', 'kind']).where('name', '=', name).executeTakeFirst();
}

/** The actor of that name, made now if there was none. */
export async function ensureActor(
  db: Db,
  actor: Actor,
  createdBy: string,
): Promise<{ actor: Actor; created: boolean }> {
  const made = await tables(db)
    .insertInto('actors')
    .values({ ...actor, created_by: createdBy })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (made !== undefined) return { actor, created: true };
  const found = await findActor(db, actor.name);
  if (found === undefined) throw new Error(`actor ${actor.name} vanished while it was being looked up`);
  return { actor: found, created: false };
}

/** Names of everybody but Sluice itself. */
export async function listPeople(db: Db): Promise<string[]> {
  const rows = await tables(db)
    .selectFrom('actors')
    .select('name')
    .where('kind', '!=', 'system')
    .orderBy('name')
    .execute();
  return rows.map(({ name }) => name);
}

/** Actors with the role admin everywhere, oldest first. */
export async function findAdmins(db: Db): Promise<readonly Actor[]> {
  return tables(db)
    .selectFrom('actors')
    .innerJoin('role_bindings', 'role_bindings.actor_id', 'actors.id')
    .select(['actors.id', 'actors.name', 'actors.kind'])
    .where('role_bindings.project', '=', '*')
    .where('role_bindings.role', '=', 'admin')
    .orderBy('actors.created_at')
    .execute();
}

/** Serialises first starts of replicas until the end of the transaction. */
export async function lockFirstStart(db: Db): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('sluice first admin', 0))`.execute(db);
}

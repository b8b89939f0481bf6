import { sql } from 'kysely';
import { json } from '../db/database.ts';
import type { Message } from '../lib/message.ts';
import { engineMessages } from './engine-messages.ts';
import { ClaimLost } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { livingIncarnations } from './replicas.ts';
import type { Db } from './transaction.ts';

/** The identity of one claim. The token alone is unique; kind and key find the row. */
export interface ClaimId {
  readonly kind: string;
  readonly key: string;
  readonly token: number;
}

export interface ClaimedWork extends ClaimId {
  readonly attempts: number;
  readonly faults: number;
}

export interface Wake {
  readonly kind: string;
  readonly key: string;
  /** Undefined: at once. */
  readonly at: Date | undefined;
}

export interface Places {
  readonly kind: string;
  readonly free: number;
}

/**
 * Wakes keys and, given a fence, holds the claim's own row: all in one statement sorted by key, so that two transactions
 * never wait for each other's work rows in a circle. Throws `ClaimLost` when the fence's token is no longer in the row.
 *
 * A fence that wakes nothing proposes a look at infinity, which the row's own `run_at` then overrules; it cannot
 * propose nothing, because a row that is neither due nor claimed is forbidden.
 */
export async function writeWakes(
  db: Db,
  wakes: readonly Wake[],
  fence?: { readonly claim: ClaimId; readonly leaseMs: number },
): Promise<void> {
  const claim = fence?.claim;
  const ownIsWoken = wakes.some((wake) => wake.kind === claim?.kind && wake.key === claim.key);
  const fences = claim === undefined || ownIsWoken ? [] : [claim];
  if (wakes.length + fences.length === 0) return;
  const kinds = [...wakes, ...fences].map((row) => row.kind);
  const keys = [...wakes, ...fences].map((row) => row.key);
  const times = [...wakes.map((wake) => wake.at?.toISOString() ?? 'now'), ...fences.map(() => 'infinity')];
  const { rows } = await sql<{ kind: string; key: string; token: number | null }>`
    insert into work as w (kind, key, run_at)
    select kind, key, case when time = 'now' then now() else time::timestamptz end
    from unnest(${kinds}::text[], ${keys}::text[], ${times}::text[]) as d (kind, key, time)
    order by kind, key
    on conflict (kind, key) do update set
      run_at = case when excluded.run_at = 'infinity' then w.run_at else least(w.run_at, excluded.run_at) end,
      -- A fence only locks: a row that was parked after its claim was lost stays parked.
      attempts = case when w.parked_at is null or excluded.run_at = 'infinity' then w.attempts else 0 end,
      faults = case when w.parked_at is null or excluded.run_at = 'infinity' then w.faults else 0 end,
      parked_at = case when excluded.run_at = 'infinity' then w.parked_at end,
      lease_until = case
        when w.token = ${claim?.token ?? null}::bigint then now() + make_interval(secs => ${(fence?.leaseMs ?? 0) / 1000})
        else w.lease_until
      end
    returning kind, key, token,
      case when owner is null and run_at <= now() then pg_notify('sluice_work', kind) end as told`.execute(db);
  if (claim === undefined) return;
  const own = rows.find((row) => row.kind === claim.kind && row.key === claim.key);
  if (own?.token !== claim.token) throw new ClaimLost(claim.kind, claim.key);
}

/**
 * The first statement of a transaction. PostgreSQL is told to end it when it falls silent, and a late claim is turned away
 * before it does anything. That check holds nothing; what protects is the lock that `writeWakes` takes.
 */
export async function openTransaction(db: Db, idleMs: number, claim?: ClaimId): Promise<void> {
  const held =
    claim === undefined
      ? sql`true`
      : sql`exists (select from work where kind = ${claim.kind} and key = ${claim.key} and token = ${claim.token})`;
  const { rows } = await sql<{ held: boolean }>`
    select ${held} as held, set_config('idle_in_transaction_session_timeout', ${String(idleMs)}, true)`.execute(db);
  if (claim !== undefined && rows[0]?.held !== true) throw new ClaimLost(claim.kind, claim.key);
}

/** Claims due keys, the longest due first, up to the free places of each kind. Also tells when the next key is due. */
export async function claimDue(
  db: Db,
  owner: number,
  places: readonly Places[],
  leaseMs: number,
): Promise<{ readonly claims: readonly ClaimedWork[]; readonly nextDueMs: number | undefined }> {
  const kinds = places.map((place) => place.kind);
  const free = places.map((place) => place.free);
  const { rows } = await sql<{ [C in keyof ClaimedWork]: ClaimedWork[C] | null } & { nextDueMs: number | null }>`
    with wanted as (
      select * from unnest(${kinds}::text[], ${free}::integer[]) as k (kind, free)
    ), due as materialized (
      select w.* from wanted k cross join lateral (
        select kind, key from work
        where kind = k.kind and owner is null and parked_at is null and run_at <= now()
        order by run_at limit k.free for update skip locked
      ) w
    ), claimed as (
      update work w
      set owner = ${owner}, token = nextval('work_token'), run_at = null,
        lease_until = now() + make_interval(secs => ${leaseMs / 1000})
      from due d where w.kind = d.kind and w.key = d.key
      returning w.kind, w.key, w.token, w.attempts, w.faults
    ), later as (
      select min(w.run_at) as run_at from wanted k cross join lateral (
        select run_at from work
        where kind = k.kind and owner is null and parked_at is null and run_at > now()
        order by run_at limit 1
      ) w
    )
    select c.*, (extract(epoch from later.run_at - now()) * 1000)::double precision as "nextDueMs"
    from later left join claimed c on true`.execute(db);
  const claims = rows.flatMap(({ kind, key, token, attempts, faults }) =>
    kind === null || key === null || token === null || attempts === null || faults === null
      ? []
      : [{ kind, key, token, attempts, faults }],
  );
  return { claims, nextDueMs: rows[0]?.nextDueMs ?? undefined };
}

/**
 * Extends the leases of everything that this replica is working on, and returns the tokens of claims that are lost. A row
 * that is locked right now is skipped: nobody can take it over while it is, and its own fence extends the lease.
 */
export async function renewLeases(db: Db, claims: readonly ClaimId[], leaseMs: number): Promise<readonly number[]> {
  if (claims.length === 0) return [];
  const { rows } = await sql<{ token: number }>`
    with mine as (
      select * from ${claimRows(claims)} as m (kind, key, token)
    ), free as materialized (
      select w.kind, w.key from work w join mine m on w.kind = m.kind and w.key = m.key and w.token = m.token
      for update of w skip locked
    ), renewed as (
      update work w set lease_until = now() + make_interval(secs => ${leaseMs / 1000})
      from free f where w.kind = f.kind and w.key = f.key
    )
    select m.token from mine m
    where not exists (select from work w where w.kind = m.kind and w.key = m.key and w.token = m.token)`.execute(db);
  return rows.map((row) => row.token);
}

/** Moves running claims to a new incarnation of the same replica, after its old connection was lost. */
export async function adoptClaims(db: Db, owner: number, claims: readonly ClaimId[], leaseMs: number): Promise<void> {
  if (claims.length === 0) return;
  await sql`
    update work w set owner = ${owner}, lease_until = now() + make_interval(secs => ${leaseMs / 1000})
    from ${claimRows(claims)} as m (kind, key, token)
    where w.kind = m.kind and w.key = m.key and w.token = m.token`.execute(db);
}

/**
 * Frees the keys whose owner is dead or silent, due again, and returns how many. Judges nobody while this replica has
 * itself not been seen for `unseenMs`: then it slept, or PostgreSQL did, and every lease looks old through no fault of
 * its owner.
 *
 * Deaths in a row delay the next try more and more, but never park: a key whose look kills its process must not take one
 * replica after the other down as fast as they start.
 */
export async function sweep(db: Db, replicaId: string, unseenMs: number): Promise<number> {
  const freed = await sql`
    with alive as materialized (${livingIncarnations}),
    gone as materialized (
      select kind, key, owner not in (select incarnation from alive) as dead from work
      where owner is not null and (lease_until < now() or owner not in (select incarnation from alive))
        and (select seen_at from replicas where id = ${replicaId}) > now() - make_interval(secs => ${unseenMs / 1000})
      order by kind, key for update skip locked
    )
    update work w set owner = null, token = null, lease_until = null, attempts = w.attempts + 1,
      last_error = case when gone.dead
        then ${json(engineMessages.work_interrupted())} else ${json(engineMessages.work_unanswered())} end,
      run_at = case when w.attempts < 3 then now()
        else now() + make_interval(secs => least(60, 2 ^ least(w.attempts - 3, 6))) end
    from gone where w.kind = gone.kind and w.key = gone.key`.execute(db);
  return Number(freed.numAffectedRows ?? 0n);
}

/** Writes what a look came to. False: the claim was lost before, and nothing was written. Safe to repeat. */
export async function settle(db: Db, claim: ClaimId, outcome: Exclude<Outcome, { kind: 'lost' }>): Promise<boolean> {
  const mine = sql`kind = ${claim.kind} and key = ${claim.key} and token = ${claim.token}`;
  const free = sql`owner = null, token = null, lease_until = null`;
  const answered = sql`attempts = 0, faults = 0, last_error = null`;
  switch (outcome.kind) {
    case 'done': {
      const gone = await sql`delete from work where ${mine} and run_at is null`.execute(db);
      if (gone.numAffectedRows === 1n) return true;
      // Woken during the look, and only a claim could take that back: so this finds the row, unless it is lost.
      const kept = await sql`
        update work set ${free}, ${answered}, reason = null, reason_since = null where ${mine}`.execute(db);
      return kept.numAffectedRows === 1n;
    }
    case 'again': {
      const kept = await sql`
        update work set ${free}, ${answered}, run_at = least(run_at, ${outcome.at}::timestamptz),
          reason = ${json(outcome.reason)},
          reason_since = case when reason->>'code' = ${outcome.reason.code} then reason_since else now() end
        where ${mine}`.execute(db);
      return kept.numAffectedRows === 1n;
    }
    case 'retry': {
      const kept = await sql`
        update work set ${free}, attempts = attempts + 1, faults = faults + ${outcome.fault ? 1 : 0},
          last_error = ${json(outcome.error)},
          run_at = greatest(${soon(outcome.minDelayMs)}, least(run_at, ${soon(outcome.delayMs)}))
        where ${mine}`.execute(db);
      return kept.numAffectedRows === 1n;
    }
    case 'parked': {
      const kept = await sql`
        update work set ${free}, last_error = ${json(outcome.error)},
          attempts = case when run_at is null then attempts + 1 else 0 end,
          faults = case when run_at is null then faults + 1 else 0 end,
          parked_at = case when run_at is null then now() end,
          run_at = case when run_at is null then null else greatest(run_at, ${soon(outcome.minDelayMs)}) end
        where ${mine}`.execute(db);
      return kept.numAffectedRows === 1n;
    }
  }
}

/** Gives claims back unanswered, due at once, and tells the other replicas. For a replica that stops. */
export async function releaseClaims(db: Db, claims: readonly ClaimId[]): Promise<void> {
  if (claims.length === 0) return;
  await sql`
    update work w set owner = null, token = null, lease_until = null, run_at = now()
    from ${claimRows(claims)} as m (kind, key, token)
    where w.kind = m.kind and w.key = m.key and w.token = m.token
    returning pg_notify('sluice_work', w.kind)`.execute(db);
}

function claimRows(claims: readonly ClaimId[]) {
  const kinds = claims.map((claim) => claim.kind);
  const keys = claims.map((claim) => claim.key);
  const tokens = claims.map((claim) => claim.token);
  return sql`unnest(${kinds}::text[], ${keys}::text[], ${tokens}::bigint[])`;
}

function soon(ms: number) {
  return sql`now() + make_interval(secs => ${ms / 1000})`;
}

/** Where one key stands, for whoever asks why nothing moves. */
export interface WorkReason {
  readonly state: 'due' | 'waiting' | 'running' | 'parked';
  /** When the next look is due, unless running or parked. */
  readonly nextAt: Date | undefined;
  /** What the latest answer waits for, and since when. */
  readonly reason: Message | undefined;
  readonly since: Date | undefined;
  /** Looks in a row without an answer, and how the latest of them ended. */
  readonly attempts: number;
  readonly lastError: Message | undefined;
  readonly parkedAt: Date | undefined;
}

/** Undefined: nothing is asked of this key. */
export async function workReason(db: Db, kind: string, key: string): Promise<WorkReason | undefined> {
  const { rows } = await sql<{
    state: WorkReason['state'];
    run_at: Date | null;
    reason: Message | null;
    reason_since: Date | null;
    attempts: number;
    last_error: Message | null;
    parked_at: Date | null;
  }>`
    select ${workState} as state, run_at, reason, reason_since, attempts, last_error, parked_at
    from work where kind = ${kind} and key = ${key}`.execute(db);
  const row = rows[0];
  return row === undefined
    ? undefined
    : {
        state: row.state,
        nextAt: row.run_at ?? undefined,
        reason: row.reason ?? undefined,
        since: row.reason_since ?? undefined,
        attempts: row.attempts,
        lastError: row.last_error ?? undefined,
        parkedAt: row.parked_at ?? undefined,
      };
}

/** How much of one kind there is, over all replicas. */
export interface WorkCount {
  readonly kind: string;
  readonly due: number;
  readonly waiting: number;
  readonly running: number;
  readonly parked: number;
  /** For how long the key that has waited longest for a free place has been due; 0 when none is. */
  readonly oldestDueMs: number;
}

export async function countWork(db: Db): Promise<readonly WorkCount[]> {
  const { rows } = await sql<WorkCount>`
    with work as (select *, ${workState} as state from work)
    select kind,
      count(*) filter (where state = 'due') as due,
      count(*) filter (where state = 'waiting') as waiting,
      count(*) filter (where state = 'running') as running,
      count(*) filter (where state = 'parked') as parked,
      coalesce(extract(epoch from now() - min(run_at) filter (where state = 'due')) * 1000, 0)::double precision
        as "oldestDueMs"
    from work group by kind order by kind`.execute(db);
  return rows;
}

const workState = sql<WorkReason['state']>`
  case when parked_at is not null then 'parked' when owner is not null then 'running'
    when run_at <= now() then 'due' else 'waiting' end`;

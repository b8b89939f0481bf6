import { sql } from 'kysely';
import type { Kysely, ColumnType } from 'kysely';
import type { Db } from '../engine/transaction.ts';

interface IdempotencyKeyTable {
  actor_id: string;
  key_hash: Buffer;
  request_mac: Buffer;
  claim: string;
  lease_until: Date;
  committed_at: ColumnType<Date | null, undefined, Date>;
  answer_status: number | null;
  answer_type: string | null;
  answer_body: string | null;
  expires_at: Date;
}

export interface CommandKey {
  readonly actorId: string;
  readonly keyHash: Buffer;
}

export interface StoredAnswer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

export type ClaimState =
  | { readonly state: 'claimed' }
  | { readonly state: 'running' }
  | { readonly state: 'other-command' }
  | { readonly state: 'answer-lost' }
  | { readonly state: 'answered'; readonly answer: StoredAnswer };

const tables = (db: Db): Kysely<{ idempotency_keys: IdempotencyKeyTable }> =>
  db.withTables<{ idempotency_keys: IdempotencyKeyTable }>();

/**
 * Takes the command for this attempt, or tells what became of an earlier one. One statement decides, so of any number
 * of equal requests exactly one gets `claimed`.
 */
export async function claimCommand(
  db: Db,
  key: CommandKey,
  requestMac: Buffer,
  claim: string,
  leaseMs: number,
  keepMs: number,
): Promise<ClaimState> {
  await forgetExpired(db);
  const lease = sql<Date>`now() + ${leaseMs} * interval '1 millisecond'`;
  const taken = await tables(db)
    .insertInto('idempotency_keys')
    .values({
      actor_id: key.actorId,
      key_hash: key.keyHash,
      request_mac: requestMac,
      claim,
      lease_until: lease,
      expires_at: sql<Date>`now() + ${keepMs} * interval '1 millisecond'`,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['actor_id', 'key_hash'])
        .doUpdateSet({ claim, lease_until: lease })
        // An attempt that never committed and whose server is gone may be repeated; one that committed never.
        .where('idempotency_keys.committed_at', 'is', null)
        .where('idempotency_keys.lease_until', '<', sql<Date>`now()`)
        .where('idempotency_keys.request_mac', '=', requestMac),
    )
    .returning('claim')
    .executeTakeFirst();
  if (taken !== undefined) return { state: 'claimed' };

  const row = await tables(db)
    .selectFrom('idempotency_keys')
    .select(['request_mac', 'committed_at', 'answer_status', 'answer_type', 'answer_body', 'lease_until'])
    .select(sql<boolean>`lease_until < now()`.as('lapsed'))
    .where('actor_id', '=', key.actorId)
    .where('key_hash', '=', key.keyHash)
    .executeTakeFirst();
  // Released between the two statements: the caller simply tries again.
  if (row === undefined) return { state: 'running' };
  if (!row.request_mac.equals(requestMac)) return { state: 'other-command' };
  if (row.answer_status !== null) {
    const answer = { status: row.answer_status, type: row.answer_type ?? '', body: row.answer_body ?? '' };
    return { state: 'answered', answer };
  }
  return row.committed_at !== null && row.lapsed ? { state: 'answer-lost' } : { state: 'running' };
}

/** Called inside the transaction that changes state. False when another attempt has taken over: roll back. */
export async function markCommitted(db: Db, key: CommandKey, claim: string): Promise<boolean> {
  const { numUpdatedRows } = await tables(db)
    .updateTable('idempotency_keys')
    .set({ committed_at: sql<Date>`coalesce(committed_at, now())` })
    .where('actor_id', '=', key.actorId)
    .where('key_hash', '=', key.keyHash)
    .where('claim', '=', claim)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

export async function keepAnswer(db: Db, key: CommandKey, claim: string, answer: StoredAnswer): Promise<void> {
  await tables(db)
    .updateTable('idempotency_keys')
    .set({ answer_status: answer.status, answer_type: answer.type, answer_body: answer.body })
    .where('actor_id', '=', key.actorId)
    .where('key_hash', '=', key.keyHash)
    .where('claim', '=', claim)
    .execute();
}

/** Ends the attempt without an answer to repeat: what did not commit may be tried again, what did is told as lost. */
export async function releaseCommand(db: Db, key: CommandKey, claim: string): Promise<void> {
  const mine = tables(db);
  await mine
    .deleteFrom('idempotency_keys')
    .where('actor_id', '=', key.actorId)
    .where('key_hash', '=', key.keyHash)
    .where('claim', '=', claim)
    .where('committed_at', 'is', null)
    .execute();
  await mine
    .updateTable('idempotency_keys')
    .set({ lease_until: sql<Date>`now() - interval '1 millisecond'` })
    .where('actor_id', '=', key.actorId)
    .where('key_hash', '=', key.keyHash)
    .where('claim', '=', claim)
    .execute();
}

/** A few on every claim: the table stays small without a job of its own. */
async function forgetExpired(db: Db): Promise<void> {
  await tables(db)
    .deleteFrom('idempotency_keys')
    .where(({ eb, refTuple, selectFrom }) =>
      eb(
        refTuple('actor_id', 'key_hash'),
        'in',
        selectFrom('idempotency_keys')
          .select(['actor_id', 'key_hash'])
          .where('expires_at', '<', sql<Date>`now()`)
          .limit(20)
          .forUpdate()
          .skipLocked()
          .$asTuple('actor_id', 'key_hash'),
      ),
    )
    .execute();
}

import type { Db } from '../../engine/transaction.ts';
import type { Approval } from '../../gates/index.ts';
import { newId } from '../../lib/id.ts';

interface ApprovalTable {
  id: string;
  promotion_id: string;
  actor_id: string;
  actor: string;
  door: string;
  verdict: 'approved' | 'rejected';
  revision: string;
  digest: string;
  spec_generation: number;
  reason: string | null;
  created_at: Date;
}

const tables = (db: Db) => db.withTables<{ approvals: ApprovalTable }>();

export async function listApprovals(db: Db, promotionId: string): Promise<Approval[]> {
  const rows = await tables(db)
    .selectFrom('approvals')
    .selectAll()
    .where('promotion_id', '=', promotionId)
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    actorId: row.actor_id,
    actor: row.actor,
    verdict: row.verdict,
    revision: row.revision,
    digest: row.digest,
    specGeneration: row.spec_generation,
    reason: row.reason,
    createdAt: row.created_at,
  }));
}

/** One verdict a person about one thing seen; saying it again replaces it. */
export async function writeApproval(
  db: Db,
  promotionId: string,
  approval: Omit<Approval, 'createdAt'> & { readonly door: string },
): Promise<void> {
  const { verdict, reason } = approval;
  await tables(db)
    .insertInto('approvals')
    .values({
      id: newId('apv'),
      promotion_id: promotionId,
      actor_id: approval.actorId,
      actor: approval.actor,
      door: approval.door,
      verdict,
      revision: approval.revision,
      digest: approval.digest,
      spec_generation: approval.specGeneration,
      reason,
      created_at: new Date(),
    })
    .onConflict((conflict) =>
      conflict
        .columns(['promotion_id', 'actor_id', 'revision', 'digest', 'spec_generation'])
        .doUpdateSet({ verdict, reason, door: approval.door, created_at: new Date() }),
    )
    .execute();
}

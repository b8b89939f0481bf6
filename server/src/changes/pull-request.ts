import { takeChangeNumber } from '../apps/index.ts';
import type { Tx } from '../engine/transaction.ts';
import { newId } from '../lib/id.ts';
import type { Change } from './change.ts';
import { changeChange, findChangeOfPromotion, insertChange } from './change-store.ts';

type Wanted = Omit<Change, 'id' | 'number' | 'state' | 'createdAt' | 'closedAt'>;

/** The open change of a promotion, made when it is not there and brought up to date when the merge was computed again. */
export async function ensureChange(tx: Tx, wanted: Wanted): Promise<Change> {
  const known = await findChangeOfPromotion(tx.db, wanted.promotionId);
  if (known === undefined) {
    const change: Change = {
      ...wanted,
      id: newId('chg'),
      number: await takeChangeNumber(tx.db, wanted.project, wanted.app),
      state: 'open',
      createdAt: new Date(),
      closedAt: null,
    };
    await insertChange(tx.db, change);
    tell(tx, change, 'change.created');
    return change;
  }
  if (known.headRevision === wanted.headRevision && known.baseRevision === wanted.baseRevision) return known;
  const { baseRevision, headRevision } = wanted;
  await changeChange(tx.db, known.id, { baseRevision, headRevision });
  const change = { ...known, baseRevision, headRevision };
  tell(tx, change, 'change.updated');
  return change;
}

/** Says that the branch has moved to the change's head. Nothing happens when the promotion has no change. */
export async function mergeChange(tx: Tx, promotionId: string, headRevision: string): Promise<void> {
  await end(tx, promotionId, 'merged', headRevision);
}

/** The promotion ended without merging. */
export async function closeChange(tx: Tx, promotionId: string): Promise<void> {
  await end(tx, promotionId, 'closed');
}

async function end(tx: Tx, promotionId: string, state: 'merged' | 'closed', headRevision?: string): Promise<void> {
  const change = await findChangeOfPromotion(tx.db, promotionId);
  if (change === undefined || change.state !== 'open') return;
  const closedAt = new Date();
  await changeChange(tx.db, change.id, { state, closedAt, ...(headRevision === undefined ? {} : { headRevision }) });
  tell(tx, { ...change, state }, state === 'merged' ? 'change.merged' : 'change.abandoned');
}

function tell(tx: Tx, change: Change, type: string): void {
  tx.emit({
    type,
    project: change.project,
    subject: `change/${change.id}`,
    labels: { app: change.app, promotion: change.promotionId },
    actor: change.actor,
    door: 'system',
    data: { number: change.number, branch: change.branch, head: change.headRevision },
  });
}

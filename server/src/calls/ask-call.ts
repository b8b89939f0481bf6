import type { Tx } from '../engine/transaction.ts';
import { newId } from '../lib/id.ts';
import { patienceMs } from './call.ts';
import { insertCall } from './call-store.ts';

/** What is told about a promotion, and where. */
export interface CallRequest {
  readonly promotionId: string;
  readonly project: string;
  readonly app: string;
  readonly environment: string;
  readonly url: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** Has an address called, in the transaction that gives the reason for it. */
export async function askCall(tx: Tx, { facts, ...request }: CallRequest): Promise<void> {
  const now = new Date();
  const body = JSON.stringify({ type: 'promotion.succeeded', timestamp: now.toISOString(), data: facts });
  const giveUpAt = new Date(now.getTime() + patienceMs);
  await insertCall(tx.db, { ...request, id: newId('cal'), body, dueAt: now, giveUpAt });
  tx.wake('call', request.promotionId);
}

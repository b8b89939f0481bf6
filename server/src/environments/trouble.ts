import { workReason } from '../engine/index.ts';
import type { Db } from '../engine/transaction.ts';
import type { Message } from '../lib/message.ts';

/**
 * What goes wrong in Sluice itself with the first of these keys that is parked or failing, or null. A key that only waits
 * is no trouble: its own document says what for.
 */
export async function troubleOf(
  db: Db,
  keys: readonly { readonly kind: string; readonly key: string }[],
): Promise<Message | null> {
  const reasons = await Promise.all(keys.map(({ kind, key }) => workReason(db, kind, key)));
  const trouble = reasons.find(
    (reason) => reason !== undefined && (reason.state === 'parked' || reason.attempts > 0) && reason.lastError,
  );
  return trouble?.lastError ?? null;
}

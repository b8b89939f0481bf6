import type { Tx } from '../engine/transaction.ts';
import type { Json } from '../lib/message.ts';
import type { Promotion } from './promotion.ts';

/** Events about a promotion carry the same labels everywhere, so that every follower finds them. */
export function tellPromotion(
  tx: Tx,
  promotion: Promotion,
  type: string,
  data: { readonly [key: string]: Json },
): void {
  tx.emit({
    type,
    project: promotion.project,
    subject: `promotion/${promotion.id}`,
    labels: {
      app: promotion.app,
      environment: promotion.environment,
      promotion: promotion.id,
      ...(promotion.executionId === null ? {} : { execution: promotion.executionId }),
    },
    actor: promotion.actor,
    door: promotion.door,
    data: { kind: promotion.kind, ...data },
  });
}

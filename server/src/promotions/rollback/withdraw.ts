import { requireArtifactById, withdrawArtifact } from '../../artifacts/index.ts';
import type { Tx } from '../../engine/transaction.ts';
import type { Caller } from '../../identity/index.ts';

/** Marks an artifact as bad: Sluice does not promote it by itself any more, until somebody clears it. */
export async function withdraw(
  tx: Tx,
  caller: Pick<Caller, 'actor' | 'door'>,
  place: { readonly project: string; readonly app: string; readonly environment: string },
  bad: { readonly artifactId: string; readonly promotionId: string; readonly reason: string | null },
): Promise<void> {
  const { artifactId, promotionId, reason } = bad;
  await withdrawArtifact(tx.db, artifactId, { by: caller.actor, reason });
  const { version } = await requireArtifactById(tx.db, artifactId);
  tx.emit({
    type: 'artifact.withdrawn',
    project: place.project,
    subject: `artifact/${artifactId}`,
    labels: { app: place.app, environment: place.environment, promotion: promotionId },
    actor: caller.actor,
    door: caller.door,
    data: { version, reason },
  });
}

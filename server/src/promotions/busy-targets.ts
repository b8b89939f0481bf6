import type { Db } from '../engine/transaction.ts';
import type { Target } from '../pipelines/index.ts';
import { listServingReleasesOf, listStoppingTargetIds } from '../releases/index.ts';
import { listUnfinished } from './promotion-store.ts';

/** Those of the targets on which something runs, is being stopped, or is on its way. */
export async function busyTargets(db: Db, targets: readonly Target[]): Promise<Target[]> {
  const ids = targets.map((target) => target.id);
  const [serving, stopping] = await Promise.all([listServingReleasesOf(db, ids), listStoppingTargetIds(db, ids)]);
  const busy = new Set([...serving.map((release) => release.targetId), ...stopping]);
  for (const target of targets) {
    if (!busy.has(target.id) && (await listUnfinished(db, target)).length > 0) busy.add(target.id);
  }
  return targets.filter((target) => busy.has(target.id));
}

import type { Db, Transact } from '../engine/transaction.ts';
import type { Caller, Identity } from '../identity/index.ts';
import type { Message } from '../lib/message.ts';
import { Problem } from '../lib/problem.ts';
import { listTargets, lockEnvironment, requireEnvironment, requirePipelineOf } from '../pipelines/index.ts';
import type { Target } from '../pipelines/index.ts';
import { changeRelease, listServingReleasesOf, listStoppingTargetIds } from '../releases/index.ts';
import { promotionMessages as messages } from './promotion-messages.ts';
import type { Stop } from './promotion-schema.ts';
import { listUnfinished } from './promotion-store.ts';

export interface Stopped {
  readonly outcome: 'stopping' | 'unchanged';
  readonly message: Message;
  readonly releases: readonly { readonly target: string; readonly number: number }[];
}

/**
 * `sluice stop`: nothing serves in the environment any more. What served keeps its release, marked as stopped, so that
 * a rollback finds the way back; the release controller makes each runtime let go of it.
 */
export function createStop(deps: {
  readonly db: Db;
  readonly transact: Transact;
  readonly identity: Identity;
}): (caller: Caller, place: { readonly app: string; readonly environment: string }, input: Stop) => Promise<Stopped> {
  return async (caller, { app, environment: name }, input) => {
    const { project } = input;
    await deps.identity.authorize(caller, 'environment.stop', { project, app, environment: name });
    const { pipeline } = await requirePipelineOf(deps.db, project, app);
    const environment = requireEnvironment(pipeline, name).name;
    const place = { project, app, environment };

    return deps.transact(async (tx) => {
      await lockEnvironment(tx.db, project, app, environment);
      const [ahead] = await listUnfinished(tx.db, place);
      if (ahead !== undefined) {
        throw new Problem('Conflict', messages.stop_busy({ app, environment, id: ahead.id, by: ahead.actor }));
      }
      const targets = await listTargets(tx.db, project, app, environment);
      const serving = await listServingReleasesOf(
        tx.db,
        targets.map((target) => target.id),
      );
      if (serving.length === 0) {
        return { outcome: 'unchanged', message: messages.stop_nothing_runs({ app, environment }), releases: [] };
      }
      const elsewhere = targets.filter(({ runtime }) => runtime === 'external').map((target) => target.name);
      if (elsewhere.length > 0) {
        throw new Problem('Conflict', messages.stop_external({ environment, targets: elsewhere }));
      }
      for (const release of serving) {
        await changeRelease(tx.db, release.id, { stoppedAt: new Date(), stoppedBy: caller.actor });
        tx.wake('release', release.id);
      }
      const releases = serving.map(({ target, number }) => ({ target, number }));
      tx.emit({
        type: 'environment.stopped',
        project,
        subject: `environment/${app}/${environment}`,
        labels: { app, environment },
        actor: caller.actor,
        door: caller.door,
        data: { releases, reason: input.reason ?? null },
      });
      const names = releases.map(({ target, number }) =>
        targets.length === 1 ? `v${number}` : `${target}/v${number}`,
      );
      return { outcome: 'stopping', message: messages.stop_started({ app, environment, releases: names }), releases };
    });
  };
}

/** Those of the targets on which something runs, is being stopped, or is on its way. */
export async function busyTargets(db: Db, targets: readonly Target[]): Promise<Target[]> {
  const ids = targets.map((target) => target.id);
  const [serving, stopping] = await Promise.all([listServingReleasesOf(db, ids), listStoppingTargetIds(db, ids)]);
  const busy = new Set([...serving.map((release) => release.targetId), ...stopping]);
  for (const target of targets) {
    if (busy.has(target.id)) continue;
    const coming = await listUnfinished(db, target);
    // What somebody sends to other targets only is not on its way to this one.
    if (coming.some(({ targets: chosen }) => chosen === null || chosen.includes(target.name))) busy.add(target.id);
  }
  return targets.filter((target) => busy.has(target.id));
}

import type { Transact, Tx } from '../engine/transaction.ts';
import type { Caller, Identity } from '../identity/index.ts';
import type { Message } from '../lib/message.ts';
import { Problem } from '../lib/problem.ts';
import { pipelineMessages as messages } from './pipeline-messages.ts';
import { listTargets, lockTargetsWithin, removePipeline, removeTargets } from './pipeline-store.ts';
import type { Target } from './pipeline-store.ts';
import { requirePipeline } from './place.ts';
import { tellEnvironments } from './tell-environments.ts';

/** Those of the targets on which something runs or is on its way. */
export type BusyTargets = (tx: Tx, targets: readonly Target[]) => Promise<Target[]>;

/** `sluice delete pipeline`. */
export function createDeletePipeline(deps: {
  readonly transact: Transact;
  readonly identity: Identity;
  readonly busyTargets: BusyTargets;
}): (caller: Caller, project: string, name: string) => Promise<Message> {
  return async (caller, project, name) => {
    await deps.identity.authorize(caller, 'pipeline.delete', { project });
    await deps.transact((tx) => takePipelineAway(tx, deps.busyTargets, caller, { project, name }));
    return messages.pipeline_deleted({ name });
  };
}

/**
 * Refused while something runs on one of its targets. What was delivered stays on record. The caller has been authorized.
 */
export async function takePipelineAway(
  tx: Tx,
  busyTargets: BusyTargets,
  caller: Caller,
  { project, name }: { readonly project: string; readonly name: string },
): Promise<void> {
  const { app, environments } = await requirePipeline(tx.db, project, name);
  await lockTargetsWithin(tx.db, { project, app, environment: null });
  const targets = await listTargets(tx.db, project, app);
  const busy = await busyTargets(tx, targets);
  if (busy.length > 0) {
    const places = [...new Set(busy.map((target) => target.environment))];
    throw new Problem('Conflict', messages.pipeline_delete_refused({ name, places, app }));
  }
  await removePipeline(tx.db, project, name);
  await removeTargets(
    tx.db,
    targets.map((target) => target.id),
  );
  const before = environments.map((environment) => environment.name);
  tellEnvironments(tx, caller, { project, app }, { before, after: [] });
  tx.emit({
    type: 'pipeline.deleted',
    project,
    subject: `pipeline/${name}`,
    labels: { pipeline: name, app },
    actor: caller.actor,
    door: caller.door,
    data: {},
  });
}

import { setTimeout as sleep } from 'node:timers/promises';
import type { Controller } from '../../../engine/controller.ts';
import type { Tx } from '../../../engine/transaction.ts';
import type { Clock } from '../../../lib/clock.ts';
import type { Message } from '../../../lib/message.ts';
import { Problem } from '../../../lib/problem.ts';
import type { DeployOrder, DeploymentState, Runtime } from '../../../releases/runtime.ts';
import { createProcessActions, urlOf } from './process-actions.ts';
import { createChildren } from './process-children.ts';
import { createProcessController, processKind } from './process-controller.ts';
import { openDirectories } from './process-directories.ts';
import type { DirectoryOptions } from './process-directories.ts';
import { describeHealth } from './process-health.ts';
import { followLogs } from './process-logs.ts';
import { createLogKeeper } from './process-log-keeper.ts';
import { processMessages as say } from './process-messages.ts';
import type { Boundary, ProcessParts } from './process-parts.ts';
import type { PlanLimits } from './process-plan.ts';
import { createProcessRest } from './process-rest.ts';
import type { Left } from './process-rest.ts';
import {
  readReleases,
  readReleasesById,
  readTarget,
  readTargets,
  readTellingProcesses,
  recordExit,
  recordOrder,
  updateTarget,
} from './process-store.ts';
import type { ReleaseState, TargetState } from './process.ts';
import { createProcessWatch } from './process-watch.ts';

export interface ProcessRuntimeOptions
  extends
    Omit<DirectoryOptions, 'nodePath'>,
    Pick<
      ProcessParts,
      | 'db'
      | 'transact'
      | 'replicaId'
      | 'liveReplicas'
      | 'registry'
      | 'unpack'
      | 'repositoryOf'
      | 'loadOrder'
      | 'changed'
    > {
  readonly address: ProcessParts['address'];
  readonly clock: Clock;
  readonly log: ProcessParts['log'];
  /** The node that apps get on their PATH. Default: the one that runs the server. */
  readonly nodePath?: string;
  readonly limits?: Partial<PlanLimits>;
  readonly graceMs?: number;
  readonly logLimits?: { readonly maxBytes: number; readonly keep: number };
  /** Called at each boundary between steps; for tests of crashes. */
  readonly reached?: (boundary: Boundary) => Promise<void> | void;
}

export interface ProcessRuntime extends Runtime {
  /** To be registered with the engine. */
  readonly controller: Controller;
  /** Begins to watch processes and their output. What runs is adopted, not restarted; what rests is started. */
  start(): Promise<void>;
  /**
   * Says that this replica goes. When no other remains, ends what runs, to be started again by the next server that
   * comes. Takes hardly longer than the grace. The engine must still be working.
   */
  leave(): Promise<Left>;
  /** Stops watching. What runs keeps running. */
  stop(): Promise<void>;
}

/** Makes the runtime look at a target; for the router's acknowledgements. */
export function wakeTarget(tx: Tx, targetId: string): void {
  tx.wake(processKind, targetId);
}

const defaultLimits: PlanLimits = {
  drainMs: 30_000,
  acknowledgeMs: 5000,
  releaseCommandMs: 10 * 60_000,
  workerStartMs: 1000,
  stableMs: 60_000,
  // 0.5 s, 1 s, 2 s … 60 s, each up to a quarter longer so that many do not come back in step.
  backoffMs: (restart) => Math.min(60_000, 500 * 2 ** Math.min(restart - 1, 10)) * (1 + Math.random() / 4),
};

const watchMs = 400;
const removalPatienceMs = 15_000;

/** Runs releases as processes of this machine. The rules are in README.md beside this file. */
export async function createProcessRuntime(options: ProcessRuntimeOptions): Promise<ProcessRuntime> {
  const { db, transact, log } = options;
  const directories = await openDirectories({ ...options, nodePath: options.nodePath ?? process.execPath });
  const children = createChildren((processId, targetId, exit) => {
    transact(async (tx) => {
      if (await recordExit(tx.db, processId, exit)) tx.wake(processKind, targetId);
    }).catch((error: unknown) => log.warn({ err: error, processId }, 'cannot record an exit; the watch will find it'));
  });
  const parts: ProcessParts = {
    db,
    transact,
    replicaId: options.replicaId,
    liveReplicas: options.liveReplicas,
    registry: options.registry,
    unpack: options.unpack,
    repositoryOf: options.repositoryOf,
    loadOrder: options.loadOrder,
    changed: options.changed,
    directories,
    children,
    runAs: options.runAs,
    address: options.address,
    limits: { ...defaultLimits, ...options.limits },
    graceMs: options.graceMs ?? 10_000,
    clock: options.clock,
    log,
    reached: options.reached ?? (() => {}),
  };
  const actions = createProcessActions(parts);
  const controller = createProcessController({
    liveReplicas: options.liveReplicas,
    limits: parts.limits,
    now: () => options.clock.now(),
    hasSignalled: actions.hasSignalled,
    perform: actions.perform,
  });
  const rest = createProcessRest(parts);
  const watch = createProcessWatch(parts, rest, watchMs);
  const keeper = createLogKeeper({ db, directories, log, ...options.logLimits });

  const read = async (
    targetId: string,
  ): Promise<{ target: TargetState; releases: readonly ReleaseState[] } | undefined> => {
    const target = await readTarget(db, targetId);
    return target === undefined ? undefined : { target, releases: await readReleases(db, targetId) };
  };

  const ensure = async (order: DeployOrder): Promise<DeploymentState> => {
    let known = await read(order.targetId);
    const isNews = known === undefined || known.target.removed || known.target.releaseNumber < order.releaseNumber;
    if (isNews) {
      await transact(async (tx) => {
        await recordOrder(tx.db, order, say.process_preparing());
        tx.wake(processKind, order.targetId);
      });
      known = await read(order.targetId);
    }
    const release = known?.releases.find((one) => one.releaseId === order.releaseId);
    if (known === undefined || release === undefined) {
      const message: Message =
        known === undefined ? say.process_removed() : say.process_superseded({ number: known.target.releaseNumber });
      return { state: 'failed', message };
    }
    const { phase, message } = release;
    if (phase === 'failed') return { state: 'failed', message };
    if (phase !== 'ready') return { state: 'progressing', message };
    const url = urlOf(known.target, release, options.address);
    return url === undefined ? { state: 'ready', message } : { state: 'ready', message, url };
  };

  const healthOf: Runtime['healthOf'] = async (targetIds) => {
    const targets = targetIds.length === 0 ? [] : await readTargets(db, targetIds);
    const serving = targets.flatMap((target) => target.servingReleaseId ?? []);
    if (serving.length === 0) return new Map();
    const [releases, processes] = await Promise.all([readReleasesById(db, serving), readTellingProcesses(db, serving)]);
    const releasesOf = Map.groupBy(releases, (release) => release.targetId);
    const processesOf = Map.groupBy(processes, (one) => one.targetId);
    const at = { now: options.clock.now(), address: options.address, stableMs: parts.limits.stableMs };
    return new Map(
      targets.flatMap((target) => {
        const { targetId } = target;
        const health = describeHealth(target, releasesOf.get(targetId) ?? [], processesOf.get(targetId) ?? [], at);
        return health === undefined ? [] : [[targetId, health]];
      }),
    );
  };

  const remove = async (targetId: string): Promise<void> => {
    const until = performance.now() + removalPatienceMs;
    await transact(async (tx) => {
      await updateTarget(tx.db, targetId, { removed: true });
      tx.wake(processKind, targetId);
    });
    while ((await readTarget(db, targetId)) !== undefined) {
      if (performance.now() > until) throw new Problem('Unavailable', say.process_still_stopping());
      await sleep(50);
    }
  };

  return {
    name: 'process',
    controller,
    ensure,
    remove,
    health: async (targetId) => (await healthOf([targetId])).get(targetId),
    healthOf,
    logs: (query) => followLogs({ db, directories }, query),
    async start() {
      await rest.resume();
      watch.start();
      keeper.start();
    },
    leave: rest.leave,
    async stop() {
      await watch.stop();
      await keeper.stop();
    },
  };
}

import type { Readable } from 'node:stream';
import type { Registry } from '../../../artifacts/index.ts';
import type { Db, Transact, Tx } from '../../../engine/transaction.ts';
import type { Clock } from '../../../lib/clock.ts';
import type { SystemUser } from '../../../lib/work-place.ts';
import type { DeployOrder } from '../../../releases/runtime.ts';
import type { AddressParts } from '../../../router/index.ts';
import type { Children } from './process-children.ts';
import type { ProcessDirectories } from './process-directories.ts';
import type { PlanLimits } from './process-plan.ts';

export interface ProcessLog {
  info(data: object, message: string): void;
  warn(data: object, message: string): void;
}

/** The moments at which a crash is most interesting, in their order; tests stop the world there. */
export const boundaries = [
  'unpacked',
  'intent_written',
  'launch_written',
  'spawned',
  'spawn_recorded',
  'ready_recorded',
  'switched',
  'settled',
  'stop_recorded',
  'stop_signalled',
  'gone_recorded',
  'cleaned',
] as const;
export type Boundary = (typeof boundaries)[number];

/** What the parts of the process runtime share. Plain values and functions; nothing here has state of its own. */
export interface ProcessParts {
  readonly db: Db;
  readonly transact: Transact;
  readonly replicaId: string;
  readonly liveReplicas: () => Promise<readonly string[]>;
  readonly registry: Pick<Registry, 'pull'>;
  /** Unpacks a tar into a directory that exists complete or not at all; does nothing when it exists. */
  readonly unpack: (
    source: () => Promise<Readable>,
    directory: string,
    options: { readonly owner?: SystemUser; readonly signal?: AbortSignal },
  ) => Promise<unknown>;
  readonly repositoryOf: (order: DeployOrder) => string;
  /** The order of a release with its environment in clear. */
  readonly loadOrder: (releaseId: string) => Promise<DeployOrder>;
  /** Called in the transaction in which the state of a release changes. */
  readonly changed: (tx: Tx, releaseId: string) => void;
  readonly directories: ProcessDirectories;
  readonly children: Children;
  readonly runAs: SystemUser | undefined;
  readonly address: AddressParts;
  readonly limits: PlanLimits;
  /** Between asking a process to end and ending it. */
  readonly graceMs: number;
  readonly clock: Clock;
  readonly log: ProcessLog;
  readonly reached: (boundary: Boundary) => Promise<void> | void;
}

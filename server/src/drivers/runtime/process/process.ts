import type { Message } from '../../../lib/message.ts';
import type { ProcessIdentity } from '../../../lib/process-identity.ts';
import type { ProcfileEntry } from './procfile.ts';

/** One target of the process runtime: what was ordered last, and what is in traffic. */
export interface TargetState {
  readonly targetId: string;
  readonly project: string;
  readonly app: string;
  readonly environment: string;
  readonly target: string;
  readonly onlyTarget: boolean;
  readonly releaseId: string;
  readonly releaseNumber: number;
  readonly servingReleaseId: string | null;
  readonly removed: boolean;
}

export type ReleasePhase = 'preparing' | 'releasing' | 'starting' | 'switching' | 'ready' | 'failed';

export interface ReleaseState {
  readonly releaseId: string;
  readonly targetId: string;
  readonly releaseNumber: number;
  readonly artifactDigest: string;
  readonly version: string;
  readonly healthPath: string | null;
  readonly deadlineMs: number;
  readonly phase: ReleasePhase;
  readonly message: Message;
  readonly procfile: readonly ProcfileEntry[] | null;
  readonly directory: string | null;
  readonly switchedAt: Date | null;
}

export type ProcessStage = 'waiting' | 'launching' | 'running' | 'stopping' | 'gone';
/** `rested`: stopped with the last server, to be started again by the next; known as soon as it is asked to end. */
export type ProcessOutcome = 'exited' | 'lost' | 'never_started' | 'stopped' | 'rested';

/** The row of one process, from the intent to its end. A restart is a new process with a new id. */
export interface ProcessState {
  readonly id: string;
  readonly targetId: string;
  readonly releaseId: string;
  /** `web`, `release`, or the name of a worker line. */
  readonly type: string;
  readonly command: string;
  readonly stage: ProcessStage;
  /** How many times in a row its kind had to be started again. */
  readonly restarts: number;
  /** When the first of the crashes came that this restart belongs to; null for a first start. */
  readonly crashingSince: Date | null;
  readonly startAt: Date;
  readonly port: number | null;
  readonly host: string | null;
  /** Null until the spawn is recorded. */
  readonly identity: ProcessIdentity | null;
  readonly spawnedAt: Date | null;
  readonly readyAt: Date | null;
  readonly unroutedGeneration: number | null;
  readonly unroutedAt: Date | null;
  readonly stopAt: Date | null;
  readonly killAt: Date | null;
  readonly goneAt: Date | null;
  readonly outcome: ProcessOutcome | null;
  readonly exitCode: number | null;
  readonly exitSignal: string | null;
}

export const webType = 'web';
export const releaseType = 'release';

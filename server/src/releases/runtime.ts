import type { Message } from '../lib/message.ts';

/** Everything a runtime needs to run one release on one target. Secrets are in `env` in clear: never store or log it. */
export interface DeployOrder {
  readonly targetId: string;
  readonly project: string;
  readonly app: string;
  readonly environment: string;
  readonly target: string;
  /** True when the environment has exactly one target, so that its address may leave the target's name out. */
  readonly onlyTarget: boolean;
  readonly releaseId: string;
  /** Grows by one with every release of this target; a lower number never replaces a higher one (the outside fence). */
  readonly releaseNumber: number;
  readonly artifactDigest: string;
  readonly version: string;
  readonly revision: string;
  readonly env: Readonly<Record<string, string>>;
  readonly health: { readonly path?: string; readonly deadlineMs: number };
}

/** Where a deployment stands. "Not yet" is a value; only a fault of the runtime itself is thrown. */
export type DeploymentState =
  | { readonly state: 'progressing'; readonly message: Message }
  | { readonly state: 'ready'; readonly url?: string; readonly message: Message }
  /** The new version did not make it. The old one, if any, still serves. */
  | { readonly state: 'failed'; readonly message: Message };

export interface LogLine {
  readonly at: Date;
  /** `web`, `worker`, `release`, `build`, with its process id in the runtime's own words. */
  readonly source: string;
  readonly text: string;
}

export interface LogQuery {
  readonly targetId: string;
  readonly tail: number;
  readonly follow: boolean;
  readonly signal: AbortSignal;
}

export interface ServingHealth {
  readonly releaseId: string;
  /** Null: the runtime cannot know. */
  readonly healthy: boolean | null;
  readonly message: Message;
}

/** One kind of place to run things. Built-in: `process`. */
export interface Runtime {
  readonly name: string;
  /** Ensures the order is on its way and says where it stands; called again and again until ready or failed. */
  ensure(order: DeployOrder): Promise<DeploymentState>;
  /** What serves at this moment, whatever was ordered last. */
  health(targetId: string): Promise<ServingHealth | undefined>;
  /** The same for many targets in few questions. A target that serves nothing has no entry. */
  healthOf(targetIds: readonly string[]): Promise<ReadonlyMap<string, ServingHealth>>;
  /** Stops everything on the target and forgets it. Safe to repeat. */
  remove(targetId: string): Promise<void>;
  logs(query: LogQuery): AsyncIterable<LogLine>;
}

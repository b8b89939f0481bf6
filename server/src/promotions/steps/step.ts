import type { Repositories } from '../../apps/index.ts';
import type { Artifact } from '../../artifacts/index.ts';
import type { Claim } from '../../engine/controller.ts';
import type { Message } from '../../lib/message.ts';
import type { Promotion, StepKey, StepRecord } from '../promotion.ts';

/** What one step answers after it has looked at the world and, where something was missing, acted. */
export type StepAnswer =
  | {
      readonly done: true;
      readonly message: Message;
      /** What later steps build on. */
      readonly output?: Readonly<Record<string, string>>;
      readonly link?: string;
    }
  /** Somebody wakes the promotion, or it looks again at `until`. */
  | { readonly wait: true; readonly until: Date | null; readonly message: Message }
  /** The thing said no, or another end that is no success. */
  | {
      readonly failed: true;
      readonly result?: 'partial' | 'failure' | 'cancelled' | 'timeout';
      readonly message: Message;
      readonly output?: Readonly<Record<string, string>>;
      readonly link?: string;
    }
  /** What an earlier step computed does not hold any more: begin again there. */
  | { readonly backTo: StepKey; readonly message: Message };

export interface StepContext {
  readonly claim: Claim;
  readonly promotion: Promotion;
  /** The artifact that was asked for; what a merge makes of it stands in the outputs. */
  readonly artifact: Artifact;
  readonly steps: readonly StepRecord[];
}

/** May be called again at any time after any crash: it first looks at the world, then acts ("ensure", never "do"). */
export interface Step {
  readonly key: StepKey;
  run(context: StepContext): Promise<StepAnswer>;
}

export interface StepParts {
  readonly repositories: Repositories;
  /** Where outside systems reach this server. */
  readonly publicUrl: string;
}

/** The value that an earlier step left; its absence is a fault of ours, not of the promotion. */
export function outputOf(context: Pick<StepContext, 'steps'>, key: StepKey, name: string): string {
  const value = context.steps.find((step) => step.key === key)?.output[name];
  if (value === undefined) throw new Error(`step ${key} has left no ${name}`);
  return value;
}

import type { Message } from '../lib/message.ts';

export type ReleaseKind = 'promotion' | 'rollback' | 'configuration';
export type ReleaseResult = 'success' | 'failure' | 'error' | 'cancelled' | 'timeout' | 'skipped';

/** Numbered record of what a target was given, by whom, from where, with what result. Never renumbered. */
export interface Release {
  readonly id: string;
  readonly targetId: string;
  readonly project: string;
  readonly app: string;
  readonly environment: string;
  /** The target's name. */
  readonly target: string;
  readonly number: number;
  readonly promotionId: string;
  /** Which try of its promotion on this target, from 1. */
  readonly attempt: number;
  /** The artifact's journey that it belongs to; null for a rollback or new configuration outside of one. */
  readonly executionId: string | null;
  readonly artifactId: string;
  readonly revision: string;
  readonly kind: ReleaseKind;
  /** For a rollback: the release whose content this one serves again. */
  readonly fromNumber: number | null;
  readonly configurationVersion: number;
  readonly actor: string;
  readonly door: string;
  readonly reason: string | null;
  readonly state: 'executing' | 'finished';
  readonly result: ReleaseResult | null;
  readonly message: Message | null;
  readonly url: string | null;
  /** When a person stopped the target while this served; nothing serves there until a later release is healthy. */
  readonly stoppedAt: Date | null;
  readonly stoppedBy: string | null;
  /** When the runtime had let go of what was stopped. */
  readonly removedAt: Date | null;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
}

type History = readonly Pick<Release, 'number' | 'artifactId' | 'fromNumber' | 'state' | 'result' | 'stoppedAt'>[];

/** What serves on a target: the newest release that became healthy, unless the target was stopped since. */
export function servingRelease<R extends History[number]>(newestFirst: readonly R[]): R | undefined {
  const newest = newestFirst.find((release) => release.result === 'success');
  return newest?.stoppedAt === null ? newest : undefined;
}

/**
 * Where a rollback goes. A release that came from an older one stands at that older one's place in history, so rolling
 * back twice goes further back instead of to and fro. One with the content of the release before it (new configuration,
 * or the same again) stands where that stood.
 *
 * - What is just being deployed is what a rollback is meant to undo: it goes to what serves meanwhile.
 * - `failed-newest`: the newest release never became healthy, so what served before it still does: nothing to undo.
 * - `nothing`: no older healthy release with other content.
 * - Where nothing serves because the target was stopped, the way back is what was stopped.
 */
export function rollbackGoal<R extends History[number]>(
  newestFirst: readonly R[],
):
  | { readonly goal: 'release'; readonly release: R; readonly serving: R | undefined }
  | { readonly goal: 'failed-newest'; readonly failed: R; readonly serving: R }
  | { readonly goal: 'nothing' } {
  const serving = servingRelease(newestFirst);
  if (serving === undefined) {
    const stopped = newestFirst.find((release) => release.result === 'success');
    return stopped === undefined ? { goal: 'nothing' } : { goal: 'release', release: stopped, serving: undefined };
  }
  const [newest] = newestFirst;
  if (newest !== undefined && newest.number > serving.number) {
    if (newest.state === 'finished') return { goal: 'failed-newest', failed: newest, serving };
    if (newest.artifactId !== serving.artifactId) return { goal: 'release', release: serving, serving: newest };
  }
  const place = placeInHistory(newestFirst, serving);
  const release = newestFirst.find(
    (candidate) =>
      candidate.number < place && candidate.result === 'success' && candidate.artifactId !== serving.artifactId,
  );
  return release === undefined ? { goal: 'nothing' } : { goal: 'release', release, serving };
}

function placeInHistory(history: History, release: History[number]): number {
  let place = release;
  for (;;) {
    const from = origin(history, place);
    // Numbers only point back, so this ends.
    if (from === undefined || from.number >= place.number) return place.fromNumber ?? place.number;
    place = from;
  }
}

/** What a release serves again: the one it returned to, or the one before it that had the same content. */
function origin(history: History, release: History[number]): History[number] | undefined {
  if (release.fromNumber !== null) return history.find((candidate) => candidate.number === release.fromNumber);
  const before = history.find((candidate) => candidate.number < release.number && candidate.result === 'success');
  return before?.artifactId === release.artifactId ? before : undefined;
}

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
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
}

type History = readonly Pick<Release, 'number' | 'artifactId' | 'fromNumber' | 'state' | 'result'>[];

/** What serves on a target: the newest release that became healthy. */
export function servingRelease<R extends History[number]>(newestFirst: readonly R[]): R | undefined {
  return newestFirst.find((release) => release.result === 'success');
}

/**
 * Where a rollback goes. A release that came from an older one stands at that older one's place in history, so rolling
 * back twice goes further back instead of to and fro.
 *
 * - `failed-newest`: the newest release never became healthy, so what served before it still does: nothing to undo.
 * - `nothing`: no older healthy release with other content.
 */
export function rollbackGoal<R extends History[number]>(
  newestFirst: readonly R[],
):
  | { readonly goal: 'release'; readonly release: R; readonly serving: R }
  | { readonly goal: 'failed-newest'; readonly failed: R; readonly serving: R }
  | { readonly goal: 'nothing' } {
  const serving = servingRelease(newestFirst);
  if (serving === undefined) return { goal: 'nothing' };
  const [newest] = newestFirst;
  if (newest !== undefined && newest.number > serving.number && newest.state === 'finished') {
    return { goal: 'failed-newest', failed: newest, serving };
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
  while (place.fromNumber !== null) {
    const from = history.find((candidate) => candidate.number === place.fromNumber);
    // Numbers only point back, so this ends.
    if (from === undefined || from.number >= place.number) return place.fromNumber;
    place = from;
  }
  return place.number;
}

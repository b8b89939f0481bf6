import { answer, given } from '@sluice/client';
import type { LockAnswer } from '@sluice/client';
import { show } from '../../context.ts';
import type { Context } from '../../context.ts';
import { UsageError } from '../../failure.ts';
import { lockWords } from '../../messages/lock.ts';
import { mark } from '../../output/mark.ts';
import { say } from '../../output/say.ts';
import { hang } from '../../output/text.ts';
import type { View } from '../../output/view.ts';
import { understand } from '../sentence.ts';

export interface UnlockOptions {
  readonly env?: string;
  readonly target?: string;
  readonly everything?: true;
  readonly steal?: true;
}

export interface LockOptions extends UnlockOptions {
  readonly reason?: string;
  /** Milliseconds. */
  readonly for?: number;
}

/** `sluice lock APP [ENV]`, `--env ENV`, `--everything` */
export async function lock(context: Context, words: readonly string[], options: LockOptions): Promise<void> {
  const texts = lockWords[context.language];
  const { reason, ...scope } = scopeOf(context, 'lock', words, options, texts.needsPlace);
  if (reason === undefined) throw new UsageError(texts.needsReason);
  const { http } = await context.client();
  const ends = options.for === undefined ? undefined : `${options.for}ms`;
  const body = given({ ...scope, reason, for: ends, steal: options.steal });
  await show(context, await answer(http.POST('/v1/locks', { body })), draw);
}

/** `sluice unlock …`, named as it was locked */
export async function unlock(context: Context, words: readonly string[], options: UnlockOptions): Promise<void> {
  const { reason: _none, ...scope } = scopeOf(
    context,
    'unlock',
    words,
    options,
    lockWords[context.language].unlockNeedsPlace,
  );
  const { http } = await context.client();
  const body = given({ ...scope, steal: options.steal });
  await show(context, await answer(http.POST('/v1/locks/lift', { body })), draw);
}

/** Nobody locks everything by leaving a word out: it has to be said. */
function scopeOf(
  context: Context,
  verb: 'lock' | 'unlock',
  words: readonly string[],
  options: LockOptions,
  needsPlace: string,
) {
  const { app, environment, reason } = understand(context, verb, words, {
    environment: options.env,
    reason: options.reason,
  });
  const named = app !== undefined || environment !== undefined;
  if (options.everything === true && named) throw new UsageError(lockWords[context.language].everythingAndMore);
  if (options.everything !== true && !named) throw new UsageError(needsPlace);
  return { project: context.project, app, environment, target: options.target, reason };
}

function draw({ outcome, message }: LockAnswer, view: View): string {
  const mood = outcome === 'unchanged' ? 'skipped' : 'done';
  return hang(`${mark(mood, view)} `, say(message, view), view.width).join('\n');
}

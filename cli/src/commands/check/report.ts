import { answer, given } from '@sluice/client';
import type { CheckAnswer } from '@sluice/client';
import { show } from '../../context.ts';
import type { Context } from '../../context.ts';
import { UsageError } from '../../failure.ts';
import { checkWords } from '../../messages/check.ts';
import { mark } from '../../output/mark.ts';
import { say } from '../../output/say.ts';
import { hang } from '../../output/text.ts';
import type { View } from '../../output/view.ts';
import { oneOf } from '../declare.ts';

export interface ReportOptions {
  readonly description?: string;
  readonly url?: string;
  readonly propagate?: true;
}

const states = ['pending', 'success', 'failure', 'error'] as const;

/** `sluice check report APP[@VERSION] [ENV] SYSTEM/NAME STATE` */
export async function reportCheck(context: Context, words: readonly string[], options: ReportOptions): Promise<void> {
  const [address = '', ...rest] = words;
  const state = rest.pop();
  const check = rest.pop();
  const [environment, more] = rest;
  if (state === undefined || check === undefined || more !== undefined) {
    throw new UsageError(checkWords[context.language].needsWords);
  }
  const [app = '', artifact] = address.split('@');
  const { http } = await context.client();
  const body = given({
    project: context.project,
    app,
    artifact,
    environment,
    context: check,
    state: oneOf('STATE', states, context.language)(state),
    description: options.description,
    targetUrl: options.url,
    propagate: options.propagate,
  });
  await show(context, await answer(http.POST('/v1/checks', { body })), draw);
}

/** `sluice check override ID` */
export async function overrideCheck(context: Context, id: string, options: { reason?: string }): Promise<void> {
  const { reason } = options;
  if (reason === undefined) throw new UsageError(checkWords[context.language].needsReason);
  const { http } = await context.client();
  const params = { path: { id } };
  await show(context, await answer(http.POST('/v1/checks/{id}/override', { params, body: { reason } })), draw);
}

function draw({ message }: CheckAnswer, view: View): string {
  return hang(`${mark('done', view)} `, say(message, view), view.width).join('\n');
}

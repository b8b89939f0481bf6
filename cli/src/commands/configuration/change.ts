import { answer, given } from '@sluice/client';
import { show } from '../../context.ts';
import type { Context } from '../../context.ts';
import { UsageError } from '../../failure.ts';
import { configurationWords } from '../../messages/configuration.ts';
import { promotionWords } from '../../messages/promotion.ts';
import { mark } from '../../output/mark.ts';
import { say } from '../../output/say.ts';
import { hang } from '../../output/text.ts';
import { followPromotion } from '../promotion/follow.ts';
import { defaultTimeoutMs } from '../promotion/move-options.ts';
import type { MoveOptions } from '../promotion/move-options.ts';

export interface ChangeOptions extends MoveOptions {
  readonly secret?: true;
}

interface Change {
  readonly set?: Record<string, string>;
  readonly unset?: string[];
}

/** Sends a change of the configuration, and says what it does to what runs there. */
export async function changeConfiguration(
  context: Context,
  app: string,
  environment: string,
  change: Change,
  options: ChangeOptions,
): Promise<void> {
  const { reason, secret } = options;
  const client = await context.client();
  const changed = await answer(
    client.http.PATCH('/v1/apps/{app}/environments/{environment}/configuration', {
      params: { path: { app, environment } },
      body: given({ project: context.project, ...change, secret, reason }),
    }),
  );
  const { promotionId } = changed;
  await show(context, changed, ({ message }, view) => {
    const lines = hang(`${mark('done', view)} `, say(message, view), view.width);
    const follow =
      promotionId === null || options.wait === true
        ? []
        : [`  ${promotionWords[view.language].follow}: sluice watch ${promotionId}`];
    return [...lines, ...follow].join('\n');
  });
  if (promotionId === null || options.wait !== true) return;
  const first = await answer(client.http.GET('/v1/promotions/{id}', { params: { path: { id: promotionId } } }));
  await followPromotion(context, client, first, { timeoutMs: options.timeout ?? defaultTimeoutMs });
}

/** `KEY=value` words as a record; `KEY=-` takes the value from standard input, without its last line break. */
export async function pairsOf(context: Context, words: readonly string[]): Promise<Record<string, string>> {
  const said = configurationWords[context.language];
  const pairs: Record<string, string> = {};
  let fromInput = false;
  for (const word of words) {
    const at = word.indexOf('=');
    if (at === -1) throw new UsageError(said.notAPair(word));
    if (at === 0) throw new UsageError(said.emptyName);
    let value = word.slice(at + 1);
    if (value === '-') {
      if (fromInput) throw new UsageError(said.oneFromInput);
      fromInput = true;
      value = (await context.input()).replace(/\r?\n$/, '');
    }
    pairs[word.slice(0, at)] = value;
  }
  return pairs;
}

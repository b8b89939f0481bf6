import type { Context } from '../../context.ts';
import { UsageError } from '../../failure.ts';
import { akkerisWords } from './words.ts';
import { audit } from '../audit/audit.ts';
import { rollback } from '../promotion/rollback.ts';
import { history } from '../release/history.ts';
import { listWebhooks } from '../webhook/list.ts';
import { releaseOf } from './promote.ts';
import { tellSame } from './same.ts';
import { findSpot } from './spot.ts';
import type { SpotOptions } from './spot.ts';

/** `releases -a APP` */
export async function releases(context: Context, options: SpotOptions): Promise<void> {
  const { pipeline, environment, target } = await findSpot(context, await context.client(), options);
  const words = [pipeline.app, environment.name];
  await history(context, words, target === undefined ? {} : { target });
  tellSame(context, `sluice history ${words.join(' ')}${target === undefined ? '' : ` --target ${target}`}`);
}

/** `releases:rollback [RELEASE] -a APP` */
export async function rollBack(context: Context, word: string | undefined, options: SpotOptions): Promise<void> {
  const { pipeline, environment, target } = await findSpot(context, await context.client(), options);
  const release = word === 'previous' ? undefined : releaseOf(context, word);
  const words = [pipeline.app, environment.name];
  const isAlone = environment.targets.length === 1 || target === undefined;
  // Without a release the whole environment would go back, and one of its targets was named.
  if (release === undefined && !isAlone) {
    const { whichRelease } = akkerisWords[context.language];
    throw new UsageError(whichRelease(pipeline.app, environment.name, target));
  }
  const to = release === undefined || target === undefined ? release : `${target}/${release}`;
  await rollback(context, words, to === undefined ? {} : { to });
  tellSame(context, `sluice rollback ${words.join(' ')}${to === undefined ? '' : ` --to ${to}`}`);
}

/** `hooks` */
export async function hooks(context: Context): Promise<void> {
  await listWebhooks(context);
  tellSame(context, 'sluice webhooks');
}

/** `audits` */
export async function audits(context: Context): Promise<void> {
  await audit(context, {});
  tellSame(context, 'sluice audit');
}

import { nearest } from '@sluice/client';
import type { Context } from '../../context.ts';
import { UsageError } from '../../failure.ts';
import { manifestWords } from '../../messages/manifest.ts';
import { rootWords } from '../../messages/root.ts';

export type Kind = 'app' | 'pipeline' | 'webhook';

const spellings: Readonly<Record<string, Kind>> = {
  app: 'app',
  apps: 'app',
  pipeline: 'pipeline',
  pipelines: 'pipeline',
  webhook: 'webhook',
  webhooks: 'webhook',
};

export function kindOf(context: Context, word: string): Kind {
  const kind = spellings[word.toLowerCase()];
  if (kind !== undefined) return kind;
  const near = nearest(word, ['app', 'pipeline', 'webhook']);
  const offer = near === undefined ? '' : ` ${rootWords[context.language].typed.meant(near)}`;
  throw new UsageError(manifestWords[context.language].kinds(word) + offer);
}

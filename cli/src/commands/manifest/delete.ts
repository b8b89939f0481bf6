import { answer } from '@sluice/client';
import { show } from '../../context.ts';
import type { Context } from '../../context.ts';
import { manifestWords } from '../../messages/manifest.ts';
import { mark } from '../../output/mark.ts';
import { deleteApp } from '../app/delete.ts';
import { deleteWebhook } from '../webhook/delete.ts';
import { kindOf } from './kind.ts';

/** `sluice delete app|pipeline|webhook NAME` */
export async function deleteManifest(context: Context, word: string, name: string): Promise<void> {
  const kind = kindOf(context, word);
  if (kind === 'app') return deleteApp(context, name);
  if (kind === 'webhook') return deleteWebhook(context, name);
  const { http } = await context.client();
  const params = { path: { name }, query: { project: context.project } };
  await answer(http.DELETE('/v1/pipelines/{name}', { params }));
  await show(context, { kind: 'Pipeline', name, deleted: true }, (_, view) => {
    return `${mark('done', view)} ${manifestWords[view.language].deleted(name)}`;
  });
}

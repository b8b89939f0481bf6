import { answer } from '@sluice/client';
import { show } from '../../context.ts';
import type { Context } from '../../context.ts';
import { manifestWords } from '../../messages/manifest.ts';
import { mark } from '../../output/mark.ts';

/** `sluice delete pipeline NAME` */
export async function deletePipeline(context: Context, name: string): Promise<void> {
  const { http } = await context.client();
  const params = { path: { name }, query: { project: context.project } };
  await answer(http.DELETE('/v1/pipelines/{name}', { params }));
  await show(context, { kind: 'Pipeline', name, deleted: true }, (_, view) => {
    return `${mark('done', view)} ${manifestWords[view.language].pipelineDeleted(name)}`;
  });
}

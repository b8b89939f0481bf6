import { answer } from '@sluice/client';
import { show } from '../../context.ts';
import type { Context } from '../../context.ts';
import { mark } from '../../output/mark.ts';
import { say } from '../../output/say.ts';

/** `sluice delete freeze|pipeline-template NAME`: of kinds whose removal has no more to say than that. */
export async function removeManifest(
  context: Context,
  kind: 'freeze' | 'pipelinetemplate' | 'manifestsource',
  name: string,
): Promise<void> {
  const { http } = await context.client();
  const params = { path: { kind, name }, query: { project: context.project } };
  const { message } = await answer(http.DELETE('/v1/manifests/{kind}/{name}', { params }));
  await show(context, { kind, name, deleted: true, message }, (document, view) => {
    return `${mark('done', view)} ${say(document.message, view)}`;
  });
}

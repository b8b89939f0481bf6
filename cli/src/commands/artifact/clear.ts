import { answer } from '@sluice/client';
import { show } from '../../context.ts';
import type { Context } from '../../context.ts';
import { UsageError } from '../../failure.ts';
import { artifactWords } from '../../messages/artifact.ts';
import { mark } from '../../output/mark.ts';
import { say } from '../../output/say.ts';

/** `sluice artifact clear APP@VERSION --reason TEXT` */
export async function clearArtifact(context: Context, address: string, options: { reason: string }): Promise<void> {
  const [app = '', ref = ''] = address.split('@');
  if (app === '' || ref === '') throw new UsageError(artifactWords[context.language].whichArtifact(address));
  const { http } = await context.client();
  const params = { path: { app, ref }, query: { project: context.project } };
  const body = { reason: options.reason };
  const cleared = await answer(http.POST('/v1/apps/{app}/artifacts/{ref}/clear', { params, body }));
  await show(context, cleared, ({ message }, view) => `${mark('done', view)} ${say(message, view)}`);
}

import { answer } from '@sluice/client';
import type { App } from '@sluice/client';
import { show } from '../../context.ts';
import type { Context } from '../../context.ts';
import { appWords } from '../../messages/app.ts';
import { fields } from '../../output/fields.ts';
import { say } from '../../output/say.ts';
import { age } from '../../output/time.ts';
import type { View } from '../../output/view.ts';

/** `sluice app show NAME` */
export async function showApp(context: Context, name: string): Promise<void> {
  const { http } = await context.client();
  const params = { path: { app: name }, query: { project: context.project } };
  await show(context, await answer(http.GET('/v1/apps/{app}', { params })), drawApp);
}

export function drawApp(app: App, view: View): string {
  const words = appWords[view.language];
  const state =
    app.repositoryState === 'ready'
      ? ''
      : ` (${[words.repositoryStates[app.repositoryState], say(app.repositoryMessage, view)].filter(Boolean).join(': ')})`;
  return [
    view.colors.bold(app.name),
    ...fields(
      [
        [words.fields.description, app.description],
        [words.fields.owner, app.owner],
        [words.fields.pipeline, app.pipeline ?? words.noPipeline],
        [words.fields.repository, app.repositoryUrl + state],
        [words.fields.build, app.buildCommand ?? words.sources],
        [words.fields.health, app.healthPath === null ? null : `GET ${app.healthPath}`],
        ...app.links.map(({ title, url }) => [title, url] as const),
        [words.fields.created, words.ago(age(app.createdAt, view))],
      ],
      view,
    ),
  ].join('\n');
}

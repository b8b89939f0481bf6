import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { answer, given } from '@sluice/client';
import type { App } from '@sluice/client';
import { show } from '../../context.ts';
import type { Context } from '../../context.ts';
import { appWords } from '../../messages/app.ts';
import { mark } from '../../output/mark.ts';
import type { View } from '../../output/view.ts';

export interface CreateOptions {
  readonly repo?: string;
  readonly build?: string;
  readonly health?: string;
  readonly owner?: string;
  readonly description?: string;
}

/** `sluice app create NAME [--repo …]` */
export async function createApp(context: Context, name: string, options: CreateOptions): Promise<void> {
  const { repo, build, health, owner, description } = options;
  const { http } = await context.client();
  const call = http.POST('/v1/apps', {
    body: given({
      name,
      project: context.project,
      repository: repo === undefined ? undefined : wholePath(repo, context.workingDirectory),
      build,
      healthPath: health,
      owner,
      description,
    }),
  });
  const app = await answer(call);
  const { status } = (await call).response;
  const outcome = status === 201 ? 'created' : status === 202 ? 'corrected' : 'exists';
  await show(context, app, (document, view) => drawCreated(document, outcome, view));
}

/** The server stands in another folder, so a path means something to it only when it is whole. */
function wholePath(repository: string, workingDirectory: string): string {
  const path = resolve(workingDirectory, repository);
  return !repository.includes('://') && existsSync(path) ? path : repository;
}

export function drawCreated(app: App, outcome: 'created' | 'corrected' | 'exists', view: View): string {
  const words = appWords[view.language];
  return [
    `${mark('done', view)} ${words[outcome](app.name)}`,
    ...(app.repositoryState === 'importing' ? [`  ${words.importing} sluice app show ${app.name}`] : []),
    `  ${words.clone} git clone ${app.repositoryUrl}`,
    `  ${view.colors.dim(words.signIn)}`,
  ].join('\n');
}

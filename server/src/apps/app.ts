import type { Message } from '../lib/message.ts';
import type { AppSpec } from './app-schema.ts';

export type RepositoryState = 'importing' | 'ready' | 'failed';

/** What is delivered: a repository, how it becomes an artifact, how it runs. */
export interface App {
  readonly project: string;
  readonly name: string;
  readonly generation: number;
  readonly spec: AppSpec;
  readonly repositoryState: RepositoryState;
  readonly repositoryMessage: Message | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** The key of an app in the work queue and in storage paths. Names have no slash, so it can be taken apart again. */
export function appKey(app: { readonly project: string; readonly name: string }): string {
  return `${app.project}/${app.name}`;
}

export function parseAppKey(key: string): { project: string; name: string } {
  const [project = '', name = ''] = key.split('/');
  return { project, name };
}

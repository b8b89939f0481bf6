import { httpMessages } from '../http/index.ts';
import { Problem } from '../lib/problem.ts';

export interface GitAddress {
  readonly project: string;
  readonly app: string;
  /** What follows the repository: `/info/refs`, `/git-upload-pack`, … */
  readonly rest: string;
  readonly query: string;
}

const pattern = /^\/git\/(?:([a-z0-9-]+)\/)?([a-z0-9-]+)\.git(\/.*)$/;

/**
 * Takes a request target apart, to the letter: an encoded or dotted path is no address of a repository.
 * @throws Problem NotFound
 */
export function readGitAddress(target: string): GitAddress {
  const mark = target.indexOf('?');
  const path = mark === -1 ? target : target.slice(0, mark);
  const [, project = 'default', app, rest] = pattern.exec(path) ?? [];
  if (app === undefined || rest === undefined) {
    throw new Problem('NotFound', httpMessages.route_not_found({ path: path.slice(0, 200) }));
  }
  return { project, app, rest, query: mark === -1 ? '' : target.slice(mark + 1) };
}

/** Where to clone an app from and push to. */
export function repositoryUrl(publicUrl: string, app: { readonly project: string; readonly name: string }): string {
  const folder = app.project === 'default' ? '' : `${app.project}/`;
  return `${publicUrl.replace(/\/$/, '')}/git/${folder}${app.name}.git`;
}

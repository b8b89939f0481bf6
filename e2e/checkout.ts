import { join } from 'node:path';
import type { Playground } from './playground.ts';
import { run, surroundings } from './program.ts';
import type { Outcome } from './program.ts';

/** Somebody's clone of an app's repository, used with the stock `git`. */
export interface Checkout {
  readonly path: string;
  git(...args: readonly string[]): Promise<Outcome>;
  /** Writes files and commits them; returns the revision. */
  commit(subject: string, files: Readonly<Record<string, string>>): Promise<string>;
}

export function runGit(playground: Playground, cwd: string, args: readonly string[], who = 'ada'): Promise<Outcome> {
  const person = { NAME: who, EMAIL: `${who}@shop.example` };
  return run('git', args, {
    cwd,
    account: playground.account,
    env: {
      ...surroundings(playground),
      GIT_TERMINAL_PROMPT: '0',
      GIT_AUTHOR_NAME: person.NAME,
      GIT_AUTHOR_EMAIL: person.EMAIL,
      GIT_COMMITTER_NAME: person.NAME,
      GIT_COMMITTER_EMAIL: person.EMAIL,
    },
  }).ended;
}

/** The address of an app's repository with the token in it, as the password. */
export function cloneUrl(server: { readonly url: string; readonly token: string }, app: string): string {
  const url = new URL(`${server.url}/git/${app}.git`);
  url.username = 'ada';
  url.password = server.token;
  return url.href;
}

/** Clones, and fails the test when that does not work. */
export async function clone(playground: Playground, url: string, name: string, who = 'ada'): Promise<Checkout> {
  const path = join(playground.path, name);
  await must(runGit(playground, playground.path, ['clone', '--quiet', url, path]));
  const git = (...args: readonly string[]): Promise<Outcome> => runGit(playground, path, args, who);
  return {
    path,
    git,
    commit: async (subject, files) => {
      for (const [file, content] of Object.entries(files)) await playground.file(join(name, file), content);
      await must(git('add', '--all'));
      await must(git('commit', '--quiet', '--message', subject));
      return (await must(git('rev-parse', 'HEAD'))).out.trim();
    },
  };
}

/** Insists on success. */
export async function must(outcome: Promise<Outcome>): Promise<Outcome> {
  const { code, err, ...rest } = await outcome;
  if (code !== 0) throw new Error(`ended with ${code}: ${err}`);
  return { code, err, ...rest };
}

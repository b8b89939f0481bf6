import { join } from 'node:path';
import type { Playground } from './playground.ts';
import { root, run, surroundings } from './program.ts';
import type { Outcome, Running } from './program.ts';

/** The `sluice` command of this checkout, typed in the playground: it finds the server and its token by itself. */
export interface CommandLine {
  /** Words are separated by spaces; an array when one of them has spaces itself. */
  (words: string | readonly string[], options?: Typing): Promise<Outcome>;
  /** Runs with `-o json`, insists on success, and reads the answer. */
  json<T>(words: string | readonly string[]): Promise<T>;
  /** Starts it and lets it run. */
  start(words: string | readonly string[], options?: Typing): Running;
}

export interface Typing {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
}

export function createCommandLine(
  playground: Playground,
  defaults: { readonly env?: Readonly<Record<string, string>>; readonly cwd?: string } = {},
): CommandLine {
  const start = (words: string | readonly string[], options: Typing = {}): Running =>
    run(join(root, 'sluice'), typeof words === 'string' ? words.split(' ') : words, {
      cwd: defaults.cwd ?? playground.path,
      account: playground.account,
      input: options.input,
      env: { ...surroundings(playground), NO_COLOR: '1', ...defaults.env, ...options.env },
    });
  const type = async (words: string | readonly string[], options?: Typing): Promise<Outcome> =>
    start(words, options).ended;
  return Object.assign(type, {
    start,
    json: async <T>(words: string | readonly string[]): Promise<T> => {
      const typed = typeof words === 'string' ? words.split(' ') : words;
      const outcome = await type([...typed, '-o', 'json']);
      if (outcome.code !== 0) throw new Error(`sluice ${typed.join(' ')} ended with ${outcome.code}: ${outcome.err}`);
      return JSON.parse(outcome.out);
    },
  });
}

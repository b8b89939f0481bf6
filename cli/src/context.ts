import { createClient } from '@sluice/client';
import type { Client, Language } from '@sluice/client';
import picocolors from 'picocolors';
import { discover } from './connection/discover.ts';
import type { Connection } from './connection/discover.ts';
import { lightFetch } from './connection/light-fetch.ts';
import type { Config } from './config.ts';
import { exitCodes, Failure, NoServer } from './failure.ts';
import { failureWords } from './messages/failure.ts';
import type { Terminal } from './output/terminal.ts';
import type { View } from './output/view.ts';

export type Format = 'table' | 'json' | 'yaml';
/** What may be asked for: `wide` is a table with more columns. */
export type Output = Format | 'wide';

/** The options that every command takes. */
export interface GlobalOptions {
  readonly server?: string;
  readonly token?: string;
  readonly project?: string;
  readonly output?: Output;
  readonly color?: boolean;
}

/** What a command needs from around it; handed to every command as its first argument. */
export interface Context {
  readonly language: Language;
  readonly project: string;
  readonly format: Format;
  readonly terminal: Terminal;
  readonly config: Config;
  /** Where this program's checkout lies, if it lies in one. */
  readonly checkout: string;
  readonly workingDirectory: string;
  view(): View;
  connection(): Promise<Connection>;
  client(options?: { patienceMs?: number }): Promise<Client>;
  /** Aborts when the user presses Ctrl-C, once a command has asked for it. */
  interrupted(): AbortSignal;
  /** Standard input to its end. */
  input(): Promise<string>;
  /** The exit code when nothing is thrown. */
  exitWith(code: number): void;
}

export interface Surroundings {
  readonly config: Config;
  readonly terminal: Terminal;
  readonly checkout: string;
  readonly workingDirectory: string;
  readonly interrupted: () => AbortSignal;
  readonly input: () => Promise<string>;
  readonly exitWith: (code: number) => void;
  readonly now: () => Date;
  /** Undefined for this machine's own. */
  readonly timeZone?: string;
}

export function createContext(surroundings: Surroundings, language: Language, options: GlobalOptions): Context {
  const { config, terminal } = surroundings;
  const colors = picocolors.createColors(options.color ?? (config.color && terminal.isScreen));
  let found: Promise<Connection> | undefined;
  const connection = (): Promise<Connection> => (found ??= connect(surroundings, language, options));
  const { timeZone } = surroundings;
  return {
    ...surroundings,
    language,
    project: options.project ?? config.project ?? 'default',
    format: options.output === undefined || options.output === 'wide' ? 'table' : options.output,
    view: () => ({
      language,
      width: terminal.columns,
      colors,
      now: surroundings.now(),
      ...(options.output === 'wide' ? { wide: true as const } : {}),
      ...(timeZone === undefined ? {} : { timeZone }),
    }),
    connection,
    client: async ({ patienceMs } = {}) => {
      const { server, token } = await connection();
      const patience = patienceMs === undefined ? {} : { patienceMs };
      return createClient({ server, token, language, door: 'cli', fetch: lightFetch, ...patience });
    },
  };
}

async function connect(surroundings: Surroundings, language: Language, options: GlobalOptions): Promise<Connection> {
  const { config, checkout, workingDirectory } = surroundings;
  const found = await discover({
    server: options.server ?? config.server,
    token: options.token ?? config.token,
    dataDirectory: config.dataDirectory,
    configHome: config.configHome,
    dataHome: config.dataHome,
    workingDirectory,
    checkout,
  });
  if (found === undefined) throw new NoServer();
  if (found.token === undefined && found.unreadableToken !== undefined) {
    throw new Failure(
      failureWords[language].unreadableToken(found.unreadableToken, found.server),
      exitCodes.notAllowed,
    );
  }
  return found;
}

/** Prints a document in the format that was asked for; `draw` is the one for people. */
export async function show<T>(context: Context, document: T, draw: (document: T, view: View) => string): Promise<void> {
  if (context.format === 'table') context.terminal.answer(`${draw(document, context.view())}\n`);
  else context.terminal.answer(await written(document, context.format));
}

export async function written(document: unknown, format: 'json' | 'yaml'): Promise<string> {
  if (format === 'json') return `${JSON.stringify(document, null, 2)}\n`;
  const { stringify } = await import('./output/yaml.ts');
  return stringify(document, { lineWidth: 0 });
}

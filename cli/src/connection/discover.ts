import { readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { readLogin } from './login-file.ts';

export interface Wanted {
  /** From `--server` and `--token`, else from the environment. */
  readonly server: string | undefined;
  readonly token: string | undefined;
  readonly dataDirectory: string | undefined;
  readonly configHome: string;
  readonly dataHome: string;
  readonly workingDirectory: string;
  /** The checkout that this program lies in. */
  readonly checkout: string;
}

export type Origin = 'settings' | 'login' | 'data-directory';

/** A data directory was found, and no server works in it at the moment. */
export class NotRunning extends Error {
  override readonly name = 'NotRunning';
  readonly dataDirectory: string;

  constructor(dataDirectory: string) {
    super(`nothing runs in ${dataDirectory}`);
    this.dataDirectory = dataDirectory;
  }
}

export interface Connection {
  readonly server: string;
  readonly token: string | undefined;
  readonly origin: Origin;
  /** The file of the token, when it was found but may not be read by this user. */
  readonly unreadableToken?: string;
}

/**
 * Finds the server and the token: what was given wins, then what `sluice login` kept, then the local server, whose data
 * directory is looked for in the working directory and its parents, beside this program, and where an installed Sluice
 * keeps its data. Undefined when there is no trace of a server anywhere.
 */
export async function discover(wanted: Wanted): Promise<Connection | undefined> {
  const login = await readLogin(wanted.configHome);
  const isLocalWanted = wanted.server === undefined && (login === undefined || wanted.dataDirectory !== undefined);
  const local = await findLocal(wanted).catch((error: unknown) => {
    // Only whoever wants the local server has to know that it has stopped.
    if (isLocalWanted || !(error instanceof NotRunning)) throw error;
    return undefined;
  });
  if (wanted.server !== undefined) {
    const server = withScheme(wanted.server);
    // A token is only ever shown to the server it belongs to.
    const known = [login, local].find((one) => one !== undefined && sameServer(one.server, server));
    return { server, token: wanted.token ?? known?.token, origin: 'settings' };
  }
  const found: Connection | undefined = isLocalWanted || login === undefined ? local : { ...login, origin: 'login' };
  if (found === undefined) return undefined;
  return wanted.token === undefined ? found : { server: found.server, token: wanted.token, origin: found.origin };
}

async function findLocal(wanted: Wanted): Promise<Connection | undefined> {
  const folders =
    wanted.dataDirectory === undefined
      ? [
          ...upwards(wanted.workingDirectory).map((folder) => join(folder, '.sluice')),
          join(wanted.checkout, '.sluice'),
          join(wanted.dataHome, 'sluice'),
        ]
      : [resolve(wanted.workingDirectory, wanted.dataDirectory)];
  for (const folder of folders) {
    const server = await readServerFile(join(folder, 'server.json'));
    if (server === undefined) {
      // A server that stops takes its file along, and leaves its token for the next start.
      if (await exists(join(folder, 'admin-token'))) throw new NotRunning(folder);
      continue;
    }
    const path = join(folder, 'admin-token');
    try {
      const token = (await readFile(path, 'utf8')).trim();
      return { server, token, origin: 'data-directory' };
    } catch (error) {
      const denied = !(error instanceof Error && 'code' in error && error.code === 'ENOENT');
      return { server, token: undefined, origin: 'data-directory', ...(denied ? { unreadableToken: path } : {}) };
    }
  }
  return undefined;
}

/** The server writes where it answers. The file outlives the server, so that its absence can be said clearly. */
async function readServerFile(path: string): Promise<string | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'url' in value && typeof value.url === 'string'
      ? value.url
      : undefined;
  } catch {
    return undefined;
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

function upwards(folder: string): string[] {
  const folders = [folder];
  for (let at = folder; dirname(at) !== at; at = dirname(at)) folders.push(dirname(at));
  return folders;
}

/** `localhost:7070` is what people type. Only a machine's own address is spoken to without encryption unasked. */
export function withScheme(server: string): string {
  if (/^https?:\/\//i.test(server)) return server;
  return /^(localhost|127\.|\[::1\])/.test(server) ? `http://${server}` : `https://${server}`;
}

function sameServer(one: string, other: string): boolean {
  return URL.canParse(one) && URL.canParse(other) && new URL(one).origin === new URL(other).origin;
}

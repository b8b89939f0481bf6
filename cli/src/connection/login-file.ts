import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** What `sluice login` keeps: where to go and with what. Readable by its owner alone. */
export interface Login {
  readonly server: string;
  readonly token: string;
}

export function loginPath(configHome: string): string {
  return join(configHome, 'sluice', 'login.json');
}

export async function readLogin(configHome: string): Promise<Login | undefined> {
  const text = await readFile(loginPath(configHome), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const value = parse(text);
  if (typeof value !== 'object' || value === null || !('server' in value) || !('token' in value)) return undefined;
  const { server, token } = value;
  return typeof server === 'string' && typeof token === 'string' ? { server, token } : undefined;
}

export async function writeLogin(configHome: string, login: Login): Promise<void> {
  const path = loginPath(configHome);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, `${JSON.stringify(login, null, 2)}\n`, { mode: 0o600 });
  // An older draft with wider rights would keep them.
  await chmod(draft, 0o600);
  await rename(draft, path);
}

/** True when there was something to forget. */
export async function removeLogin(configHome: string): Promise<boolean> {
  return rm(loginPath(configHome)).then(
    () => true,
    () => false,
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

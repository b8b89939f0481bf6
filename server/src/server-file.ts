import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readIfPresent, replacePrivateFile } from './lib/private-file.ts';

const fileName = 'server.json';

/** Tells commands on this machine where the server of this data directory listens. The last one to start wins. */
export async function writeServerFile(
  dataDir: string,
  server: { readonly url: string; readonly port: number },
): Promise<void> {
  const text = JSON.stringify({ ...server, pid: process.pid, startedAt: new Date().toISOString() });
  await replacePrivateFile(join(dataDir, fileName), `${text}\n`);
}

/** A replica that stops takes back only what it wrote itself. */
export async function removeIfOwn(dataDir: string): Promise<void> {
  const path = join(dataDir, fileName);
  const text = await readIfPresent(path);
  const written: unknown = text === undefined ? undefined : JSON.parse(text);
  const isOwn = typeof written === 'object' && written !== null && 'pid' in written && written.pid === process.pid;
  if (isOwn) await rm(path, { force: true });
}

import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readIfPresent, replacePrivateFile } from './lib/private-file.ts';

const fileName = 'server.json';
/** How soon a server that goes on takes the place of one that has stopped or died. */
const lookMs = 1_000;

export interface ServerFile {
  /** Takes it back, if it is ours. Another server of the data directory then writes its own. */
  remove(): Promise<void>;
}

/**
 * Tells commands on this machine where a server of this data directory listens. The last one to start is named, for as
 * long as it lives; after that another one names itself.
 */
export async function keepServerFile(
  dataDir: string,
  server: { readonly url: string; readonly port: number },
  onFault: (error: unknown) => void,
): Promise<ServerFile> {
  const path = join(dataDir, fileName);
  const text = `${JSON.stringify({ ...server, pid: process.pid, startedAt: new Date().toISOString() })}\n`;
  await replacePrivateFile(path, text);
  let looking: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    looking = pidIn(path)
      .then(async (pid) => {
        if (pid === undefined || !isAlive(pid)) await replacePrivateFile(path, text);
      })
      .catch(onFault);
  }, lookMs);
  timer.unref();
  return {
    remove: async () => {
      clearInterval(timer);
      await looking;
      if ((await pidIn(path)) === process.pid) await rm(path, { force: true });
    },
  };
}

async function pidIn(path: string): Promise<number | undefined> {
  const text = await readIfPresent(path);
  if (text === undefined) return undefined;
  const written: unknown = JSON.parse(text);
  const isNamed = typeof written === 'object' && written !== null && 'pid' in written;
  return isNamed && typeof written.pid === 'number' ? written.pid : undefined;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process is alive too; only "no such process" says that it is gone.
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}

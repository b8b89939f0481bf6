import { execFile } from 'node:child_process';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Playground } from './playground.ts';

const run = promisify(execFile);

/** A disk that can be filled up, and emptied again. */
export interface SmallDisk {
  /** Whatever the server then writes does not fit any more. */
  fill(serverPid: number): Promise<void>;
  empty(serverPid: number): Promise<void>;
}

/**
 * Puts a small file system where apps are unpacked, before the server starts. Only root may mount one; for everybody
 * else the server is not allowed to write files of more than a few kilobytes, which it must tell in the same words.
 */
export async function createSmallDisk(playground: Playground, dataDir: string): Promise<SmallDisk> {
  const folder = await playground.folder(`${dataDir.slice(playground.path.length + 1)}/run`);
  const isMounted = await run('mount', ['-t', 'tmpfs', '-o', 'size=300m,mode=0755', 'tmpfs', folder]).then(
    () => true,
    () => false,
  );
  const filler = join(folder, 'filler');
  if (isMounted) return { fill: () => fillUp(filler), empty: () => rm(filler) };
  const limit = async (pid: number, bytes: string): Promise<void> => {
    await run('prlimit', ['--pid', String(pid), `--fsize=${bytes}:`]);
  };
  return { fill: (pid) => limit(pid, '65536'), empty: (pid) => limit(pid, 'unlimited') };
}

async function fillUp(filler: string): Promise<void> {
  const file = await open(filler, 'w');
  try {
    for (let bytes = 1 << 20; bytes >= 1 << 12;) {
      const written = await file.write(Buffer.alloc(bytes)).catch(() => undefined);
      if (written?.bytesWritten !== bytes) bytes >>= 1;
    }
  } finally {
    await file.close();
  }
}

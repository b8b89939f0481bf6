import { createHash } from 'node:crypto';
import { createServer } from 'node:net';
import type { Server } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Runs `work` while no other process of this machine runs theirs for the same `subject`. The lock is a name in Linux's
 * abstract socket space, which the kernel frees with the process, so a killed holder never leaves it behind.
 *
 * It makes simultaneous starts orderly and cheap; it does not make them safe. Where there is no such lock (macOS, another
 * container) or it is not had in time, `work` runs all the same and relies on atomic renames and PostgreSQL's own locks.
 */
export async function withStartLock<T>(subject: string, timeoutMs: number, work: () => Promise<T>): Promise<T> {
  const lock = process.platform === 'linux' ? await acquire(subject, timeoutMs) : undefined;
  try {
    return await work();
  } finally {
    lock?.close();
  }
}

async function acquire(subject: string, timeoutMs: number): Promise<Server | undefined> {
  const name = `\0sluice-start-${createHash('sha256').update(subject).digest('hex').slice(0, 32)}`;
  for (const end = performance.now() + timeoutMs; performance.now() < end;) {
    const server = await listen(name);
    if (server !== undefined) return server;
    await delay(25);
  }
  return undefined;
}

function listen(name: string): Promise<Server | undefined> {
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', () => resolve(undefined));
    server.listen(name, () => resolve(server));
  });
}

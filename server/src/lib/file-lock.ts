import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseSync } from 'node:sqlite';

/**
 * Runs `work` while holding an exclusive lock on `path`, against other callers in this process and in every other
 * process on the machine. Answers `undefined` when the lock stayed taken for `waitMs`.
 *
 * Node offers no file lock of its own. An empty SQLite database does: its locks are advisory locks of the operating
 * system, which a killed process gives back at once and a stopped one keeps, so that no lease has to be guessed.
 * Nothing is ever written into the file, so a full disk does not matter either.
 */
export async function withFileLock<T>(
  path: string,
  waitMs: number,
  work: () => Promise<T>,
): Promise<{ readonly value: T } | undefined> {
  await mkdir(dirname(path), { recursive: true });
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    if (!(await lock(database, waitMs))) return undefined;
    return { value: await work() };
  } finally {
    // Closing ends the transaction and with it the lock.
    database.close();
  }
}

async function lock(database: DatabaseSync, waitMs: number): Promise<boolean> {
  const giveUpAt = performance.now() + waitMs;
  for (let pauseMs = 1; ; pauseMs = Math.min(pauseMs * 2, 25)) {
    try {
      // The journal stays in memory: otherwise taking the lock would need space on the disk.
      database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
      return true;
    } catch (error) {
      if (!isBusy(error)) throw error;
      if (performance.now() >= giveUpAt) return false;
    }
    await sleep(pauseMs * (0.5 + Math.random()));
  }
}

function isBusy(error: unknown): boolean {
  const sqliteBusy = 5;
  // The low byte is the primary code; the rest says which kind of busy it was.
  return (
    error instanceof Error &&
    'errcode' in error &&
    typeof error.errcode === 'number' &&
    (error.errcode & 0xff) === sqliteBusy
  );
}

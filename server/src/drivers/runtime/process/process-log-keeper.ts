import { copyFileSync, openSync, readSync, writeSync, closeSync, fstatSync, truncateSync } from 'node:fs';
import { appendFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { Db } from '../../../engine/transaction.ts';
import { hasCode, replaceFile } from '../../../lib/durable-file.ts';
import { listParts, readTimes, timesPath } from './log-files.ts';
import type { ProcessDirectories } from './process-directories.ts';
import type { ProcessLog } from './process-parts.ts';
import { readLiveProcesses } from './process-store.ts';

export interface LogKeeperOptions {
  readonly db: Db;
  readonly directories: ProcessDirectories;
  readonly log: ProcessLog;
  /** A log that has grown to this is moved aside. Default: 10 MiB. */
  readonly maxBytes?: number;
  /** How many moved parts are kept of each process. Default: 4. */
  readonly keep?: number;
}

export interface LogKeeper {
  start(): void;
  stop(): Promise<void>;
}

const periodMs = 100;
/** Every so many periods the list of processes is read again. */
const refreshPeriods = 2;

/**
 * Notes when output appeared, and moves it aside when there is much of it. Processes write to their files directly, so
 * that output survives any crash of ours; the price is that a time is when a replica saw the line, up to a tenth of a
 * second later (and for what was written while no server ran, when the next one looked).
 */
export function createLogKeeper(options: LogKeeperOptions): LogKeeper {
  const { db, directories, log } = options;
  const maxBytes = options.maxBytes ?? 10 * 1024 * 1024;
  const keep = options.keep ?? 4;
  const lengths = new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  let stopped = false;
  let watched: readonly { id: string; logs: string }[] = [];
  let period = 0;

  const look = async (): Promise<void> => {
    if (period % refreshPeriods === 0) {
      const processes = await readLiveProcesses(db);
      const fresh = processes.map(({ id, targetId }) => ({ id, logs: directories.logs(targetId) }));
      // One last look at those that have just ended.
      for (const one of watched) if (!fresh.some(({ id }) => id === one.id)) await note(one);
      for (const id of lengths.keys()) if (!fresh.some((one) => one.id === id)) lengths.delete(id);
      watched = fresh;
    }
    period += 1;
    for (const one of watched) await note(one);
  };

  const note = async ({ id, logs }: { id: string; logs: string }): Promise<void> => {
    const path = join(logs, `${id}.log`);
    const size = (await stat(path).catch(() => undefined))?.size;
    if (size === undefined || lengths.get(id) === size) return;
    const length = (await listParts(logs, id)).reduce((end, part) => Math.max(end, part.start + part.size), 0);
    await appendFile(timesPath(logs, id), `${length} ${Date.now()}\n`, { mode: 0o600 }).catch((error: unknown) => {
      // The target was removed in the meantime, and its output with it.
      if (!hasCode(error, 'ENOENT')) throw error;
    });
    lengths.set(id, size);
    if (size < maxBytes) return;
    await rotate(db, logs, id, { maxBytes, keep });
    lengths.delete(id);
  };

  const schedule = (): void => {
    if (stopped) return;
    timer = setTimeout(() => {
      running = look()
        .catch((error: unknown) => log.warn({ err: error }, 'cannot look at the output of processes'))
        .then(schedule);
    }, periodMs);
  };

  return {
    start: schedule,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}

/**
 * Copies the log aside and empties it, because the process holds the file open and cannot be told to open another. One
 * replica at a time: the lock ends with its transaction, however the replica ends. Lines written in the microseconds
 * between the last read and the truncation are lost; everything there is done without giving way to anything else.
 */
async function rotate(
  db: Db,
  logs: string,
  id: string,
  limits: { readonly maxBytes: number; readonly keep: number },
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ locked: boolean }>`
      select pg_try_advisory_xact_lock(hashtextextended(${`process-log/${id}`}, 0)) as locked`.execute(tx);
    if (rows[0]?.locked !== true) return;
    const path = join(logs, `${id}.log`);
    const moving = join(logs, `${id}.moving`);
    const parts = await listParts(logs, id);
    const live = parts.at(-1);
    const unfinished = await stat(moving).catch(() => undefined);
    if (live === undefined) return;
    if (unfinished !== undefined && live.size < unfinished.size) {
      // A crash after the truncation: only the new name was missing.
      await rename(moving, join(logs, `${id}.${live.start}.log`));
      return;
    }
    // Somebody else has done it between our look and the lock.
    if (live.size < limits.maxBytes) return;
    copyThenTruncate(path, moving);
    await rename(moving, join(logs, `${id}.${live.start}.log`));
    const surplus = parts.slice(0, -1).slice(0, Math.max(0, parts.length - limits.keep));
    for (const part of surplus) await rm(part.path, { force: true });
    const oldest = parts[surplus.length]?.start ?? 0;
    const times = (await readTimes(logs, id)).filter((time) => time.position >= oldest);
    await replaceFile(timesPath(logs, id), times.map((time) => `${time.position} ${time.atMs}\n`).join(''), 0o600);
  });
}

function copyThenTruncate(path: string, copy: string): void {
  copyFileSync(path, copy);
  const from = openSync(path, 'r');
  const to = openSync(copy, 'r+');
  try {
    let position = fstatSync(to).size;
    const buffer = Buffer.alloc(64 * 1024);
    for (let read = readSync(from, buffer, 0, buffer.length, position); read > 0;) {
      writeSync(to, buffer, 0, read, position);
      position += read;
      read = readSync(from, buffer, 0, buffer.length, position);
    }
    truncateSync(path, 0);
  } finally {
    closeSync(from);
    closeSync(to);
  }
}

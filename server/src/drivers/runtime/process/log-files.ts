import { open, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The output of one process as one long text. A process writes to `<id>.log` alone; when that is large its content moves
 * to `<id>.<start>.log`, and the file goes on empty. `start` is where that content begins in the whole text, so every
 * byte keeps one position for ever, whatever was moved or deleted before it.
 */
export interface LogPart {
  readonly path: string;
  readonly start: number;
  readonly size: number;
  /** When it was last written to; undefined when it is not there. */
  readonly writtenAtMs: number | undefined;
}

export async function listParts(logs: string, processId: string): Promise<LogPart[]> {
  const parts: LogPart[] = [];
  const names = await readdir(logs).catch(() => []);
  for (const name of names) {
    const start = name.startsWith(`${processId}.`) ? /^[^.]+\.(\d+)\.log$/.exec(name)?.[1] : undefined;
    if (start === undefined) continue;
    const path = join(logs, name);
    parts.push({ path, start: Number(start), ...(await measure(path)) });
  }
  parts.sort((a, b) => a.start - b.start);
  const last = parts.at(-1);
  const path = join(logs, `${processId}.log`);
  parts.push({ path, start: last === undefined ? 0 : last.start + last.size, ...(await measure(path)) });
  return parts;
}

async function measure(path: string): Promise<Pick<LogPart, 'size' | 'writtenAtMs'>> {
  const found = await stat(path).catch(() => undefined);
  return { size: found?.size ?? 0, writtenAtMs: found?.mtimeMs };
}

/** Reads from a position to the end, `limit` bytes at most. What was deleted in the meantime is skipped. */
export async function readFrom(
  parts: readonly LogPart[],
  position: number,
  limit: number,
): Promise<{ readonly start: number; readonly bytes: Buffer }> {
  const first = parts[0]?.start ?? 0;
  const start = Math.max(position, first);
  const chunks: Buffer[] = [];
  let left = limit;
  for (const part of parts) {
    const offset = Math.max(0, start - part.start);
    const length = Math.min(part.size - offset, left);
    if (length <= 0) continue;
    const handle = await open(part.path, 'r').catch(() => undefined);
    if (handle === undefined) continue;
    try {
      const buffer = Buffer.alloc(length);
      const { bytesRead } = await handle.read(buffer, 0, length, offset);
      chunks.push(buffer.subarray(0, bytesRead));
      left -= bytesRead;
    } finally {
      await handle.close();
    }
  }
  return { start, bytes: Buffer.concat(chunks) };
}

/** When the text had grown to a position. Kept beside the text, as lines of `position milliseconds`. */
export interface LogTime {
  readonly position: number;
  readonly atMs: number;
}

export const timesPath = (logs: string, processId: string): string => join(logs, `${processId}.times`);

/** Sorted by position. A line that was cut off by a crash is left out. */
export async function readTimes(logs: string, processId: string): Promise<LogTime[]> {
  const text = await readFile(timesPath(logs, processId), 'utf8').catch(() => '');
  const times: LogTime[] = [];
  for (const line of text.split('\n')) {
    const match = /^(\d+) (\d+)$/.exec(line);
    if (match !== null) times.push({ position: Number(match[1]), atMs: Number(match[2]) });
  }
  return times.toSorted((a, b) => a.position - b.position || a.atMs - b.atMs);
}

/** When the text up to `position` had been written: the first time at which it was seen to be that long. */
export function timeAt(times: readonly LogTime[], position: number): number | undefined {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle]?.position ?? 0) < position) low = middle + 1;
    else high = middle;
  }
  return times[low]?.atMs;
}

import { setTimeout as sleep } from 'node:timers/promises';
import type { Db } from '../../../engine/transaction.ts';
import type { LogLine, LogQuery } from '../../../releases/runtime.ts';
import { listParts, readFrom, readTimes, timeAt } from './log-files.ts';
import type { ProcessDirectories } from './process-directories.ts';
import { readProcesses, readReleases } from './process-store.ts';

const pollMs = 150;
/** How far back a tail may read in each process, at most. */
const tailBytes = 1024 * 1024;
const chunkBytes = 256 * 1024;
/** A longer line is shown in pieces. */
const maxLineBytes = 16 * 1024;

interface Followed {
  readonly id: string;
  readonly source: string;
  position: number;
  /** The beginning of a line whose end was not written yet. */
  rest: Buffer;
  ended: boolean;
  /** Of the line before. Noted and estimated times do not agree to the millisecond, and lines must keep their order. */
  latestAtMs: number;
}

interface Parts {
  readonly db: Db;
  readonly directories: ProcessDirectories;
}

/**
 * The output of all processes of a target, merged by the time at which it was seen; lines of one process keep their
 * order. Any replica on the same data directory can follow: it only reads files and rows.
 */
export async function* followLogs(parts: Parts, query: LogQuery): AsyncIterable<LogLine> {
  const { signal, targetId } = query;
  const logs = parts.directories.logs(targetId);
  const followed = new Map<string, Followed>();

  await refresh(parts, targetId, followed);
  const past: LogLine[] = [];
  for (const one of followed.values()) past.push(...(await readTail(logs, one, query.tail)));
  yield* merge(past).slice(query.tail > 0 ? -query.tail : past.length);

  while (query.follow && !signal.aborted) {
    const lines: LogLine[] = [];
    for (const one of followed.values()) {
      if (signal.aborted) return;
      lines.push(...(await readOn(logs, one)));
    }
    yield* merge(lines);
    await sleep(pollMs, undefined, { signal }).catch(() => {});
    if (!signal.aborted) await refresh(parts, targetId, followed);
  }
}

function merge(lines: readonly LogLine[]): LogLine[] {
  return lines.toSorted((a, b) => a.at.getTime() - b.at.getTime());
}

/** Finds new processes, and those that will write no more. */
async function refresh(parts: Parts, targetId: string, followed: Map<string, Followed>): Promise<void> {
  const numbers = new Map<string, number>();
  const processes = await readProcesses(parts.db, targetId);
  if (processes.some((process) => !followed.has(process.id))) {
    for (const release of await readReleases(parts.db, targetId)) numbers.set(release.releaseId, release.releaseNumber);
  }
  for (const process of processes) {
    const known = followed.get(process.id);
    if (known !== undefined) {
      known.ended = process.stage === 'gone';
      continue;
    }
    const source = `${process.type}.v${numbers.get(process.releaseId) ?? '?'}`;
    const ended = process.stage === 'gone';
    followed.set(process.id, { id: process.id, source, position: 0, rest: Buffer.alloc(0), ended, latestAtMs: 0 });
  }
}

async function readTail(logs: string, one: Followed, lines: number): Promise<LogLine[]> {
  const parts = await listParts(logs, one.id);
  const end = parts.reduce((most, part) => Math.max(most, part.start + part.size), 0);
  const from = Math.max(parts[0]?.start ?? 0, end - tailBytes);
  one.position = from;
  const result = await readOn(logs, one, tailBytes);
  // The first one is cut off in its middle.
  if (from > (parts[0]?.start ?? 0)) result.shift();
  return lines > 0 ? result.slice(-lines) : [];
}

async function readOn(logs: string, one: Followed, limit = chunkBytes): Promise<LogLine[]> {
  const parts = await listParts(logs, one.id);
  const { start, bytes } = await readFrom(parts, one.position, limit);
  if (bytes.length === 0 && !(one.ended && one.rest.length > 0)) return [];
  // What was deleted before it could be read takes the beginning of its last line with it.
  const rest = start === one.position ? one.rest : Buffer.alloc(0);
  const text = Buffer.concat([rest, bytes]);
  const textStart = start - rest.length;
  const times = await readTimes(logs, one.id);
  // What ended before its time was noted was written no later than the last change of its file.
  const writtenAtMs = parts.findLast((part) => part.size > 0)?.writtenAtMs ?? Date.now();
  const result: LogLine[] = [];
  const add = (from: number, to: number): void => {
    one.latestAtMs = Math.max(one.latestAtMs, timeAt(times, textStart + to) ?? writtenAtMs);
    const at = new Date(one.latestAtMs);
    result.push({ at, source: one.source, text: text.toString('utf8', from, to).replace(/\r$/, '') });
  };
  let from = 0;
  for (;;) {
    const newline = text.indexOf(0x0a, from);
    const to = newline === -1 ? text.length : newline;
    if (to - from > maxLineBytes) {
      add(from, from + maxLineBytes);
      from += maxLineBytes;
      continue;
    }
    if (newline === -1) break;
    add(from, newline);
    from = newline + 1;
  }
  one.position = start + bytes.length;
  one.rest = text.subarray(from);
  const hasAll = one.position >= parts.reduce((most, part) => Math.max(most, part.start + part.size), 0);
  if (one.ended && hasAll && one.rest.length > 0) {
    add(from, text.length);
    one.rest = Buffer.alloc(0);
  }
  return result;
}

import { rm } from 'node:fs/promises';
import type { Db } from '../engine/transaction.ts';
import { forgetBuildLogs } from './build-store.ts';

/**
 * Removes the logs of builds that have been over for long, at most `limit`, and answers how many. The rows stay locked until the
 * files are gone: a build that runs again begins its log after that.
 */
export async function pruneBuildLogs(db: Db, finishedBefore: Date, limit: number): Promise<number> {
  const files = await forgetBuildLogs(db, finishedBefore, limit);
  for (const file of files) await rm(file, { force: true });
  return files.length;
}

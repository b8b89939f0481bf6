import { createInterface } from 'node:readline';
import { Problem } from '../lib/problem.ts';
import { packagedPostgres } from './embedded-binaries.ts';
import { startEmbeddedPostgres } from './embedded-postgres.ts';

/**
 * A server reduced to its database, for tests that kill it: `node embedded-postgres.fixture.ts <dataDir> [uid] [programs]`. Prints
 * `ready` or the error's code, stops at the first line on stdin. As root it becomes the ordinary user `uid` first, after
 * everything was loaded that this user may not be able to read.
 */
const [dataDir, uid, programs] = process.argv.slice(2);
if (dataDir === undefined) throw new Error('dataDir is missing');
const installed = await packagedPostgres();
const packaged = programs === undefined ? installed : { ...installed, directory: programs };
if (uid !== undefined) {
  process.setgroups?.([]);
  process.setgid?.(Number(uid));
  process.setuid?.(Number(uid));
}
try {
  const postgres = await startEmbeddedPostgres({ dataDir, packaged });
  process.stdout.write(`ready\n`);
  for await (const line of createInterface({ input: process.stdin })) {
    if (line === 'stop') break;
  }
  await postgres.stop();
  process.stdout.write(`stopped\n`);
} catch (error) {
  process.stdout.write(`${error instanceof Problem ? error.code : String(error)}\n`);
}

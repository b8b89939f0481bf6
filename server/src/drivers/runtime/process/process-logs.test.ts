import { chmod, readdir, readFile, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestDatabase } from '../../../db/test-database.ts';
import type { TestDatabase } from '../../../db/test-database.ts';
import { newId } from '../../../lib/id.ts';
import type { LogLine } from '../../../releases/runtime.ts';
import { readProcesses } from './process-store.ts';
import { createArtifacts, eventually, makeDataDir, orderOf, settled, startReplica } from './test-runtime.ts';
import type { Artifacts, TestReplica } from './test-runtime.ts';

describe('the output of processes', () => {
  let database: TestDatabase;
  let data: Awaited<ReturnType<typeof makeDataDir>>;
  let artifacts: Artifacts;
  let replica: TestReplica;
  let targetId: string;

  beforeAll(async () => {
    database = await createTestDatabase();
    data = await makeDataDir();
    artifacts = createArtifacts();
    replica = await startReplica({
      connection: database.connection,
      dataDir: data.path,
      artifacts,
      runtime: { logLimits: { maxBytes: 4096, keep: 3 } },
    });
  });
  afterAll(async () => {
    await replica.stop();
    await database.drop();
    await data.remove();
  });
  beforeEach(() => {
    targetId = newId('tgt');
  });
  afterEach(async () => {
    await replica.runtime.remove(targetId);
  });

  const deploy = (script: string, number = 1) =>
    settled(
      replica.runtime,
      orderOf(
        artifacts,
        { Procfile: 'clock: exec node clock.cjs\n', 'clock.cjs': script },
        { targetId, releaseNumber: number },
      ),
    );
  const tail = async (count: number, from: TestReplica = replica): Promise<LogLine[]> => {
    const lines: LogLine[] = [];
    const { signal } = new AbortController();
    for await (const line of from.runtime.logs({ targetId, tail: count, follow: false, signal })) lines.push(line);
    return lines;
  };

  test('is followed by any replica, across rotation and into the next release, line by line and in order', async () => {
    const writer = `let n = 0; const more = () => { for (let i = 0; i < 5; i++) console.log(process.env.VERSION + ' line ' + n++ + ' ' + 'x'.repeat(40)); if (n < 600) setTimeout(more, 20); };
      more(); setInterval(() => {}, 1000);`;
    const other = await startReplica({ connection: database.connection, dataDir: data.path, artifacts, works: false });
    const stop = new AbortController();
    const seen: string[] = [];
    const following = (async () => {
      for await (const { text } of other.runtime.logs({ targetId, tail: 1000, follow: true, signal: stop.signal })) {
        seen.push(text.replace(/ x+$/, ''));
      }
    })();
    await deploy(writer, 1);
    await eventually(async () => (seen.includes('v1 line 599') ? true : undefined));
    await deploy(writer, 2);
    await eventually(async () => (seen.includes('v2 line 599') ? true : undefined));
    stop.abort();
    await following;
    await other.stop();
    for (const version of ['v1', 'v2']) {
      const own = seen.filter((line) => line.startsWith(version));
      expect(own).toEqual(Array.from({ length: 600 }, (_, n) => `${version} line ${n}`));
    }
    const process = (await readProcesses(database.db, targetId)).at(-1);
    const names = await readdir(join(data.path, 'logs', targetId));
    const moved = names.filter((name) => name.startsWith(`${process?.id}.`) && /\.\d+\.log$/.test(name));
    expect(moved.length).toBeGreaterThan(0);
    expect(moved.length).toBeLessThanOrEqual(3);
    for (const name of names)
      expect((await stat(join(data.path, 'logs', targetId, name))).size).toBeLessThan(64 * 1024);
  }, 60_000);

  test('of the past keeps the time at which it was seen, and its source', async () => {
    const before = Date.now();
    await deploy(
      'console.log("first"); setTimeout(() => console.log("second\\r\\nwithout end"), 900); setInterval(() => {}, 1000);',
    );
    await eventually(async () => ((await tail(10)).some(({ text }) => text === 'second') ? true : undefined));
    await eventually(async () => {
      const [first, second] = await tail(10);
      return second !== undefined && first !== undefined && second.at.getTime() - first.at.getTime() > 200
        ? true
        : undefined;
    });
    const [first, second] = await tail(2);
    expect(first?.text === 'first' || first?.text === 'second').toBe(true);
    expect(second?.source).toBe('clock.v1');
    expect(first?.at.getTime()).toBeGreaterThanOrEqual(before);
    expect((await tail(1)).length).toBe(1);
  });

  test('whose time nobody noted has the time at which its file was last written, not that of the question', async () => {
    await deploy("console.log('only'); setInterval(() => {}, 1000);");
    await eventually(async () => (await tail(5)).find(({ text }) => text === 'only'));
    const [process] = await readProcesses(database.db, targetId);
    const file = (end: string) => join(data.path, 'logs', targetId, `${process?.id}.${end}`);
    await eventually(() => stat(file('times')).catch(() => undefined));
    await rm(file('times'));
    const written = new Date('2026-01-02T03:04:05Z');
    await utimes(file('log'), written, written);
    expect(await tail(5)).toMatchObject([{ text: 'only', at: written }]);
  });

  test('is shown in pieces when a line has no end', async () => {
    await deploy('process.stdout.write("y".repeat(100_000)); setInterval(() => {}, 1000);');
    const lines = await eventually(async () => {
      const found = await tail(100);
      return found.length >= 6 ? found : undefined;
    });
    for (const { text } of lines) expect(text.length).toBeLessThanOrEqual(16 * 1024);
  });
});

describe.runIf(process.getuid?.() === 0)('as root, with a data directory that nobody else can enter', () => {
  test('apps run as an ordinary user that can read neither the data directory nor the server', async () => {
    const database = await createTestDatabase();
    const data = await makeDataDir();
    await chmod(data.path, 0o700);
    const artifacts = createArtifacts();
    const runtime = { runAs: { uid: 65_534, gid: 65_534 } };
    const replica = await startReplica({ connection: database.connection, dataDir: data.path, artifacts, runtime });
    const targetId = newId('tgt');
    const script = `const fs = require('node:fs'); let seen = 'nothing';
      try { seen = fs.readdirSync(${JSON.stringify(data.path)}).join(); } catch (error) { seen = error.code; }
      fs.writeFileSync('seen', 'x'); fs.writeFileSync(process.env.HOME + '/seen', 'x');
      console.log('uid ' + process.getuid() + ' gid ' + process.getgid() + ' groups ' + process.getgroups() + ' saw ' + seen); setInterval(() => {}, 1000);`;
    const files = { Procfile: 'clock: node clock.cjs\n', 'clock.cjs': script };
    try {
      const order = orderOf(artifacts, files, { targetId });
      expect(await settled(replica.runtime, order)).toMatchObject({ state: 'ready' });
      const [process] = await readProcesses(database.db, targetId);
      const log = join(data.path, 'logs', targetId, `${process?.id}.log`);
      const text = await eventually(async () => (await readFile(log, 'utf8')) || undefined);
      expect(text).toBe('uid 65534 gid 65534 groups 65534 saw EACCES\n');
    } finally {
      await replica.runtime.remove(targetId);
      await replica.stop();
      await database.drop();
      await data.remove();
    }
  });
});

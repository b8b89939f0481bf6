import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { appendFile, chmod, chown, lstat, mkdir, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openDatabase } from './database.ts';
import { chooseAccounts, runProgram } from './embedded-account.ts';
import { lookAt, stopCluster } from './embedded-cluster.ts';
import type { Cluster } from './embedded-cluster.ts';
import { bearerOf } from './embedded-process.ts';
import { packagedPostgres } from './embedded-binaries.ts';
import { startEmbeddedPostgres } from './embedded-postgres.ts';
import { reachableSocketFolder } from './embedded-socket.ts';
import { createTestFolder } from './test-folder.ts';
import type { TestFolder } from './test-folder.ts';

const isRoot = process.getuid?.() === 0;
/** An ordinary user without anything: `nobody` when the tests run as root, else whoever runs them. */
const ordinary = isRoot ? 65_534 : (process.getuid?.() ?? 0);

/** What makes a spawned server run as that user. */
const ordinaryIdentity: string[] = [];

let folder: TestFolder;
let root: string;
/** Initialized once: initdb is the slow part, and most tests are about what comes after it. */
let shared: string;
const cleanups: (() => Promise<void>)[] = [];

beforeAll(async () => {
  folder = await createTestFolder('sluice-embedded-');
  root = folder.path;
  shared = join(root, 'shared');
  const postgres = await startEmbeddedPostgres({ dataDir: shared });
  await postgres.stop();
  await chmod(shared, 0o755);
  // The tests themselves may run from a checkout that an ordinary user cannot read.
  const { version } = await packagedPostgres();
  if (isRoot) ordinaryIdentity.push(String(ordinary), join(shared, `postgres-${version}`));
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});
afterAll(() => folder.remove());

async function clusterOf(dataDir: string): Promise<Cluster> {
  const directory = join(dataDir, 'pg18');
  return { directory, accounts: await chooseAccounts(directory) };
}

async function postmasterOf(dataDir: string): Promise<number | undefined> {
  const state = await lookAt(await clusterOf(dataDir));
  return state.name === 'running' ? state.pid : undefined;
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (const end = performance.now() + 30_000; performance.now() < end; await delay(10)) {
    if (await holds()) return;
  }
  throw new Error(`waited in vain until ${what}`);
}

async function query(connection: pg.ClientConfig, text: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client(connection);
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

interface Server {
  readonly pid: number;
  /** The next line it prints. */
  said(): Promise<string>;
  stop(): Promise<void>;
  /** Kills it and everything else in its process group, as a closing terminal does. */
  kill(signal: NodeJS.Signals): Promise<void>;
}

/** A process of its own with nothing but the embedded database. */
function spawnServer(dataDir: string, identity: readonly string[] = []): Server {
  const program = fileURLToPath(new URL('./embedded-postgres.fixture.ts', import.meta.url));
  const child: ChildProcessByStdio<Writable, Readable, null> = spawn(
    process.execPath,
    [program, dataDir, ...identity],
    { detached: true, stdio: ['pipe', 'pipe', 'inherit'], cwd: '/' },
  );
  const pid = child.pid ?? 0;
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const kill = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) process.kill(-pid, signal);
    await exited;
  };
  cleanups.push(() => kill('SIGKILL'));
  const said = async (): Promise<string> => {
    const line = await lines.next();
    return line.done === true ? 'nothing' : line.value;
  };
  return {
    pid,
    said,
    kill,
    stop: async () => {
      child.stdin.end('stop\n');
      expect(await said()).toBe('stopped');
      await exited;
    },
  };
}

test('four servers that start at once on an empty folder share one database, and the last one out stops it', async () => {
  const dataDir = join(root, 'four');
  const servers = [spawnServer(dataDir), spawnServer(dataDir), spawnServer(dataDir), spawnServer(dataDir)];
  for (const server of servers) expect(await server.said()).toBe('ready');
  const postmaster = await postmasterOf(dataDir);
  expect(postmaster).toBeDefined();
  expect((await readdir(dataDir)).toSorted()).toEqual(['pg18', expect.stringMatching(/^postgres-18\./)]);

  const last = servers.pop();
  for (const server of servers) await server.stop();
  expect(await postmasterOf(dataDir)).toBe(postmaster);
  await last?.stop();
  expect(await lookAt(await clusterOf(dataDir))).toEqual({ name: 'stopped' });
});

test('a killed server leaves its database running, the next one adopts it, and the dead do not count', async () => {
  const killed = spawnServer(shared);
  expect(await killed.said()).toBe('ready');
  const postmaster = await postmasterOf(shared);
  expect(postmaster).toBeDefined();
  // The whole process group, as Ctrl-C reaches it: PostgreSQL lives in a session of its own.
  await killed.kill('SIGKILL');

  const next = spawnServer(shared);
  expect(await next.said()).toBe('ready');
  expect(await postmasterOf(shared)).toBe(postmaster);
  await next.stop();
  expect(await lookAt(await clusterOf(shared))).toEqual({ name: 'stopped' });
});

test('after kill -9 of PostgreSQL it is started again, clients recover and nothing committed is lost', async () => {
  let restarts = 0;
  const postgres = await startEmbeddedPostgres({ dataDir: shared, onRestart: () => restarts++ });
  cleanups.push(() => postgres.stop());
  const other = await startEmbeddedPostgres({ dataDir: shared, onRestart: () => restarts++ });
  cleanups.push(() => other.stop());
  const database = openDatabase({ connection: postgres.connection, maxConnections: 2 });
  cleanups.push(() => database.close());
  await database.pool.query('create table if not exists kept (round integer)');

  for (const round of [1, 2]) {
    await database.pool.query('insert into kept values ($1)', [round]);
    const postmaster = await postmasterOf(shared);
    if (postmaster === undefined) throw new Error('PostgreSQL does not run');
    process.kill(postmaster, 'SIGKILL');
    await until('both servers have seen the restart', async () => restarts === 2 * round);
    await until('a query is answered', () =>
      database.pool.query('select 1').then(
        () => true,
        () => false,
      ),
    );
    expect(await postmasterOf(shared)).not.toBe(postmaster);
  }
  expect((await database.pool.query('select round from kept order by round')).rows).toEqual([
    { round: 1 },
    { round: 2 },
  ]);
});

test('a server that stops while its database is down or coming back leaves nothing running', async () => {
  for (const pauseMs of [0, 20, 150]) {
    const postgres = await startEmbeddedPostgres({ dataDir: shared });
    const postmaster = await postmasterOf(shared);
    if (postmaster === undefined) throw new Error('PostgreSQL does not run');
    process.kill(postmaster, 'SIGKILL');
    // Not a wait for something: each pause meets another phase of the recovery.
    await delay(pauseMs);
    await postgres.stop();
    expect(await postmasterOf(shared)).toBeUndefined();
  }
});

test('a lock file that names a living stranger or a zombie does not keep the database from starting', async () => {
  // A program that knows nothing of the child it inherits from the shell and never collects it.
  const parent = spawn('/bin/sh', ['-c', 'sleep 600 & echo $!; exec sleep 600'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  cleanups.push(async () => void parent.kill('SIGKILL'));
  const zombie = Number((await createInterface({ input: parent.stdout })[Symbol.asyncIterator]().next()).value);
  await until('the shell has become sleep', async () => {
    const { output } = await runProgram('ps', ['-o', 'comm=', '-p', String(parent.pid)], { cwd: '/' });
    return output.endsWith('sleep');
  });
  process.kill(zombie, 'SIGKILL');
  const { directory } = await clusterOf(shared);
  await until('the child is a zombie', async () => (await bearerOf(zombie, { directory })) === 'zombie');

  for (const pid of [process.pid, zombie]) {
    const lock = `${pid}\n${directory}\n1700000000\n5432\n.\n\n  9977962        14\nready   \n`;
    for (const name of ['postmaster.pid', '.s.PGSQL.5432.lock']) {
      await writeFile(join(directory, name), lock, { mode: 0o600 });
      const owner = await lstat(directory);
      await chown(join(directory, name), owner.uid, owner.gid);
    }
    expect(await lookAt(await clusterOf(shared))).toEqual({ name: 'stale', pid });
    const postgres = await startEmbeddedPostgres({ dataDir: shared });
    expect(await query(postgres.connection, 'select 1 as one')).toEqual([{ one: 1 }]);
    await postgres.stop();
  }
});

test('an empty lock file, as a power cut leaves it, does not keep the database from starting', async () => {
  const { directory } = await clusterOf(shared);
  await writeFile(join(directory, 'postmaster.pid'), '');
  const postgres = await startEmbeddedPostgres({ dataDir: shared });
  await postgres.stop();
});

test('servers that come and go at the same moment always find a working database', async () => {
  const live = async (): Promise<void> => {
    for (let round = 0; round < 4; round++) {
      const postgres = await startEmbeddedPostgres({ dataDir: shared });
      expect(await query(postgres.connection, 'select 1 as one')).toEqual([{ one: 1 }]);
      await postgres.stop();
    }
  };
  await Promise.all([live(), live(), live()]);
  expect(await lookAt(await clusterOf(shared))).toEqual({ name: 'stopped' });
});

test('a start that was killed in the middle of initdb leaves no half database', async () => {
  const dataDir = join(root, 'half');
  const killed = spawnServer(dataDir);
  const entries = (): Promise<readonly string[]> => readdir(dataDir).catch(() => []);
  await until('initdb works', async () => (await entries()).includes(`.init-${killed.pid}`));
  await killed.kill('SIGKILL');
  expect(await entries()).not.toContain('pg18');

  const postgres = await startEmbeddedPostgres({ dataDir });
  expect(await query(postgres.connection, 'select 1 as one')).toEqual([{ one: 1 }]);
  await postgres.stop();
  expect((await entries()).filter((name) => name.startsWith('.init-'))).toEqual([]);
});

test('an ordinary user gets a private database that survives', async () => {
  const dataDir = join(root, 'ordinary');
  await mkdir(dataDir);
  await chown(dataDir, ordinary, isRoot ? ordinary : -1);
  for (const round of ['new', 'again']) {
    const server = spawnServer(dataDir, ordinaryIdentity);
    expect([round, await server.said()]).toEqual([round, 'ready']);
    const { uid, mode } = await lstat(join(dataDir, 'pg18'));
    expect([uid, mode & 0o777]).toEqual([ordinary, 0o700]);
    const socket = await lstat(join(dataDir, 'pg18', '.s.PGSQL.5432'));
    expect([socket.isSocket(), socket.mode & 0o777]).toEqual([true, 0o700]);
    await server.stop();
  }
});

test('a checkout that other users cannot enter keeps its database inside', async () => {
  const closed = join(root, 'closed');
  await mkdir(closed, { mode: 0o700 });
  const dataDir = join(closed, 'a checkout', '.sluice');
  const sharedHomes = [join(root, 'programs')];
  const postgres = await startEmbeddedPostgres({ dataDir, sharedHomes });
  cleanups.push(() => postgres.stop());
  await query(postgres.connection, 'create table here as select 1 as one');
  expect((await lstat(join(dataDir, 'pg18', 'base'))).isDirectory()).toBe(true);
  await postgres.stop();

  const again = await startEmbeddedPostgres({ dataDir, sharedHomes });
  cleanups.push(() => again.stop());
  expect(await query(again.connection, 'select one from here')).toEqual([{ one: 1 }]);
  // Also from the inside: files, settings and the extensions' libraries are found.
  await query(again.connection, 'create extension pg_trgm');
  await again.stop();
});

test('a deep data folder is reached through a short link that the last server removes', async () => {
  const dataDir = join(root, 'deep', 'x'.repeat(60), 'y'.repeat(60));
  const first = await startEmbeddedPostgres({ dataDir });
  cleanups.push(() => first.stop());
  const second = await startEmbeddedPostgres({ dataDir });
  cleanups.push(() => second.stop());
  expect(first.connection.host).toBe(second.connection.host);
  expect(first.connection.host?.length).toBeLessThan(90);
  await first.stop();
  expect(await query(second.connection, 'select 1 as one')).toEqual([{ one: 1 }]);
  await second.stop();
  await expect(lstat(first.connection.host ?? '')).rejects.toThrow('ENOENT');
});

test('a link that somebody else could have planted is not followed', async () => {
  const directory = join(root, 'planted', 'z'.repeat(110));
  const link = await reachableSocketFolder(directory);
  const holder = join(link, '..');
  cleanups.push(() => rm(holder, { recursive: true, force: true }));
  await chmod(holder, 0o777);
  const safe = await reachableSocketFolder(directory);
  cleanups.push(() => rm(join(safe, '..'), { recursive: true, force: true }));
  expect(safe).not.toBe(link);
});

test('a database of another PostgreSQL is refused with words that help', async () => {
  const older = join(root, 'older');
  await mkdir(join(older, 'pg17'), { recursive: true });
  await expect(startEmbeddedPostgres({ dataDir: older })).rejects.toMatchObject({
    kind: 'Conflict',
    code: 'embedded_postgres_other_major',
    message: expect.stringMatching(/pg17 holds a database of PostgreSQL 17, and this Sluice brings PostgreSQL 18/),
  });

  const swapped = join(root, 'swapped');
  await mkdir(join(swapped, 'pg18'), { recursive: true });
  await writeFile(join(swapped, 'pg18', 'PG_VERSION'), '16\n');
  await expect(startEmbeddedPostgres({ dataDir: swapped })).rejects.toMatchObject({
    code: 'embedded_postgres_other_major',
    message: expect.stringContaining('PostgreSQL 16'),
  });

  const odd = join(root, 'odd');
  await mkdir(join(odd, 'pg18'), { recursive: true });
  await writeFile(join(odd, 'pg18', 'notes.txt'), 'mine');
  await expect(startEmbeddedPostgres({ dataDir: odd })).rejects.toMatchObject({
    code: 'embedded_postgres_not_a_database',
  });
});

test('a database that belongs to another user is refused by name', async () => {
  const dataDir = join(root, 'foreign');
  await mkdir(dataDir);
  // A folder of root's, whoever runs this test.
  await symlink('/usr', join(dataDir, 'pg18'));
  await chown(dataDir, ordinary, isRoot ? ordinary : -1);
  const server = spawnServer(dataDir, ordinaryIdentity);
  expect(await server.said()).toBe('embedded_postgres_other_owner');
});

test('when PostgreSQL refuses to start, its own reason is told', async () => {
  const { directory } = await clusterOf(shared);
  const path = join(directory, 'postgresql.conf');
  const before = await readFile(path, 'utf8');
  cleanups.push(() => writeFile(path, before));
  await appendFile(path, "shared_buffers = 'plenty'\n");
  await expect(startEmbeddedPostgres({ dataDir: shared })).rejects.toMatchObject({
    kind: 'Unavailable',
    code: 'embedded_postgres_not_started',
    message: expect.stringMatching(/configuration file .* contains errors.*Its log is .*server\.log/),
  });
});

test('a postmaster whose socket was deleted is started anew', async () => {
  const killed = spawnServer(shared);
  expect(await killed.said()).toBe('ready');
  await killed.kill('SIGKILL');
  const cluster = await clusterOf(shared);
  cleanups.push(async () => void (await stopCluster(cluster, 30_000)));
  const postmaster = await postmasterOf(shared);
  await rm(join(cluster.directory, '.s.PGSQL.5432'));
  const postgres = await startEmbeddedPostgres({ dataDir: shared });
  expect(await postmasterOf(shared)).not.toBe(postmaster);
  await postgres.stop();
}, 60_000);

import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { createRepositories } from './apps/index.ts';
import { createTestDatabase } from './db/test-database.ts';
import { createTestFolder } from './db/test-folder.ts';
import { createGit } from './lib/git/git.ts';
import { freePort } from './listen.ts';
import { adminToken, createTestApp, doorOf, endProcesses } from './test-sluice.ts';
import type { TestSluice } from './test-sluice.ts';

const run = promisify(execFile);

const twoEnvironments = `
    - name: development
      from: { branch: develop }
      targets: [{ name: local, runtime: process }]
    - name: qa
      targets: [{ name: local, runtime: process }]
`;

// A limit on the size of files is a full disk that needs no root and hits nobody else.
test.runIf(process.platform === 'linux')(
  'a disk that is full while a release is unpacked fails that release in clear words; the old version serves, and the next promote works',
  async () => {
    const folder = await createTestFolder('sluice-disk-');
    const database = await createTestDatabase({ maxConnections: 4 });
    const dataDir = join(folder.path, 'data');
    const port = await freePort('127.0.0.1');
    const order = { connection: database.connection, dataDir, port };
    const server = fork(join(import.meta.dirname, 'test-sluice-process.ts'), [JSON.stringify(order)], {
      execArgv: [],
      stdio: 'inherit',
    });
    onTestFinished(async () => {
      server.kill('SIGKILL');
      await endProcesses(database);
      await database.drop();
      await folder.remove();
    });
    await once(server, 'message');
    const url = `http://127.0.0.1:${port}`;
    const repositories = createRepositories({ git: createGit({ searchPath: process.env['PATH'] ?? '' }), dataDir });
    const sluice: TestSluice = {
      url,
      port,
      dataDir,
      database,
      log: () => '',
      door: doorOf(url, await adminToken(dataDir)),
      as: () => Promise.reject(new Error('one person is enough here')),
      repository: (name) => repositories.open('default', name),
      stop: async () => {},
    };
    const limitFiles = (bytes: string): Promise<unknown> =>
      run('prlimit', ['--pid', String(server.pid), `--fsize=${bytes}:unlimited`]);

    const app = await createTestApp(sluice, 'shop', { environments: twoEnvironments });
    await app.push('one');
    await app.live('development', 'one');
    await app.ended((await app.promote({ environment: 'qa' })).id);
    await app.live('qa', 'one');
    await app.push('two', { 'large.bin': Buffer.alloc(3_000_000, 'x') });
    await app.live('development', 'two');

    await limitFiles('1000000');
    const failed = await app.ended((await app.promote({ environment: 'qa' })).id);
    expect(failed.result).toBe('failure');
    const [release] = await app.releases('qa');
    expect(release).toMatchObject({ result: 'failure', message: { code: 'process_disk_full' } });
    expect(await app.answer('qa')).toBe('one');

    await limitFiles('unlimited');
    expect(await app.ended((await app.promote({ environment: 'qa' })).id)).toMatchObject({ result: 'success' });
    await app.live('qa', 'two');
  },
  120_000,
);

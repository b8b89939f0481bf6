import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import { createRepositories } from './apps/index.ts';
import { createTestDatabase } from './db/test-database.ts';
import { createTestFolder } from './db/test-folder.ts';
import { freePort } from './listen.ts';
import { createGit } from './lib/git/git.ts';
import { adminToken, doorOf, endProcesses } from './test-sluice.ts';
import type { Door, TestSluice } from './test-sluice.ts';
import type { ServerOrder } from './test-sluice-process.ts';

const program = fileURLToPath(new URL('./test-sluice-process.ts', import.meta.url));

/** A server that may be killed and started again, on one database, data directory and port. */
export interface Phoenix {
  readonly sluice: TestSluice;
  start(): Promise<void>;
  /** From now on it kills itself when it next comes to the boundary. */
  arm(boundary: string): Promise<void>;
  isRunning(): boolean;
  died(): Promise<void>;
  kill(): Promise<void>;
  end(): Promise<void>;
}

export async function createPhoenix(
  given?: { readonly connection: pg.ClientConfig; readonly pool: pg.Pool },
  env: Readonly<Record<string, string>> = {},
): Promise<Phoenix> {
  const folder = await createTestFolder('sluice-crash-');
  const dataDir = join(folder.path, 'data');
  const database = given === undefined ? await createTestDatabase({ maxConnections: 4 }) : undefined;
  const { connection, pool } = database ?? given ?? unreachable();
  const port = await freePort('127.0.0.1');
  const url = `http://127.0.0.1:${port}`;
  const repositories = createRepositories({ git: createGit({ searchPath: process.env['PATH'] ?? '' }), dataDir });
  let child: ChildProcess | undefined;
  let exited: Promise<unknown> = Promise.resolve();
  let door: Door | undefined;
  const log: string[] = [];

  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    child?.kill(signal);
    await exited;
  };
  const phoenix: Phoenix = {
    sluice: {
      url,
      port,
      dataDir,
      database: { connection, pool },
      log: () => log.join(''),
      get door() {
        if (door === undefined) throw new Error('the server was never started');
        return door;
      },
      as: () => unreachable(),
      repository: (app) => repositories.open('default', app),
      stop: () => phoenix.end(),
    },
    start: async () => {
      const order: ServerOrder = { connection, dataDir, port, env };
      const started = fork(program, [JSON.stringify(order)], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
      started.stderr?.setEncoding('utf8').on('data', (text: string) => log.push(text));
      child = started;
      exited = once(started, 'exit');
      await Promise.race([once(started, 'message'), exited]);
      door ??= doorOf(url, await adminToken(dataDir));
    },
    arm: async (boundary) => {
      if (child === undefined) throw new Error('the server was never started');
      const armed = once(child, 'message');
      child.send(boundary);
      await armed;
    },
    isRunning: () => child !== undefined && child.exitCode === null && child.signalCode === null,
    died: async () => {
      await exited;
    },
    kill: () => stop('SIGKILL'),
    end: async () => {
      await stop('SIGKILL');
      await endProcesses({ pool });
      await database?.drop();
      await folder.remove();
    },
  };
  return phoenix;
}

function unreachable(): never {
  throw new Error('this is never asked here');
}

import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createClient } from '../client/src/index.ts';
import type { Client } from '../client/src/index.ts';
import type { Playground } from './playground.ts';
import { root, run, surroundings } from './program.ts';
import type { Outcome, Running } from './program.ts';
import { until } from './until.ts';

/** The real product as a process of its own: `node server/src/main.ts`, with its own PostgreSQL. */
export interface Product {
  readonly pid: number;
  readonly url: string;
  readonly port: number;
  readonly dataDir: string;
  readonly token: string;
  readonly process: Running;
  /** The typed client, as the administrator. */
  readonly client: Client;
  /** Drains and ends; resolves with how it ended. */
  stop(signal?: NodeJS.Signals): Promise<Outcome>;
  /** Ends it without a chance to do anything. */
  kill(): Promise<void>;
}

export interface ProductOptions {
  readonly dataDir?: string;
  /** 0 takes a free one. */
  readonly port?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs the program of the server, ready or not. */
export async function runProduct(playground: Playground, options: ProductOptions = {}): Promise<Running> {
  await playground.folder('home');
  return run(process.execPath, [join(root, 'server/src/main.ts')], {
    cwd: playground.path,
    account: playground.account,
    env: {
      ...surroundings(playground),
      SLUICE_DATA_DIR: options.dataDir ?? join(playground.path, '.sluice'),
      SLUICE_PORT: String(options.port ?? 0),
      SLUICE_DEMO: '0',
      ...options.env,
    },
  });
}

/** Resolves when it answers. */
export async function startProduct(playground: Playground, options: ProductOptions = {}): Promise<Product> {
  const dataDir = options.dataDir ?? join(playground.path, '.sluice');
  const process = await runProduct(playground, options);
  const url = await until('the server says where it is', () =>
    process.isRunning() ? /Sluice \S+\s+(http\S+)/.exec(process.out())?.[1] : 'nowhere',
  );
  if (url === 'nowhere') throw new Error(`the server ended early:\n${process.out()}${process.err()}`);
  await until('the server is ready', async () => (await fetch(`${url}/readyz`)).ok);
  const token = (await readFile(join(dataDir, 'admin-token'), 'utf8')).trim();
  return {
    pid: process.pid,
    url,
    port: Number(new URL(url).port),
    dataDir,
    token,
    process,
    client: createClient({ server: url, token, language: 'en', door: 'http' }),
    stop: async (signal = 'SIGTERM') => {
      process.signal(signal);
      return process.ended;
    },
    kill: async () => {
      process.signal('SIGKILL');
      await process.ended;
    },
  };
}

/** The id of the PostgreSQL server of a data directory, while it runs. */
export async function postmasterOf(dataDir: string): Promise<number | undefined> {
  const folder = (await readdir(dataDir)).find((name) => /^pg\d+$/.test(name));
  if (folder === undefined) return undefined;
  const text = await readFile(join(dataDir, folder, 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number(text.split('\n')[0]);
  return pid > 0 && isAlive(pid) ? pid : undefined;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

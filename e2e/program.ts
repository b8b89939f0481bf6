import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Account } from './account.ts';
import type { Playground } from './playground.ts';

/** The checkout under test. */
export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');

export interface Outcome {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

/** A program of its own that leads its own process group, as one that was typed into a terminal does. */
export interface Running {
  readonly pid: number;
  /** What it has written so far. */
  readonly out: () => string;
  readonly err: () => string;
  readonly ended: Promise<Outcome>;
  isRunning(): boolean;
  signal(name: NodeJS.Signals): void;
  /** What Ctrl-C does: every process of the group gets it. */
  interrupt(): void;
}

export interface Start {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly account?: Account | undefined;
  readonly input?: string | undefined;
}

export function run(file: string, args: readonly string[], start: Start): Running {
  const child = spawn(file, [...args], {
    cwd: start.cwd,
    env: start.env,
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    ...start.account,
  });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  // Who does not read its input closes it early, and that is its right.
  child.stdin.on('error', () => {});
  child.stdin.end(start.input ?? '');
  const ended = new Promise<Outcome>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal, out, err }));
  });
  ended.catch(() => {});
  const { pid } = child;
  return {
    pid: pid ?? -1,
    out: () => out,
    err: () => err,
    ended,
    isRunning: () => child.exitCode === null && child.signalCode === null,
    signal: (name) => void child.kill(name),
    interrupt: () => {
      if (pid !== undefined) process.kill(-pid, 'SIGINT');
    },
  };
}

/** What every program of a story sees of its surroundings: nothing of ours but where programs lie. */
export function surroundings(playground: Playground): Record<string, string> {
  return {
    PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? '/usr/bin:/bin'}`,
    HOME: join(playground.path, 'home'),
    LANG: 'C.UTF-8',
    TZ: 'UTC',
    NODE_COMPILE_CACHE: join(playground.path, 'home', '.cache', 'node'),
  };
}

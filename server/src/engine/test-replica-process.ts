import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ReplicaOrder } from './test-replica.ts';

const program = fileURLToPath(new URL('test-replica.ts', import.meta.url));

/** A replica that a test may treat badly. */
export interface ReplicaProcess {
  readonly pid: number;
  readonly log: () => string;
  signal(name: NodeJS.Signals): void;
  /** Ends it, whatever state it is in. */
  kill(): Promise<void>;
  /** Lets it drain; resolves with its exit code. */
  stop(): Promise<number | null>;
}

/** Resolves when the other replicas can see it. */
export async function startReplica(order: ReplicaOrder): Promise<ReplicaProcess> {
  const child = spawn(process.execPath, [program, JSON.stringify(order)], { stdio: ['ignore', 'ignore', 'pipe'] });
  const { pid } = child;
  if (pid === undefined) throw new Error('a replica did not start');
  const exited = once(child, 'exit');
  const connected = Promise.withResolvers<void>();
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    log += text;
    if (log.includes('replica is connected')) connected.resolve();
  });
  void exited.then(() => connected.reject(new Error(`a replica ended early:\n${log}`)));
  connected.promise.catch(() => {});
  await connected.promise;
  return {
    pid,
    log: () => log,
    signal: (name) => {
      child.kill(name);
    },
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
      return child.exitCode;
    },
  };
}

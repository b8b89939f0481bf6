import { spawn } from 'node:child_process';
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import { endProcesses } from './build-processes.ts';

export interface CommandOrder {
  readonly command: string;
  readonly directory: string;
  readonly env: Readonly<Record<string, string>>;
  /** The entry of `env` by which the processes of this command are found again. */
  readonly marker: string;
  readonly logFile: string;
  readonly maxLogBytes: number;
  readonly timeoutMs: number;
  readonly killAfterMs: number;
  readonly owner?: { readonly uid: number; readonly gid: number };
  readonly signal?: AbortSignal;
  /** Asked while the shell waits, before it runs the command. */
  readonly mayStart: (pid: number) => Promise<boolean>;
}

export type CommandEnd = { readonly lastLines: string } & (
  | { readonly because: 'exited'; readonly status: number }
  | { readonly because: 'killed'; readonly signal: string }
  | { readonly because: 'timeout' | 'too-talkative' | 'cancelled' }
);

// One pipe for both outputs, so that the log has them in the order in which they were printed. The shell waits for a
// word before it goes on, and leaves when there will be none because the server is gone.
const script = 'exec 2>&1; IFS= read -r word && [ "$word" = go ] || exit 1; exec sh -c "$1" </dev/null';

/** Runs one shell command in its own process group. When this returns, none of its processes is left. */
export async function runCommand(order: CommandOrder): Promise<CommandEnd> {
  await mkdir(dirname(order.logFile), { recursive: true });
  const log = await open(order.logFile, 'a', 0o640);
  try {
    return await runLogged(order, log);
  } finally {
    await log.close();
  }
}

async function runLogged(order: CommandOrder, log: Awaited<ReturnType<typeof open>>): Promise<CommandEnd> {
  const child = spawn('/bin/sh', ['-c', script, 'sluice-build', order.command], {
    cwd: order.directory,
    env: order.env,
    detached: true,
    stdio: ['pipe', 'pipe', 'ignore'],
    ...order.owner,
  });
  const exited = new Promise<{ status: number | null; signal: string | null }>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (status, signal) => resolve({ status, signal }));
  });
  exited.catch(() => {});
  // A shell that left without reading its word is told by its exit, not by this pipe.
  child.stdin.on('error', () => {});
  const { pid } = child;
  if (pid === undefined) {
    await exited;
    throw new Error('the shell of a build did not start');
  }
  const processes = { group: pid, isMarker: (entry: string) => entry === order.marker };

  let reason: 'timeout' | 'too-talkative' | 'cancelled' | undefined;
  let ending: Promise<unknown> | undefined;
  const stop = (because: NonNullable<typeof reason>): void => {
    reason ??= because;
    ending ??= endProcesses(processes, order.killAfterMs);
  };
  const cancel = (): void => stop('cancelled');
  const timer = setTimeout(() => stop('timeout'), order.timeoutMs);
  order.signal?.addEventListener('abort', cancel);
  if (order.signal?.aborted === true) cancel();

  const tail = createTail();
  const copied = copyOutput(child.stdout, order.maxLogBytes, log, tail, () => stop('too-talkative'));
  // A log that cannot be written ends the command; `copied` is awaited below and says why.
  copied.catch(() => void (ending ??= endProcesses(processes, 0)));
  try {
    if (await order.mayStart(pid)) child.stdin.end('go\n');
    else cancel();
    const { status, signal } = await exited;
    clearTimeout(timer);
    await ending;
    // What the command left running would go on writing into a tree that is about to be packed.
    await endProcesses(processes, 0);
    // The pipe is closed by now, unless a process without our mark holds it; its output is not waited for.
    await Promise.race([copied, sleep(2_000, undefined, { ref: false })]);
    child.stdout.destroy();
    const lastLines = tail.lines();
    if (reason !== undefined) return { because: reason, lastLines };
    return status === null
      ? { because: 'killed', signal: signal ?? 'SIGKILL', lastLines }
      : { because: 'exited', status, lastLines };
  } finally {
    clearTimeout(timer);
    order.signal?.removeEventListener('abort', cancel);
    await endProcesses(processes, 0);
    child.stdout.destroy();
    await copied.catch(() => {});
  }
}

/** Copies until the limit, then only reads on, so that the command is not blocked while it is being ended. */
async function copyOutput(
  output: AsyncIterable<unknown>,
  maxBytes: number,
  log: Awaited<ReturnType<typeof open>>,
  tail: Tail,
  tooMuch: () => void,
): Promise<void> {
  let written = 0;
  let full = false;
  try {
    for await (const chunk of output) {
      if (!(chunk instanceof Uint8Array) || full) continue;
      const kept = chunk.subarray(0, maxBytes - written);
      written += kept.byteLength;
      tail.add(kept);
      await log.appendFile(kept);
      if (kept.byteLength < chunk.byteLength) {
        full = true;
        tooMuch();
        await log.appendFile(`\n[stopped: more than ${maxBytes} bytes of output]\n`);
      }
    }
  } catch (error) {
    // Destroying the pipe of a finished command is how its reading ends when somebody else still holds it open.
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE')) throw error;
  }
}

interface Tail {
  add(chunk: Uint8Array): void;
  /** The last lines that say something, without colours, short enough for a sentence in a chat. */
  lines(): string;
}

function createTail(): Tail {
  const keptBytes = 4096;
  const shownLines = 5;
  const shownCharacters = 1000;
  let kept = Buffer.alloc(0);
  return {
    add(chunk) {
      kept = Buffer.concat([kept, chunk.subarray(-keptBytes)]).subarray(-keptBytes);
    },
    lines() {
      const text = stripVTControlCharacters(kept.toString('utf8')).replaceAll(/[^\P{Cc}\n\t]/gu, '');
      const lines = text.split('\n').filter((line) => line.trim() !== '');
      return lines.slice(-shownLines).join('\n').slice(-shownCharacters);
    },
  };
}

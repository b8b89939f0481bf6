import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Problem } from '../problem.ts';
import { gitMessages } from './git-messages.ts';

/** `merge-tree --write-tree` appeared in 2.38; protected configuration (safe.directory, 2.38) is relied on as well. */
const requiredGitVersion = '2.38';

export interface GitOptions {
  /** The PATH on which git is looked for; its own helpers need it as well. */
  readonly searchPath: string;
  /** Further variables for every git, such as SSL_CERT_FILE or https_proxy. Names that start with GIT_ are dropped. */
  readonly environment?: Readonly<Record<string, string>>;
}

export interface RunOptions {
  /** The bare repository. Without it git runs outside any repository. */
  readonly gitDir?: string;
  readonly input?: string | Uint8Array;
  /** Added to the clean environment, e.g. author and dates, or `configuration(...)`. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Exit codes that are an answer rather than a failure. Default: 0 alone. */
  readonly answers?: readonly number[];
  /** Default 64 MiB. */
  readonly maxOutputBytes?: number;
  /** What to do with output beyond the cap: fail (default), or stop git and answer with what there is. */
  readonly beyondCap?: 'fail' | 'truncate';
  /** Default 60 s. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  /** Transports that this call may use, e.g. `['https']`. Default: none at all. */
  readonly protocols?: readonly string[];
}

export interface GitOutput {
  readonly exitCode: number;
  readonly stdout: Buffer;
  readonly truncated: boolean;
}

/** git said no: `exitCode` and the words of its last `fatal:` or `error:` line, for callers that know what they mean. */
export class GitFailure extends Problem {
  readonly exitCode: number;
  readonly stderr: string;

  constructor(command: string, exitCode: number, stderr: string) {
    super('Unavailable', gitMessages.git_failed({ command, reason: reasonIn(stderr, exitCode) }));
    this.exitCode = exitCode;
    this.stderr = stderr;
  }
}

/** Runs the git program. Everything is an argument array; no shell, no user's or system's configuration, no prompts. */
export interface Git {
  /**
   * @throws GitFailure when the exit code is not among `answers`
   * @throws Problem Unavailable `git_timeout`, `git_output_too_large`, `git_missing`
   */
  run(args: readonly string[], options?: RunOptions): Promise<GitOutput>;
  /** `run`, and its output as UTF-8 text without the last line end. */
  text(args: readonly string[], options?: RunOptions): Promise<string>;
  /** The child process itself, in a process group of its own, for streaming both ways. End it with `stopGroup`. */
  start(args: readonly string[], environment: Readonly<Record<string, string>>): ChildProcess;
  /** @throws Problem Unavailable `git_missing` or `git_too_old` @returns e.g. `2.39.5` */
  checkVersion(): Promise<string>;
}

const mebibyte = 1024 * 1024;
const maxErrorBytes = 64 * 1024;
const graceMs = 3_000;

export function createGit(options: GitOptions): Git {
  const base = cleanEnvironment(options);

  const start: Git['start'] = (args, environment) =>
    spawn('git', args, {
      cwd: '/',
      env: { ...base, ...environment },
      stdio: ['pipe', 'pipe', 'pipe'],
      // A group of its own: it can be ended with all its helpers, and Ctrl-C in our terminal does not reach it.
      detached: true,
    });

  const run: Git['run'] = async (args, runOptions = {}) => collect(start, args, runOptions);

  const text: Git['text'] = async (args, runOptions) => {
    const { stdout } = await run(args, runOptions);
    return stdout.toString('utf8').replace(/\n$/, '');
  };

  const checkVersion = async (): Promise<string> => {
    const output = await text(['version']);
    const match = /(\d+)\.(\d+)(?:\.\d+)*/.exec(output);
    const [required = 0, requiredMinor = 0] = requiredGitVersion.split('.').map(Number);
    const [found, major, minor] = [match?.[0] ?? output, Number(match?.[1] ?? 0), Number(match?.[2] ?? 0)];
    if (major < required || (major === required && minor < requiredMinor)) {
      throw new Problem('Unavailable', gitMessages.git_too_old({ found, required: requiredGitVersion }));
    }
    return found;
  };

  return { run, text, start, checkVersion };
}

/**
 * Settings for one call. They travel in the environment, where other users of the machine cannot read them, so a
 * credential may be among them. Pairs may repeat a key.
 */
export function configuration(settings: readonly (readonly [key: string, value: string])[]): Record<string, string> {
  const environment: Record<string, string> = { GIT_CONFIG_COUNT: String(settings.length) };
  settings.forEach(([key, value], index) => {
    environment[`GIT_CONFIG_KEY_${index}`] = key;
    environment[`GIT_CONFIG_VALUE_${index}`] = value;
  });
  return environment;
}

/** Asks the child's whole process group to end, so that git removes its temporary files, and insists after 3 s. */
export function stopGroup(child: ChildProcess): void {
  signalGroup(child, 'SIGTERM');
  const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), graceMs);
  child.once('close', () => clearTimeout(timer));
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // Everybody in the group has ended already.
  }
}

function cleanEnvironment(options: GitOptions): Record<string, string> {
  const given = Object.entries(options.environment ?? {}).filter(([name]) => !name.startsWith('GIT_'));
  return {
    ...Object.fromEntries(given),
    PATH: options.searchPath,
    // Not a directory, so that nothing is ever found below it: no .gitconfig, no .netrc, no .ssh.
    HOME: '/dev/null',
    LC_ALL: 'C',
    TZ: 'UTC',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: fileURLToPath(new URL('git.config', import.meta.url)),
    GIT_ATTR_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: 'true',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_NO_LAZY_FETCH: '1',
    GIT_LITERAL_PATHSPECS: '1',
    GIT_ALLOW_PROTOCOL: '',
  };
}

function collect(start: Git['start'], args: readonly string[], options: RunOptions): Promise<GitOutput> {
  const { gitDir, answers = [0], maxOutputBytes = 64 * mebibyte, timeoutMs = 60_000, signal } = options;
  const command = args[0] ?? '';
  const environment = {
    ...options.environment,
    ...(options.protocols === undefined ? {} : { GIT_ALLOW_PROTOCOL: options.protocols.join(':') }),
  };
  signal?.throwIfAborted();
  return new Promise((resolve, reject) => {
    const child = start(gitDir === undefined ? args : [`--git-dir=${gitDir}`, ...args], environment);
    const output: Buffer[] = [];
    const errors: Buffer[] = [];
    let outputBytes = 0;
    let errorBytes = 0;
    let truncated = false;
    let failure: unknown;

    const stop = (reason?: unknown): void => {
      failure ??= reason;
      stopGroup(child);
    };
    const timer = setTimeout(() => {
      stop(new Problem('Unavailable', gitMessages.git_timeout({ command, seconds: timeoutMs / 1000 })));
    }, timeoutMs);
    const abort = (): void => stop(signal?.reason ?? new Error('aborted'));
    signal?.addEventListener('abort', abort, { once: true });

    child.stdout?.on('data', (chunk: Buffer) => {
      if (truncated) return;
      const room = maxOutputBytes - outputBytes;
      output.push(chunk.length > room ? chunk.subarray(0, room) : chunk);
      outputBytes += chunk.length;
      if (outputBytes <= maxOutputBytes) return;
      truncated = true;
      const tooLarge = new Problem('Unavailable', gitMessages.git_output_too_large({ command, bytes: maxOutputBytes }));
      stop(options.beyondCap === 'truncate' ? undefined : tooLarge);
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      if (errorBytes < maxErrorBytes) errors.push(chunk);
      errorBytes += chunk.length;
    });
    // git may end before it has read all of its input; its exit code says why.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(options.input);

    const settle = (finish: () => void): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
      finish();
    };
    child.once('error', (error: NodeJS.ErrnoException) => {
      const missing = new Problem('Unavailable', gitMessages.git_missing({ required: requiredGitVersion }), {
        cause: error,
      });
      settle(() => reject(error.code === 'ENOENT' ? missing : error));
    });
    child.once('close', (code) => {
      const exitCode = code ?? 128;
      settle(() => {
        if (failure !== undefined) return reject(failure);
        if (truncated || answers.includes(exitCode)) {
          return resolve({ exitCode, stdout: Buffer.concat(output), truncated });
        }
        const stderr = Buffer.concat(errors).toString('utf8');
        reject(
          new GitFailure(command, exitCode, gitDir === undefined ? stderr : stderr.replaceAll(gitDir, 'repository')),
        );
      });
    });
  });
}

function reasonIn(stderr: string, exitCode: number): string {
  const lines = stderr
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const telling = lines.find((line) => /^(fatal|error):/.test(line)) ?? lines.at(-1);
  return telling === undefined ? `exit code ${exitCode}` : telling.replace(/^(fatal|error):\s*/, '').slice(0, 300);
}

import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';
import { Problem } from '../problem.ts';
import { openRepository } from './bare-repository.ts';
import type { BareRepository } from './bare-repository.ts';
import { createGit } from './git.ts';
import { createSmartHttp } from './smart-http.ts';
import type { SmartCall, SmartHttpOptions } from './smart-http.ts';
import { readSmartRequest } from './smart-request.ts';

const execute = promisify(execFile);

/** A folder of its own for one test, removed when the test ends. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-git-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export const testGit = createGit({ searchPath: process.env['PATH'] ?? '/usr/bin:/bin' });

export async function temporaryRepository(): Promise<BareRepository> {
  const repository = openRepository({ git: testGit, path: join(await temporaryFolder(), 'shop.git') });
  await repository.init({ defaultBranch: 'main' });
  return repository;
}

/** Stock git as a developer would run it, apart from the configuration of whoever runs the tests. */
export function stockGit(folder: string, environment: Record<string, string> = {}) {
  return async (...args: string[]): Promise<{ stdout: string; stderr: string }> =>
    execute('git', args, {
      cwd: folder,
      maxBuffer: 64 * 1024 * 1024,
      env: {
        PATH: process.env['PATH'],
        HOME: folder,
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_AUTHOR_NAME: 'Ada',
        GIT_AUTHOR_EMAIL: 'ada@example.org',
        GIT_COMMITTER_NAME: 'Ada',
        GIT_COMMITTER_EMAIL: 'ada@example.org',
        GIT_TERMINAL_PROMPT: '0',
        LC_ALL: 'C',
        ...environment,
      },
    });
}

/** What each input was answered with: the code of the problem, or `accepted`. Compare it with `each(inputs, code)`. */
export async function answers(
  inputs: readonly string[],
  act: (input: string) => Promise<unknown>,
): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const input of inputs) {
    found[input] = await act(input).then(
      () => 'accepted',
      (error: unknown) => (error instanceof Problem ? error.code : String(error)),
    );
  }
  return found;
}

export function each(inputs: readonly string[], code: string): Record<string, string> {
  return Object.fromEntries(inputs.map((input) => [input, code]));
}

export interface WorkTree {
  readonly folder: string;
  readonly git: ReturnType<typeof stockGit>;
  /** Writes the files (null deletes one), commits, and answers the sha. */
  commit(files: Record<string, string | Buffer | null>, message?: string): Promise<string>;
}

export async function workTree(given?: string): Promise<WorkTree> {
  const folder = given ?? (await temporaryFolder());
  const git = stockGit(folder);
  await git('init', '-q', '-b', 'main');
  return {
    folder,
    git,
    async commit(files, message = 'Change something') {
      for (const [path, content] of Object.entries(files)) {
        const full = join(folder, path);
        await mkdir(dirname(full), { recursive: true });
        await (content === null ? rm(full) : writeFile(full, content));
      }
      await git('add', '-A');
      await git('commit', '-q', '--allow-empty', '-m', message);
      return (await git('rev-parse', 'HEAD')).stdout.trim();
    },
  };
}

/** A bare repository that holds what a work tree has; `push` brings it up to date. */
export async function repositoryWithWorkTree(): Promise<{
  repository: BareRepository;
  work: WorkTree;
  push: () => Promise<void>;
}> {
  const [repository, work] = [await temporaryRepository(), await workTree()];
  const push = async (): Promise<void> => {
    await work.git('push', '-q', '--force', repository.path, 'refs/heads/*:refs/heads/*', 'refs/tags/*:refs/tags/*');
  };
  return { repository, work, push };
}

/** The smart HTTP server as the product uses it, on a free port of loopback, ended with the test. */
export async function serveRepository(
  repository: BareRepository,
  call: Partial<SmartCall> = {},
  options: Partial<SmartHttpOptions> = {},
): Promise<{ readonly url: string; readonly failures: unknown[] }> {
  const smart = createSmartHttp({ git: testGit, maxPushBytes: 100_000_000, ...options });
  const failures: unknown[] = [];
  const server = createServer((request, response) => {
    const [path = '', query = ''] = (request.url ?? '').split('?');
    const answer = async (): Promise<void> => {
      const smartRequest = readSmartRequest(request.method ?? '', path.replace(/^\/shop\.git/, ''), query);
      await smart.serve(request, response, { path: repository.path, request: smartRequest, user: 'ada', ...call });
    };
    answer().catch((error: unknown) => {
      failures.push(error);
      if (!response.headersSent) response.writeHead(404).end(String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${address.port}/shop.git`, failures };
}

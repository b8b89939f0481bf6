import { spawn } from 'node:child_process';
import { chmod, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { outsideParent } from '../lib/work-place.ts';

export interface TestFolder {
  /** A real path that other users may pass through. */
  readonly path: string;
  remove(): Promise<void>;
}

// `read` ends when the pipe closes: at `remove`, or when the kernel closes it for a process that was killed.
const watch = `
read -r _
pids=$(find "$1" -maxdepth 7 -name postmaster.pid -exec head -n 1 {} \\; 2>/dev/null)
for pid in $pids; do kill -QUIT "$pid" 2>/dev/null; done
for pid in $pids; do n=0; while kill -0 "$pid" 2>/dev/null && [ $n -lt 100 ]; do sleep 0.1; n=$((n + 1)); done; done
rm -rf -- "$1"
for owner in "$2"/*/data-directory; do
  case "$(cat "$owner" 2>/dev/null)" in "$1" | "$1"/*) rm -rf -- "\${owner%/*}" ;; esac
done
`;

/**
 * A temporary folder for databases. PostgreSQL outlives whoever started it, by intention; so a small watcher stops what
 * runs in the folder and removes it, with what servers of it keep outside, when this process ends without having done so, as after Ctrl-C in a test run.
 */
export async function createTestFolder(prefix: string): Promise<TestFolder> {
  const path = await realpath(await mkdtemp(join(tmpdir(), prefix)));
  await chmod(path, 0o711);
  const watcher = spawn('/bin/sh', ['-c', watch, 'sh', path, outsideParent], {
    detached: true,
    cwd: '/',
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const ended = new Promise<void>((resolve) => watcher.once('exit', () => resolve()));
  watcher.unref();
  return {
    path,
    remove: async () => {
      await rm(path, { recursive: true, force: true });
      watcher.ref();
      watcher.stdin.end();
      await ended;
    },
  };
}

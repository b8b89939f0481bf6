import { spawn } from 'node:child_process';
import { chmod, chown, mkdir, mkdtemp, realpath, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Account } from './account.ts';

/** A folder in which a story happens. Every process that lives in it, or was told of it, ends with it. */
export interface Playground {
  /** A real path that other users may pass through. */
  readonly path: string;
  /** Who lives there; undefined means ourselves. */
  readonly account: Account | undefined;
  folder(name: string): Promise<string>;
  /** Writes a file, with its folders, for whoever lives there. Returns its path. */
  file(name: string, content: string, mode?: number): Promise<string>;
  remove(): Promise<void>;
}

/**
 * `read` ends when the pipe closes: at `remove`, or when the kernel closes it for a test run that was killed. What runs
 * in the folder or carries its path in its environment is killed; PostgreSQL is told to quit first, so that it gives back
 * the memory it shares. Mounts go, then the folder.
 */
const keeper = `
read -r _
kill_found() {
  if [ -d /proc/self ]; then
    found=$(find /proc/[0-9]* -maxdepth 1 -name cwd -lname "$1/*" ! -lname '*/pg[0-9]*' 2>/dev/null; grep -slF -- "$1/" /proc/[0-9]*/environ)
    found=$(printf '%s\\n' "$found" | sed -n 's|^/proc/\\([0-9]*\\)/.*|\\1|p' | sort -u)
  else
    found=$(ps -axEww -o pid=,command= | grep -F -- "$1/" | grep -v -e ' grep ' -e postgres | awk -v self=$$ '$1 != self { print $1 }')
  fi
  [ -n "$found" ] && kill -KILL $found 2>/dev/null
}
n=0; while kill_found "$1" && [ $n -lt 50 ]; do sleep 0.05; n=$((n + 1)); done
pids=$(find "$1" -maxdepth 4 -name postmaster.pid -exec head -n 1 {} \\; 2>/dev/null)
for pid in $pids; do kill -CONT "$pid" 2>/dev/null; kill -QUIT "$pid" 2>/dev/null; done
for pid in $pids; do n=0; while kill -0 "$pid" 2>/dev/null && [ $n -lt 100 ]; do sleep 0.1; n=$((n + 1)); done; done
[ -r /proc/mounts ] && awk -v under="$1/" 'index($2, under) == 1 { print $2 }' /proc/mounts | while read -r at; do umount -l "$at"; done
rm -rf -- "$1"
`;

export async function createPlayground(account?: Account): Promise<Playground> {
  const path = await realpath(await mkdtemp(join(tmpdir(), 'sluice-e2e-')));
  const keep = spawn('/bin/sh', ['-c', keeper, 'sh', path], {
    detached: true,
    cwd: '/',
    env: { PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin' },
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const ended = new Promise<void>((resolve) => keep.once('exit', () => resolve()));
  keep.unref();
  const giveAway = async (item: string): Promise<void> => {
    if (account !== undefined) await chown(item, account.uid, account.gid);
  };
  await giveAway(path);
  await chmod(path, 0o755);

  const folder = async (name: string): Promise<string> => {
    const made = join(path, name);
    await mkdir(made, { recursive: true });
    for (let at = made; at !== path; at = dirname(at)) await giveAway(at);
    return made;
  };
  return {
    path,
    account,
    folder,
    file: async (name, content, mode = 0o644) => {
      await folder(dirname(name));
      const written = join(path, name);
      await writeFile(written, content, { mode });
      await giveAway(written);
      return written;
    },
    remove: async () => {
      keep.ref();
      keep.stdin.end();
      await ended;
    },
  };
}

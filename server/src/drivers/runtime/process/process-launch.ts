import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Claim } from '../../../engine/controller.ts';
import { hasCode, isDiskFull } from '../../../lib/durable-file.ts';
import { identifyProcess } from '../../../lib/process-identity.ts';
import type { ProcessIdentity } from '../../../lib/process-identity.ts';
import type { Message } from '../../../lib/message.ts';
import { Problem } from '../../../lib/problem.ts';
import type { DeployOrder } from '../../../releases/runtime.ts';
import { pauseRoute } from '../../../router/index.ts';
import { findMarked } from './process-marker.ts';
import { processMessages as say } from './process-messages.ts';
import type { ProcessParts } from './process-parts.ts';
import { choosePort, isFree } from './process-probe.ts';
import { preventStart, readKeptStatus, spawnProcess } from './process-spawn.ts';
import type { Exit } from './process-spawn.ts';
import { readPorts, recordedExit, updateProcess, updateRelease } from './process-store.ts';
import type { ReleaseChange } from './process-store.ts';
import { releaseType, webType } from './process.ts';
import type { ProcessOutcome, ProcessState, ReleaseState } from './process.ts';
import { parseProcfile } from './procfile.ts';
import type { Procfile } from './procfile.ts';

/** Ensures that the release's own copy of the artifact lies in its folder, and returns the folder. */
async function ensureUnpacked(parts: ProcessParts, order: DeployOrder, signal: AbortSignal): Promise<string> {
  const directory = await parts.directories.makeRelease(order.targetId, order.releaseId);
  const pull = () => parts.registry.pull(parts.repositoryOf(order), order.artifactDigest);
  await parts.unpack(pull, join(directory, 'app'), {
    signal,
    ...(parts.runAs === undefined ? {} : { owner: parts.runAs }),
  });
  return directory;
}

/** Unpacks and reads the Procfile. What is wrong with the artifact fails the release; what is wrong with us is thrown. */
export async function prepare(parts: ProcessParts, claim: Claim, release: ReleaseState): Promise<void> {
  const order = await parts.loadOrder(release.releaseId);
  let directory: string | null = null;
  let procfile: Procfile;
  try {
    directory = await ensureUnpacked(parts, order, claim.signal);
    procfile = await readProcfile(join(directory, 'app'));
  } catch (error) {
    if (claim.signal.aborted) throw error;
    procfile = { ok: false, message: explainUnpacking(parts, order, error) };
    parts.log.warn({ err: error, releaseId: release.releaseId }, 'artifact could not be unpacked');
  }
  await parts.reached('unpacked');
  const change: ReleaseChange = procfile.ok
    ? { phase: 'releasing', procfile: procfile.entries, message: say.process_starting(), directory }
    : {
        phase: 'failed',
        message: procfile.message,
        directory: parts.directories.release(order.targetId, order.releaseId),
      };
  await claim.transact(async (tx) => {
    await updateRelease(tx.db, release.releaseId, change);
    parts.changed(tx, release.releaseId);
  });
}

async function readProcfile(app: string): Promise<Procfile> {
  try {
    return parseProcfile(await readFile(join(app, 'Procfile'), 'utf8'));
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'EISDIR', 'ENOTDIR')) return { ok: false, message: say.procfile_missing() };
    throw error;
  }
}

function explainUnpacking(parts: ProcessParts, order: DeployOrder, error: unknown): Message {
  const cause = error instanceof Problem && error.cause !== undefined ? error.cause : error;
  if (isDiskFull(cause)) {
    return say.process_disk_full({ directory: parts.directories.target(order.targetId) });
  }
  // Sentences of problems end in a full stop of their own.
  const text = error instanceof Error ? error.message.replace(/\.$/, '') : String(error);
  return say.process_artifact_unreadable({ error: text });
}

/** Writes the intent with the port, spawns, and records what was spawned. */
export async function launch(
  parts: ProcessParts,
  claim: Claim,
  release: ReleaseState,
  process: ProcessState,
): Promise<void> {
  const order = await parts.loadOrder(release.releaseId);
  const directory = await ensureUnpacked(parts, order, claim.signal);
  const port = process.type === webType ? await choosePort(await readPorts(claim.db)) : null;
  const isComing = release.phase === 'releasing' || release.phase === 'starting';
  await claim.transact(async (tx) => {
    await updateProcess(tx.db, process.id, { state: 'launching', port });
    if (!isComing) return;
    await updateRelease(tx.db, release.releaseId, { message: explainStart(process.type, port, release) });
    parts.changed(tx, release.releaseId);
  });
  await parts.reached('launch_written');
  const spawned = await spawnProcess(
    {
      processId: process.id,
      targetId: process.targetId,
      directory,
      command: process.command,
      keepStatus: process.type === releaseType,
      env: environmentOf(order, port),
    },
    parts.directories,
    parts.runAs,
  );
  if (!spawned.ok) {
    const message = say.process_cannot_start({ type: process.type, error: spawned.error });
    await claim.transact(async (tx) => {
      await updateProcess(tx.db, process.id, { state: 'gone', gone_at: parts.clock.now(), outcome: 'exited' });
      if (isComing) await updateRelease(tx.db, release.releaseId, { phase: 'failed', message });
      parts.changed(tx, release.releaseId);
    });
    return;
  }
  parts.children.add(process.id, process.targetId, spawned.exit);
  await parts.reached('spawned');
  await recordSpawn(parts, claim, process, spawned.identity);
}

function explainStart(type: string, port: number | null, release: ReleaseState): Message {
  if (type === releaseType) return say.process_release_command_running();
  if (port === null) return say.process_starting();
  return release.healthPath === null
    ? say.process_waiting_for_port({ port })
    : say.process_waiting_for_path({ path: release.healthPath });
}

/** What an app is told, its own configuration first: what Sluice says about itself cannot be overridden. */
function environmentOf(order: DeployOrder, port: number | null): Record<string, string> {
  return {
    ...order.env,
    ...(port === null ? {} : { PORT: String(port) }),
    SLUICE_PROJECT: order.project,
    SLUICE_APP: order.app,
    SLUICE_ENVIRONMENT: order.environment,
    SLUICE_TARGET: order.target,
    SLUICE_VERSION: order.version,
    SLUICE_REVISION: order.revision,
    SLUICE_RELEASE: `v${order.releaseNumber}`,
  };
}

async function recordSpawn(
  parts: ProcessParts,
  claim: Claim,
  process: ProcessState,
  identity: ProcessIdentity,
): Promise<void> {
  await claim.transact((tx) =>
    updateProcess(tx.db, process.id, {
      state: 'running',
      pid: identity.pid,
      pid_started_at: identity.startedAt,
      spawned_at: parts.clock.now(),
    }),
  );
  await parts.reached('spawn_recorded');
}

/** A start was written and nobody knows what became of it: adopts the process, or makes sure there will never be one. */
export async function resolve(parts: ProcessParts, claim: Claim, process: ProcessState): Promise<void> {
  const directory = parts.directories.release(process.targetId, process.releaseId);
  let [leader] = await findMarked(process.id);
  if (leader === undefined) {
    if (await preventStart(directory, process.id)) {
      await bury(parts, claim, process, 'never_started');
      return;
    }
    // It had begun before the mark could be taken from it: it is there now, or it has ended.
    [leader] = await findMarked(process.id);
  }
  if (leader === undefined) {
    await bury(parts, claim, process);
    return;
  }
  parts.log.info({ processId: process.id, pid: leader.pid }, 'process adopted');
  await recordSpawn(parts, claim, process, leader);
}

/** Records that a process has ended, after everything it left behind has been ended too. */
export async function bury(
  parts: ProcessParts,
  claim: Claim,
  process: ProcessState,
  known?: ProcessOutcome,
): Promise<void> {
  if (known === undefined) await killMarked(process.id);
  const exit = known === undefined ? await learnExit(parts, claim, process) : undefined;
  const outcome = known ?? (await judgeEnd(process, exit));
  await claim.transact(async (tx) => {
    // Its port may be anybody's from now on.
    if (process.port !== null) await pauseRoute(tx.db, process.targetId, process.id);
    await updateProcess(tx.db, process.id, {
      state: 'gone',
      gone_at: parts.clock.now(),
      outcome,
      ...(exit === undefined ? {} : { exit_code: exit.code, exit_signal: exit.signal }),
    });
    parts.changed(tx, process.releaseId);
  });
  parts.children.forget(process.id);
  await parts.reached('gone_recorded');
}

async function judgeEnd(process: ProcessState, exit: Exit | undefined): Promise<ProcessOutcome> {
  if (process.stage === 'stopping') {
    // A release command that came to its end all the same need not run again.
    return process.type === releaseType && exit?.code === 0 ? 'exited' : (process.outcome ?? 'stopped');
  }
  if (exit === undefined) return 'lost';
  // Somebody else got the port between our choice and its start. That says nothing about the app: another try may.
  const isTaken = process.port !== null && process.readyAt === null && !(await isFree(process.port));
  return isTaken ? 'lost' : 'exited';
}

async function learnExit(parts: ProcessParts, claim: Claim, process: ProcessState): Promise<Exit | undefined> {
  const own = await parts.children.exitOf(process.id, 1000);
  if (own !== undefined) return own;
  if (process.type === releaseType) {
    const directory = parts.directories.release(process.targetId, process.releaseId);
    const code = await readKeptStatus(directory, process.id);
    if (code !== undefined) return { code, signal: null };
  }
  return recordedExit(claim.db, process.id);
}

/** Ends every process that carries the mark of one of ours. */
export async function killMarked(processId: string): Promise<void> {
  for (const { pid, startedAt } of await findMarked(processId)) {
    if ((await identifyProcess(pid))?.startedAt === startedAt) sendSignal(pid, 'SIGKILL');
  }
}

/** Signals a process or, with a negative number, a group. One that has ended in the meantime is fine. */
export function sendSignal(pid: number, signal: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!hasCode(error, 'ESRCH')) throw error;
  }
}

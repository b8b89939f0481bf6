import { findArtifact, requireArtifactById, resolveArtifact } from '../artifacts/index.ts';
import type { Artifact } from '../artifacts/index.ts';
import type { Db, Transact, Tx } from '../engine/transaction.ts';
import type { Caller, Identity } from '../identity/index.ts';
import { newId } from '../lib/id.ts';
import type { Message } from '../lib/message.ts';
import { Problem } from '../lib/problem.ts';
import { requireEnvironment, requirePipelineOf } from '../pipelines/index.ts';
import { listReleases, listServingReleases } from '../releases/index.ts';
import type { Release } from '../releases/index.ts';
import type { Check } from './check.ts';
import { checkMessages as messages } from './check-messages.ts';
import type { ReportCheck } from './check-schema.ts';
import { findCheck, overrideCheck, writeCheck } from './check-store.ts';

export interface CheckParts {
  readonly db: Db;
  readonly transact: Transact;
  readonly identity: Identity;
  /** Wakes whatever may go on now, or has to wait. */
  readonly onChanged: (
    tx: Tx,
    scope: { readonly project: string; readonly app: string; readonly environment: null },
  ) => Promise<void>;
}

export interface CheckOutcome {
  readonly check: Check;
  readonly message: Message;
}

/** What was checked, for certain. */
interface Subject {
  readonly artifact: Artifact;
  readonly environment: string | null;
  readonly release: Release | undefined;
}

/** `sluice check report`, and what build servers send: says, or says anew, how a context judges something. */
export function createReportCheck(parts: CheckParts): (caller: Caller, input: ReportCheck) => Promise<CheckOutcome> {
  return async (caller, input) => {
    const { project, app, context, state } = input;
    await parts.identity.authorize(caller, 'check.report', {
      project,
      app,
      ...(input.environment === undefined ? {} : { environment: input.environment }),
    });
    const { artifact, environment, release } = await subjectOf(parts.db, input);
    return parts.transact(async (tx) => {
      const now = new Date();
      const check = await writeCheck(tx.db, {
        id: newId('chk'),
        project,
        app,
        environment,
        artifactId: artifact.id,
        configurationVersion: release?.configurationVersion ?? null,
        releaseId: release?.id ?? null,
        context,
        state,
        description: input.description ?? null,
        targetUrl: input.targetUrl ?? input.target_url ?? null,
        propagate: input.propagate ?? input.propogate ?? false,
        actor: caller.actor,
        door: caller.door,
        override: null,
        createdAt: now,
        updatedAt: now,
      });
      tell(tx, caller, check, {
        type: 'check.reported',
        data: { context, state, version: artifact.version, description: check.description, targetUrl: check.targetUrl },
      });
      await parts.onChanged(tx, { project, app, environment: null });
      return { check, message: messages.check_reported({ context, state, version: artifact.version, environment }) };
    });
  };
}

/** `sluice check override`: a person answers for what the checking system could not judge. */
export function createOverrideCheck(
  parts: CheckParts,
): (caller: Caller, id: string, input: { readonly reason: string }) => Promise<CheckOutcome> {
  return async (caller, id, { reason }) => {
    const unknown = new Problem('NotFound', messages.check_not_found({ id }));
    const found = await findCheck(parts.db, id);
    if (found === undefined) throw unknown;
    const { project, app, environment } = found;
    const place = { project, app, ...(environment === null ? {} : { environment }) };
    await parts.identity.authorize(caller, 'check.override', place, { unknown });
    const { version } = await requireArtifactById(parts.db, found.artifactId);
    return parts.transact(async (tx) => {
      const check = await findCheck(tx.db, id);
      if (check === undefined) throw unknown;
      const { context, state } = check;
      if (state !== 'error') throw new Problem('Conflict', messages.check_not_overridable({ context, state }));
      const override = { by: caller.actor, reason };
      await overrideCheck(tx.db, id, override);
      tell(tx, caller, check, { type: 'check.overridden', data: { context, version, reason } });
      await parts.onChanged(tx, { project, app, environment: null });
      return { check: { ...check, override }, message: messages.check_overridden({ context, version }) };
    });
  };
}

/** @throws Problem NotFound with what was probably meant; InvalidInput when it is not said what was checked */
async function subjectOf(db: Db, input: ReportCheck): Promise<Subject> {
  const { project, app } = input;
  const { pipeline } = await requirePipelineOf(db, project, app);
  const named = input.artifact === undefined ? undefined : await resolveArtifact(db, project, app, input.artifact);
  if (input.environment === undefined) {
    if (input.release !== undefined) throw new Problem('InvalidInput', messages.check_release_without_environment());
    if (named === undefined) throw new Problem('InvalidInput', messages.check_needs_subject({ app }));
    return { artifact: named, environment: null, release: undefined };
  }
  const environment = requireEnvironment(pipeline, input.environment).name;
  const release = await releaseOf(db, { project, app, environment }, input.release, named);
  if (named !== undefined && (release === undefined || release.artifactId === named.id)) {
    return { artifact: named, environment, release };
  }
  const artifact = release === undefined ? undefined : await findArtifact(db, release.artifactId);
  if (artifact === undefined) throw new Problem('NotFound', messages.check_nothing_serves({ app, environment }));
  return { artifact, environment, release };
}

/** The release that was named, else the newest of the artifact that was named, else what serves there. */
async function releaseOf(
  db: Db,
  place: { readonly project: string; readonly app: string; readonly environment: string },
  named: string | undefined,
  artifact: Artifact | undefined,
): Promise<Release | undefined> {
  if (named === undefined && artifact === undefined) {
    const serving = (await listServingReleases(db, place)).filter(
      (release) => release.environment === place.environment,
    );
    return serving.toSorted((one, other) => (one.id < other.id ? 1 : -1))[0];
  }
  const releases = await listReleases(db, { ...place, limit: 1000 });
  if (named === undefined) return releases.find((release) => release.artifactId === artifact?.id);
  const [number, target] = named.split('/').toReversed();
  const found = releases.find(
    (release) => `v${release.number}` === number && (target === undefined || release.target === target),
  );
  if (found !== undefined) return found;
  const { app, environment } = place;
  throw new Problem('NotFound', messages.check_release_unknown({ release: named, app, environment }));
}

function tell(
  tx: Tx,
  caller: Caller,
  check: Check,
  what: { readonly type: string; readonly data: Readonly<Record<string, string | null>> },
): void {
  const { id, project, app, environment } = check;
  tx.emit({
    type: what.type,
    project,
    subject: `check/${id}`,
    labels: { app, ...(environment === null ? {} : { environment }) },
    actor: caller.actor,
    door: caller.door,
    data: what.data,
  });
}

import { appKey } from '../../apps/index.ts';
import { requireArtifactById, resolveArtifact } from '../../artifacts/index.ts';
import type { Artifact, Registry } from '../../artifacts/index.ts';
import type { Db, Transact, Tx } from '../../engine/transaction.ts';
import { newestExecutionOf } from '../../executions/index.ts';
import type { Caller, Identity } from '../../identity/index.ts';
import { Problem } from '../../lib/problem.ts';
import { listTargets, lockEnvironment, requireEnvironment, requirePipelineOf } from '../../pipelines/index.ts';
import type { Environment, Pipeline, Target } from '../../pipelines/index.ts';
import { listReleasesOfTarget, rollbackGoal, servingRelease } from '../../releases/index.ts';
import type { Release } from '../../releases/index.ts';
import type { PlannedTarget } from '../promotion.ts';
import { findPromotion } from '../promotion-store.ts';
import { promotionMessages as messages } from '../promotion-messages.ts';
import type { Promoted } from '../promote.ts';
import type { Rollback } from '../promotion-schema.ts';
import { requestPromotion } from '../request-promotion.ts';
import { withdraw } from './withdraw.ts';

/** Where one target goes back to, and what it serves now: nothing when it was stopped. */
interface Return {
  readonly target: Target;
  readonly to: Release;
  readonly from: Release | null;
}

/** `sluice rollback`: returns targets to what recorded releases say was healthy there. Never builds, merges or guesses. */
export function createRollback(deps: {
  readonly db: Db;
  readonly transact: Transact;
  readonly identity: Identity;
  readonly registry: Registry;
}): (caller: Caller, input: Rollback) => Promise<Promoted> {
  const { db, transact, identity, registry } = deps;

  return async (caller, input) => {
    const { project, app: name } = input;
    await identity.authorize(caller, 'release.rollback', { project, app: name, environment: input.environment });
    const { app, pipeline } = await requirePipelineOf(db, project, name);
    const environment = requireEnvironment(pipeline, input.environment);
    const withdrawn = input.artifact === undefined ? null : await resolveArtifact(db, project, name, input.artifact);

    return transact(async (tx) => {
      await lockEnvironment(tx.db, project, name, environment.name);
      const targets = await listTargets(tx.db, project, name, environment.name);
      const histories = new Map<Target, Release[]>();
      for (const target of targets) histories.set(target, await listReleasesOfTarget(tx.db, target.id));
      if (withdrawn !== null) await refuseUnlessRunning(tx, histories, withdrawn, input);

      const returns =
        input.to === undefined
          ? await returnsToLastHealthy(tx, environment, await lastChanged(tx, histories), withdrawn, name)
          : [returnTo(histories, input.to, environment, name)];
      if (!Array.isArray(returns)) return returns;
      const [first] = returns;
      if (first === undefined) throw new Error('a rollback without a target');
      const goal = await requireArtifactById(tx.db, first.to.artifactId);
      for (const { to } of returns) {
        const artifact = await requireArtifactById(tx.db, to.artifactId);
        if ((artifact.held || artifact.prunedAt !== null) && !(await registry.has(appKey(app), artifact.digest))) {
          const words = { release: `v${to.number}`, version: artifact.version };
          throw new Problem('Conflict', messages.rollback_content_gone(words));
        }
      }
      const already = returns.every(({ to, from }) => to.artifactId === from?.artifactId);
      if (already && input.to !== undefined) {
        const words = { app: name, environment: environment.name, release: input.to, version: goal.version };
        return {
          outcome: 'unchanged',
          message: messages.rollback_already(words),
          promotionId: first.from?.promotionId ?? null,
        };
      }
      return start(tx, caller, { pipeline, environment, returns, targets, goal, input });
    });
  };
}

async function start(
  tx: Tx,
  caller: Caller,
  rollback: {
    pipeline: Pipeline;
    environment: Environment;
    returns: readonly Return[];
    targets: readonly Target[];
    goal: Artifact;
    input: Rollback;
  },
): Promise<Promoted> {
  const { pipeline, environment, returns, targets, goal, input } = rollback;
  const reason = input.reason ?? null;
  const execution = await newestExecutionOf(tx.db, pipeline.project, pipeline.name, [goal.id, ...goal.parents]);
  const plan: PlannedTarget[] = returns.map(({ target, to }) => ({
    targetId: target.id,
    target: target.name,
    artifactId: to.artifactId,
    revision: to.revision,
    fromNumber: to.number,
  }));
  const words = { app: pipeline.app, environment: environment.name };
  const requested = await requestPromotion(tx, caller, {
    pipeline,
    environment,
    kind: 'rollback',
    executionId: execution?.id ?? null,
    artifact: goal,
    revision: returns[0]?.to.revision ?? '',
    plan,
    automatic: false,
    reason,
    whenBusy: input.whenBusy,
    command: `sluice rollback ${pipeline.app} ${environment.name}${input.to === undefined ? '' : ` --to ${input.to}`}`,
  });
  // What is taken away was found bad by a person: Sluice does not bring it back by itself.
  const wanted = new Set(returns.map(({ to }) => to.artifactId));
  const bad = returns.flatMap(({ to, from }) => (from !== null && to.number < from.number ? [from.artifactId] : []));
  for (const id of new Set(bad).difference(wanted)) {
    const place = { project: pipeline.project, app: pipeline.app, environment: environment.name };
    await withdraw(tx, caller, place, { artifactId: id, promotionId: requested.promotion.id, reason });
  }
  const from = returns.map(({ to }) => `v${to.number}`).join(', ');
  const going = new Set(returns.map(({ target }) => target.id));
  const stays = targets.filter(({ id }) => !going.has(id)).map(({ name }) => name);
  return {
    outcome: requested.outcome,
    message: messages.rollback_started({
      ...words,
      version: goal.version,
      from,
      stays: input.to === undefined ? stays : [],
    }),
    promotionId: requested.promotion.id,
  };
}

async function refuseUnlessRunning(
  tx: Tx,
  histories: ReadonlyMap<Target, Release[]>,
  withdrawn: Artifact,
  input: Rollback,
): Promise<void> {
  const serving = [...histories.values()].map((history) => servingRelease(history));
  if (serving.some((release) => release?.artifactId === withdrawn.id)) return;
  const running = serving.find((release) => release !== undefined);
  throw new Problem(
    'Conflict',
    messages.rollback_not_running({
      app: input.app,
      environment: input.environment,
      version: withdrawn.version,
      running: running === undefined ? null : (await requireArtifactById(tx.db, running.artifactId)).version,
    }),
  );
}

/** The targets that were given something last: what went to some of them is taken back from those alone. */
async function lastChanged(tx: Tx, histories: ReadonlyMap<Target, Release[]>): Promise<ReadonlyMap<Target, Release[]>> {
  const serving = [...histories.values()].flatMap((history) => servingRelease(history) ?? []);
  const newest = serving.reduce<Release | undefined>(
    (last, release) => (last === undefined || release.id > last.id ? release : last),
    undefined,
  );
  const promotion = newest === undefined ? undefined : await findPromotion(tx.db, newest.promotionId);
  const part = promotion?.kind === 'rollback' ? promotion.plan.map(({ target }) => target) : promotion?.targets;
  if (part === undefined || part === null) return histories;
  return new Map([...histories].filter(([{ name }]) => part.includes(name)));
}

/** Every target that serves (the withdrawn artifact, if one is named) goes to its own last healthy release. */
async function returnsToLastHealthy(
  tx: Tx,
  environment: Environment,
  histories: ReadonlyMap<Target, Release[]>,
  withdrawn: Artifact | null,
  app: string,
): Promise<Return[] | Promoted> {
  const returns: Return[] = [];
  let unchanged: Promoted | undefined;
  for (const [target, whole] of histories) {
    const serving = servingRelease(whole);
    if (withdrawn !== null && serving?.artifactId !== withdrawn.id) continue;
    // Whoever names what is to go means what serves, whatever was tried after it.
    const history =
      withdrawn === null ? whole : whole.filter((release) => release.number <= (serving?.number ?? Infinity));
    const goal = rollbackGoal(history);
    switch (goal.goal) {
      case 'release':
        returns.push({ target, to: goal.release, from: goal.serving ?? null });
        break;
      case 'failed-newest': {
        const [still, failed] = await Promise.all([
          requireArtifactById(tx.db, goal.serving.artifactId),
          requireArtifactById(tx.db, goal.failed.artifactId),
        ]);
        const words = { app, environment: environment.name, version: still.version, failed: failed.version };
        const message = messages.rollback_failed_still_served(words);
        unchanged = { outcome: 'unchanged', message, promotionId: goal.serving.promotionId };
        break;
      }
      case 'nothing':
        break;
    }
  }
  // A target that cannot go back, or need not, never keeps the others from it.
  if (returns.length > 0) return returns;
  if (unchanged !== undefined) return unchanged;
  const target = [...histories.keys()].map(({ name }) => name).join(', ');
  throw new Problem('Conflict', messages.rollback_nothing({ app, environment: environment.name, target }));
}

/** `v12`, or `target/v12` where several targets count their own releases. */
function returnTo(
  histories: ReadonlyMap<Target, Release[]>,
  written: string,
  environment: Environment,
  app: string,
): Return {
  const [, named, digits] = /^(?:([a-z0-9-]+)\/)?v(\d+)$/.exec(written) ?? [];
  const number = Number(digits);
  const candidates = [...histories].filter(([target]) => named === undefined || target.name === named);
  if (named === undefined && candidates.length > 1) {
    const choices = candidates.map(([target]) => `${target.name}/v${number}`);
    throw new Problem(
      'InvalidInput',
      messages.rollback_which_target({ release: `v${number}`, environment: environment.name, choices }),
    );
  }
  const [found] = candidates;
  const history = found?.[1] ?? [];
  const to = history.find((release) => release.number === number);
  const words = { release: written, app, environment: environment.name };
  if (found === undefined || to === undefined) throw new Problem('NotFound', messages.rollback_no_release(words));
  if (to.result !== 'success') throw new Problem('Conflict', messages.rollback_unhealthy_release(words));
  return { target: found[0], to, from: servingRelease(history) ?? null };
}

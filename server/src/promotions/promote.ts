import { listChildren, newestRevision } from '../artifacts/index.ts';
import type { Artifact } from '../artifacts/index.ts';
import type { Db, Transact } from '../engine/transaction.ts';
import { ensureExecution, newestExecutionOf } from '../executions/index.ts';
import type { Caller, Identity, Verb } from '../identity/index.ts';
import { nest } from '../lib/message.ts';
import type { Message } from '../lib/message.ts';
import { Problem } from '../lib/problem.ts';
import { lockEnvironment, pathOf, requireEnvironment, requirePipelineOf } from '../pipelines/index.ts';
import type { Environment, Pipeline } from '../pipelines/index.ts';
import { listServingReleases } from '../releases/index.ts';
import { askOrder } from './ask-gates.ts';
import { misfitOf } from './judged/ask-judged.ts';
import { chosenTargets, narrowed, targetFlags, targetsServing } from './chosen/chosen.ts';
import { chosenMessages } from './chosen/chosen-messages.ts';
import { whatGoesWhere } from './chosen/what-goes-where.ts';
import { promotionMessages as messages } from './promotion-messages.ts';
import type { Promote } from './promotion-schema.ts';
import { findPromotion, lastRevisionIn, listUnfinished } from './promotion-store.ts';
import { requestPromotion } from './request-promotion.ts';
import { arrivedSince } from './rollout/arrival.ts';

export interface Promoted {
  readonly outcome: 'started' | 'joined' | 'queued' | 'unchanged';
  readonly message: Message;
  readonly promotionId: string | null;
}

/** `sluice promote`: decides what goes where, refuses what cannot, and puts the rest in line. */
export function createPromote(deps: {
  readonly db: Db;
  readonly transact: Transact;
  readonly identity: Identity;
  /** The runtimes that this server has. */
  readonly runtimes: readonly string[];
}): (caller: Caller, input: Promote) => Promise<Promoted> {
  const { db, transact, identity } = deps;

  return async (caller, input) => {
    const { project, app: name } = input;
    const { environment: wanted } = input;
    await identity.authorize(caller, 'promotion.create', {
      project,
      app: name,
      ...(wanted === undefined ? {} : { environment: wanted }),
    });
    const seen = await requirePipelineOf(db, project, name);
    requireReachable(seen.pipeline, input, deps.runtimes);
    const { artifact, environment: meant } = await whatGoesWhere(db, seen.pipeline, input);
    const words = { app: name, version: artifact.version, environment: meant.name };

    return transact(async (tx) => {
      await lockEnvironment(tx.db, project, name, meant.name);
      // It may have been edited or deleted while this one stood at the lock. From here on it cannot be.
      const { pipeline } = await requirePipelineOf(tx.db, project, name);
      const whole = requireEnvironment(pipeline, meant.name);
      const targets = chosenTargets(whole, input.targets);
      const environment = narrowed(whole, targets);
      const chosen = { ...words, on: targets ?? [], number: targets?.length ?? 0, count: whole.targets.length };
      requireRuntimes(name, environment, deps.runtimes);
      const serving = (await listServingReleases(tx.db, { project, app: name })).filter(
        (release) => release.environment === environment.name,
      );
      const coming = await listUnfinished(tx.db, { project, app: name, environment: environment.name });
      // While something else is on its way there, what serves now will not stay: whoever wants it to has to say how.
      const stays = coming.every((other) => other.kind === 'configuration' || other.artifactId === artifact.id);
      const having = stays ? await targetsServing(tx.db, pipeline, environment, artifact) : [];
      if (having.length > 0 && having.length === environment.targets.length) {
        const promotionId = serving.find(({ target }) => having.includes(target))?.promotionId ?? null;
        const message =
          targets === null ? messages.promotion_unchanged(words) : chosenMessages.chosen_unchanged(chosen);
        return { outcome: 'unchanged', message, promotionId };
      }
      const order = await askOrder(tx.db, pipeline, environment, artifact);
      if (order.status === 'closed') {
        const missing = await missingBefore(tx.db, pipeline, environment, artifact);
        const [before] = missing;
        const carried = before === undefined ? undefined : await carriedOn(tx.db, pipeline, before, artifact);
        if (before !== undefined && carried !== undefined) {
          const command = `sluice promote ${name}@${carried} ${environment.name}`;
          const facts = { app: name, version: artifact.version, before, carried, command };
          throw new Problem('Conflict', messages.promotion_order_carried_on(facts));
        }
        if (before !== undefined) await refusePartly(tx.db, pipeline, before, artifact, words);
        throw new Problem(
          'Conflict',
          messages.promotion_order_closed({ ...words, missing, path: pathOf(pipeline), command: order.opensBy ?? '' }),
        );
      }
      const misfit = await misfitOf(tx.db, environment, artifact);
      if (misfit !== undefined) {
        throw new Problem('Conflict', messages.promotion_refused({ ...words, problem: nest(misfit.message) }));
      }
      const revision = await revisionToMove(tx.db, pipeline, environment, artifact);
      const requested = await requestPromotion(tx, caller, {
        pipeline,
        environment,
        kind: 'promotion',
        executionId: await executionOf(tx.db, pipeline, artifact, revision, caller),
        artifact,
        revision,
        targets,
        automatic: false,
        reason: input.reason ?? null,
        whenBusy: input.whenBusy,
        command: `sluice promote ${name}@${artifact.version} ${environment.name}${targetFlags(targets)}`,
      });
      const promotionId = requested.promotion.id;
      if (requested.outcome === 'joined') {
        const message = messages.promotion_joined({ ...words, by: requested.promotion.actor });
        return { outcome: 'joined', message, promotionId };
      }
      const message =
        requested.outcome === 'queued'
          ? messages.promotion_waits_turn(words)
          : targets === null
            ? messages.promotion_started(words)
            : chosenMessages.chosen_started(chosen);
      return { outcome: requested.outcome, message, promotionId };
    });
  };
}

/** @throws Problem Conflict rather than pretending to deploy to a place that nothing here can reach */
export function requireRuntimes(app: string, environment: Environment, runtimes: readonly string[]): void {
  const missing = [...new Set(environment.targets.map(({ runtime }) => runtime))].filter(
    (runtime) => !runtimes.includes(runtime),
  );
  if (missing.length === 0) return;
  throw new Problem(
    'Conflict',
    messages.promotion_no_runtime({ app, environment: environment.name, runtimes: missing }),
  );
}

/** The same for what is asked for, before anybody finds out what would go there. */
export function requireReachable(
  pipeline: Pipeline,
  { environment: wanted, targets }: Pick<Promote, 'environment' | 'targets'>,
  runtimes: readonly string[],
): void {
  if (wanted === undefined) return;
  const environment = requireEnvironment(pipeline, wanted);
  requireRuntimes(pipeline.app, narrowed(environment, chosenTargets(environment, targets)), runtimes);
}

/** @throws Problem Conflict when a part of the preceding environment serves it: then the rest of that is next */
async function refusePartly(
  db: Db,
  pipeline: Pipeline,
  before: string,
  artifact: Artifact,
  words: { readonly app: string; readonly version: string; readonly environment: string },
): Promise<void> {
  const environment = requireEnvironment(pipeline, before);
  const on = await targetsServing(db, pipeline, environment, artifact);
  if (on.length === 0 || on.length === environment.targets.length) return;
  const rest = environment.targets.map(({ name }) => name).filter((name) => !on.includes(name));
  const command = `sluice promote ${words.app}@${words.version} ${before}${targetFlags(rest)}`;
  const facts = { ...words, before, on, number: on.length, count: environment.targets.length, command };
  throw new Problem('Conflict', chosenMessages.promotion_order_partly(facts));
}

/** The version that a merge into the preceding environment made of the artifact, if that is healthy there. */
async function carriedOn(
  db: Db,
  pipeline: Pipeline,
  environment: string,
  artifact: Artifact,
): Promise<string | undefined> {
  const place = { project: pipeline.project, app: pipeline.app, environment };
  for (const child of await listChildren(db, artifact)) {
    if ((await arrivedSince(db, place, [child.id])) !== null) return child.version;
  }
  return undefined;
}

async function missingBefore(
  db: Db,
  pipeline: Pipeline,
  environment: Environment,
  artifact: Artifact,
): Promise<string[]> {
  const missing: string[] = [];
  for (const before of environment.after) {
    const place = { project: pipeline.project, app: pipeline.app, environment: before };
    if ((await arrivedSince(db, place, [artifact.id, ...artifact.parents])) === null) missing.push(before);
  }
  return missing;
}

/**
 * The commit that moves: the one with which the artifact went through the preceding environment (002 merges qa into
 * staging), else the newest commit that has this content.
 */
export async function revisionToMove(
  db: Db,
  pipeline: Pipeline,
  environment: Environment,
  artifact: Artifact,
): Promise<string> {
  const [before] = environment.after;
  if (before === undefined) return newestRevision(artifact);
  const place = { project: pipeline.project, app: pipeline.app, environment: before };
  return (await lastRevisionIn(db, place, artifact.id)) ?? newestRevision(artifact);
}

async function executionOf(
  db: Db,
  pipeline: Pipeline,
  artifact: Artifact,
  revision: string,
  caller: Caller,
): Promise<string> {
  const known = await newestExecutionOf(db, pipeline.project, pipeline.name, [artifact.id, ...artifact.parents]);
  if (known !== undefined) return known.id;
  const { execution } = await ensureExecution(db, {
    project: pipeline.project,
    pipeline: pipeline.name,
    app: pipeline.app,
    artifactId: artifact.id,
    revision,
    branch: null,
    triggerKind: 'manual',
    actor: caller.actor,
    pipelineGeneration: pipeline.generation,
  });
  return execution.id;
}

/** The promotion that an answer speaks of must be there: it was written by the same command. */
export async function requirePromotion(db: Db, id: string) {
  const promotion = await findPromotion(db, id);
  if (promotion === undefined) throw unknownPromotion(id);
  return promotion;
}

/** The promotion that somebody named, when they may do that with it. One of a project not theirs does not exist. */
export async function allowedPromotion(
  { db, identity }: { readonly db: Db; readonly identity: Identity },
  caller: Caller,
  verb: Verb,
  id: string,
) {
  const promotion = await requirePromotion(db, id);
  const { project, app, environment } = promotion;
  await identity.authorize(caller, verb, { project, app, environment }, { unknown: unknownPromotion(id) });
  return promotion;
}

export const unknownPromotion = (id: string): Problem => new Problem('NotFound', messages.promotion_not_found({ id }));

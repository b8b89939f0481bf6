import { artifactRef } from '../artifacts/index.ts';
import type { Artifact } from '../artifacts/index.ts';
import type { Repositories } from '../apps/index.ts';
import type { Db } from '../engine/transaction.ts';
import { mayDo } from '../identity/index.ts';
import type { Caller, Identity } from '../identity/index.ts';
import type { Message } from '../lib/message.ts';
import type { MessageView } from '../lib/message-schema.ts';
import { requirePipelineOf } from '../pipelines/index.ts';
import type { Environment } from '../pipelines/index.ts';
import {
  chosenMessages,
  gateView,
  imaginePromotion,
  narrowed,
  promotionSteps,
  requireReachable,
  requireRuntimes,
  targetsServing,
  wavesOf,
  whatGoesWhere,
} from '../promotions/index.ts';
import type { Imagined, Promote } from '../promotions/index.ts';
import { listServingReleases } from '../releases/index.ts';
import { diff } from './diff.ts';
import type { PromotionPlanView } from './plan-schema.ts';
import { planMessages as messages } from './plan-messages.ts';

/**
 * `sluice promote --dry-run`: what a promotion would do, target by target, what it would wait for, and what it would bring.
 * Decided by the same function as the promotion itself; nothing is written.
 */
export function createPlanPromotion(parts: {
  readonly db: Db;
  readonly repositories: Repositories;
  readonly identity: Identity;
  /** The runtimes that this server has. */
  readonly runtimes: readonly string[];
}): (caller: Caller, input: Promote, words: (message: Message) => MessageView) => Promise<PromotionPlanView> {
  const { db, repositories } = parts;
  return async (caller, input, words) => {
    const { project, app } = input;
    const place = { project, app, ...(input.environment === undefined ? {} : { environment: input.environment }) };
    await parts.identity.authorize(caller, 'promotion.create', place);
    const { pipeline } = await requirePipelineOf(db, project, app);
    requireReachable(pipeline, input, parts.runtimes);
    const { artifact, environment: whole, targets } = await whatGoesWhere(db, pipeline, input);
    const environment = narrowed(whole, targets);
    const imagined = await imaginePromotion(db, repositories, pipeline, whole, artifact, caller, targets);
    requireRuntimes(app, environment, parts.runtimes);
    const serving = (await listServingReleases(db, { project, app })).filter(
      (release) => release.environment === environment.name,
    );
    const having = await targetsServing(db, pipeline, environment, artifact);
    const query = { project, app, from: `${app}@${artifact.version}`, to: environment.name };
    const maySeeConfiguration = mayDo(caller.bindings, 'config.view', place);
    const [difference] = await diff(parts, query, maySeeConfiguration, words);
    if (difference === undefined) throw new Error(`no difference between ${query.from} and ${query.to}`);
    const waves = wavesOf(environment.deploy, environment.targets);
    const { outcome, message } = outcomeOf(imagined, {
      app,
      environment,
      chosen: targets,
      count: whole.targets.length,
      artifact,
      serving: having.length > 0 && having.length === environment.targets.length,
    });
    return {
      project,
      app,
      environment: environment.name,
      artifact: artifactRef(artifact),
      replaces: difference.to.artifact,
      outcome,
      message: words(message),
      command: outcome === 'refused' ? imagined.otherWay : null,
      gates: imagined.gates.map((gate) => gateView(gate, words)),
      steps: promotionSteps(environment),
      targets: environment.targets.map(({ name, runtime, optional }) => ({
        name,
        runtime,
        optional,
        wave: waves.findIndex((wave) => wave.some((target) => target.name === name)) + 1,
        release: serving.find(({ target }) => target === name)?.number ?? null,
      })),
      difference,
    };
  };
}

function outcomeOf(
  { next, because, ahead }: Imagined,
  {
    app,
    environment,
    chosen,
    count,
    artifact,
    serving,
  }: {
    app: string;
    environment: Environment;
    chosen: readonly string[] | null;
    count: number;
    artifact: Artifact;
    serving: boolean;
  },
): { outcome: PromotionPlanView['outcome']; message: Message } {
  const words = { app, version: artifact.version, environment: environment.name };
  if (ahead === undefined && serving) {
    const message =
      chosen === null
        ? messages.plan_unchanged(words)
        : chosenMessages.chosen_unchanged({ ...words, on: chosen, number: chosen.length, count });
    return { outcome: 'unchanged', message };
  }
  if (next.do === 'finish') return { outcome: 'refused', message: because };
  if (ahead !== undefined) return { outcome: 'busy', message: messages.plan_busy({ ...words, ahead: ahead.id }) };
  if (next.do === 'wait') return { outcome: 'waits', message: messages.plan_waits(words) };
  return { outcome: 'starts', message: messages.plan_starts(words) };
}

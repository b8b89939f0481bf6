import type { Repositories } from '../apps/index.ts';
import { artifactRef, listArtifactsById, resolveArtifact } from '../artifacts/index.ts';
import type { Artifact } from '../artifacts/index.ts';
import type { Db } from '../engine/transaction.ts';
import type { Message } from '../lib/message.ts';
import type { MessageView } from '../lib/message-schema.ts';
import { listTargets } from '../pipelines/index.ts';
import type { Environment, Pipeline } from '../pipelines/index.ts';
import { requireEnvironment, requirePipelineOf } from '../pipelines/index.ts';
import { gateView, listUnfinished } from '../promotions/index.ts';
import { listServingReleases } from '../releases/index.ts';
import { newestOf } from './environment.ts';
import type { WhyView } from './environment-schema.ts';
import { lookAtBranch } from './explain-entry.ts';
import { explainMove } from './explain-move.ts';
import { explainRest } from './explain-rest.ts';
import { isAbout } from './scene.ts';
import type { Explanation, Place } from './scene.ts';
import type { ReadHealth } from './target-health.ts';
import { whyMessages as messages } from './why-messages.ts';

export interface ExplainParts {
  readonly db: Db;
  readonly repositories: Repositories;
  readonly readHealth: ReadHealth;
  /** The runtimes that this server has. */
  readonly runtimes: readonly string[];
  /** Where to push to. */
  readonly repositoryUrl: (app: { readonly project: string; readonly name: string }) => string;
}

export interface WhyQuery {
  readonly project: string;
  readonly app: string;
  readonly environment: string;
  /** As people write it; without it, what is on its way there, or what would come next. */
  readonly artifact?: string | undefined;
}

/**
 * `sluice why shop prod`: is it there, on its way, waiting, failed, or was it never asked for; and what to type. It has no
 * opinion of its own: gates and decisions are those that the controller itself would come to now.
 * @throws Problem NotFound with the name that was probably meant
 */
export async function explain(
  parts: ExplainParts,
  query: WhyQuery,
  words: (message: Message) => MessageView,
): Promise<WhyView> {
  const { project, app } = query;
  const { pipeline } = await requirePipelineOf(parts.db, project, app);
  const environment = requireEnvironment(pipeline, query.environment);
  const artifact =
    query.artifact === undefined ? undefined : await resolveArtifact(parts.db, project, app, query.artifact);
  const text = (message: Message): string => words(message).text;
  const explanation = await explainPlace(parts, pipeline, environment, artifact, text);
  return {
    project,
    app,
    environment: environment.name,
    artifact: explanation.artifact === null ? null : artifactRef(explanation.artifact),
    summary: words(explanation.summary),
    gates: explanation.gates.map((gate) => gateView(gate, words)),
    steps: explanation.steps.map(({ key, state, result, message }) => ({
      key,
      state,
      result,
      message: message === null ? null : words(message),
    })),
    promotionId: explanation.promotionId,
    command: explanation.command,
  };
}

async function explainPlace(
  parts: ExplainParts,
  pipeline: Pipeline,
  environment: Environment,
  named: Artifact | undefined,
  text: (message: Message) => string,
): Promise<Explanation> {
  const { db } = parts;
  const { project, app } = pipeline;
  const [unfinished, serving, targets] = await Promise.all([
    listUnfinished(db, { project, app, environment: environment.name }),
    listServingReleases(db, { project, app }),
    listTargets(db, project, app, environment.name),
  ]);
  const unreachable = targets.filter((target) => !parts.runtimes.includes(target.runtime));
  if (unreachable.length > 0 && unreachable.length === targets.length && unfinished.length === 0) {
    const runtimes = [...new Set(unreachable.map(({ runtime }) => runtime))];
    const names = unreachable.map(({ name }) => name);
    const summary = messages.why_no_runtime({ app, environment: environment.name, targets: names, runtimes });
    return { artifact: null, summary, gates: [], steps: [], promotionId: null, command: null };
  }
  const [head] = unfinished;
  const before = newestOf(serving.filter((release) => environment.after.includes(release.environment)));
  const artifacts = await listArtifactsById(
    db,
    [...serving, ...unfinished, ...(before === undefined ? [] : [before])].map((one) => one.artifactId),
  );
  const artifact = named ?? artifacts.get(head?.artifactId ?? before?.artifactId ?? '');
  const place: Place = { pipeline, environment, targets, serving, artifacts, text };

  if (artifact === undefined) {
    const [preceding] = environment.after;
    if (preceding === undefined) {
      const fed = await lookAtBranch(parts, place);
      return 'newest' in fed ? explainRest(parts, { ...place, artifact: fed.newest }) : fed.explanation;
    }
    // Nothing is there yet either: its reason is the reason.
    const farther = await explainPlace(parts, pipeline, requireEnvironment(pipeline, preceding), undefined, text);
    const because = text(farther.summary);
    const summary = messages.why_nothing_before({ environment: environment.name, before: preceding, because });
    return { ...farther, artifact: null, summary };
  }
  const own = unfinished.find((promotion) => isAbout(promotion, artifact));
  if (own !== undefined) return explainMove(db, { ...place, artifact }, own);
  return explainRest(parts, { ...place, artifact });
}

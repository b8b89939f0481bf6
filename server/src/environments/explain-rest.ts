import type { Repositories } from '../apps/index.ts';
import type { Artifact } from '../artifacts/index.ts';
import type { Db } from '../engine/transaction.ts';
import type { Environment, Pipeline } from '../pipelines/index.ts';
import {
  arrivedSince,
  askOrder,
  imaginePromotion,
  listPromotions,
  listSteps,
  targetFlags,
} from '../promotions/index.ts';
import type { Decision, Promotion } from '../promotions/index.ts';
import { listReleasesOfPromotion } from '../releases/index.ts';
import type { Release } from '../releases/index.ts';
import { newestOf } from './environment.ts';
import { carries, servingHere, standingOf } from './scene.ts';
import type { Explanation, Scene } from './scene.ts';
import type { ReadHealth } from './target-health.ts';
import { whyMessages as messages } from './why-messages.ts';

export interface RestParts {
  readonly db: Db;
  readonly repositories: Repositories;
  readonly readHealth: ReadHealth;
}

/** An artifact that nothing is moving there: it is there, was there, did not make it, or was never asked for. */
export async function explainRest(parts: RestParts, scene: Scene): Promise<Explanation> {
  const here = servingHere(scene);
  const carrying = here.filter((release) => carries(scene, release, scene.artifact));
  if (carrying.length > 0 && carrying.length === scene.targets.length) return explainServing(parts, scene, carrying);
  if (carrying.length > 0) return explainPartly(parts, scene, carrying, here);
  const last = await lastTry(parts.db, scene);
  if (last === undefined) return explainNeverAsked(parts, scene);
  return last.result === 'success' ? explainReplaced(parts.db, scene, last) : explainFailed(parts, scene, last);
}

async function explainServing(parts: RestParts, scene: Scene, carrying: readonly Release[]): Promise<Explanation> {
  const { pipeline, environment, artifact, targets, text } = scene;
  const { app } = pipeline;
  const words = { app, version: artifact.version, environment: environment.name };
  const newest = newestOf(carrying);
  const explanation = { artifact, gates: [], steps: [], promotionId: newest?.promotionId ?? null };
  const health = await parts.readHealth(targets);
  const broken = targets.find((target) => health.get(target.id)?.healthy === false);
  const problem = broken === undefined ? undefined : health.get(broken.id)?.message;
  if (broken !== undefined && problem) {
    const summary = messages.why_unhealthy({ ...words, problem: `${broken.name}: ${text(problem)}` });
    return { ...explanation, summary, command: `sluice logs ${app} ${environment.name}` };
  }
  const since = newest?.finishedAt?.toISOString() ?? '';
  return { ...explanation, summary: messages.why_serving({ ...words, by: newest?.actor ?? '', since }), command: null };
}

async function explainPartly(
  parts: RestParts,
  scene: Scene,
  carrying: readonly Release[],
  here: readonly Release[],
): Promise<Explanation> {
  const { pipeline, environment, artifact, artifacts, targets } = scene;
  const on = carrying.map((release) => release.target);
  const others = targets
    .filter((target) => !on.includes(target.name))
    .map((target) => {
      const release = here.find((candidate) => candidate.targetId === target.id);
      return { target: target.name, version: artifacts.get(release?.artifactId ?? '')?.version ?? null };
    });
  const last = await lastTry(parts.db, scene);
  // Where somebody chose a part, the rest is what is missing; after a failure all of it is tried again.
  const isChosen = last?.targets != null && last.result === 'success';
  const rest = isChosen ? others.map(({ target }) => target) : null;
  const { decision, command } = await imagine(parts, scene, rest);
  const words = { app: pipeline.app, version: artifact.version, environment: environment.name };
  return {
    artifact,
    summary: messages.why_partly({ ...words, on, number: on.length, targets: targets.length, others }),
    gates: decision.gates,
    steps: await stepsOf(parts.db, last),
    promotionId: last?.id ?? null,
    command,
  };
}

async function explainFailed(parts: RestParts, scene: Scene, last: Promotion): Promise<Explanation> {
  const { artifact, text } = scene;
  const words = { ...standingOf(scene), problem: last.message === null ? (last.result ?? '') : text(last.message) };
  const { decision, command } = await imagine(parts, scene);
  return {
    artifact,
    summary: last.result === 'cancelled' ? messages.why_given_up(words) : messages.why_failed(words),
    // What a new try would meet; open gates are no news beside what went wrong.
    gates: decision.gates.filter((gate) => gate.status === 'closed'),
    steps: await stepsOf(parts.db, last),
    promotionId: last.id,
    command,
  };
}

async function explainReplaced(db: Db, scene: Scene, last: Promotion): Promise<Explanation> {
  const { artifact, targets, pipeline, environment } = scene;
  const standing = standingOf(scene);
  const releases = await listReleasesOfPromotion(db, last.id);
  const healthy = newestOf(releases.filter((release) => release.result === 'success'));
  const number = healthy === undefined ? '' : `${targets.length > 1 ? `${healthy.target}/` : ''}v${healthy.number}`;
  const { withdrawn } = artifact;
  return {
    artifact,
    summary:
      withdrawn === null
        ? messages.why_replaced({ ...standing, release: number })
        : messages.why_withdrawn({ ...standing, by: withdrawn.by, reason: withdrawn.reason }),
    gates: [],
    steps: [],
    promotionId: last.id,
    // A branch that is past a commit takes no second merge of it: going back is what a rollback is for.
    command: number === '' ? null : `sluice rollback ${pipeline.app} ${environment.name} --to ${number}`,
  };
}

async function explainNeverAsked(parts: RestParts, scene: Scene): Promise<Explanation> {
  const { artifact, artifacts, text } = scene;
  const standing = standingOf(scene);
  const { decision, command } = await imagine(parts, scene);
  const explanation = { artifact, gates: decision.gates, steps: [], promotionId: null, command };
  if (decision.next.do === 'finish') {
    const words = { ...standing, problem: text(decision.because) };
    const summary = isGateClosed(decision) ? messages.why_closed(words) : messages.why_refused(words);
    return { ...explanation, summary };
  }
  const { ahead } = decision;
  if (ahead === undefined) return { ...explanation, summary: messages.why_not_asked(standing) };
  const aheadVersion = artifacts.get(ahead.artifactId)?.version ?? '';
  return { ...explanation, summary: messages.why_not_asked_busy({ ...standing, ahead: ahead.id, aheadVersion }) };
}

/** What would be decided if somebody asked now, and what to type for that to be a yes. */
async function imagine(
  { db, repositories }: RestParts,
  { pipeline, environment, artifact }: Scene,
  targets: readonly string[] | null = null,
) {
  const decision = await imaginePromotion(db, repositories, pipeline, environment, artifact, undefined, targets);
  // A closed order has its own way, environment by environment; after any other no a promotion would only fail again.
  if (decision.next.do === 'finish' && !isGateClosed(decision)) {
    return { decision, command: decision.otherWay };
  }
  const flags = `${targetFlags(targets)}${decision.ahead === undefined ? '' : ' --queue'}`;
  const command = await firstOpenWay(db, pipeline, environment, artifact, flags);
  return { decision, command };
}

function isGateClosed({ gates }: Pick<Decision, 'gates'>): boolean {
  return gates.some((gate) => gate.status === 'closed');
}

/** Promoting it here; or, where the order does not allow that yet, into the nearest environment before where it does. */
export async function firstOpenWay(
  db: Db,
  pipeline: Pipeline,
  environment: Environment,
  artifact: Artifact,
  flags = '',
): Promise<string | null> {
  const { project, app } = pipeline;
  for (let at: Environment | undefined = environment; at !== undefined;) {
    const order = await askOrder(db, pipeline, at, artifact);
    const suffix = at.name === environment.name ? flags : '';
    if (order.status !== 'closed') return `sluice promote ${app}@${artifact.version} ${at.name}${suffix}`;
    let missing: string | undefined;
    for (const before of at.after) {
      const place = { project, app, environment: before };
      missing ??= (await arrivedSince(db, place, [artifact.id, ...artifact.parents])) === null ? before : undefined;
    }
    at = pipeline.environments.find((candidate) => candidate.name === missing);
  }
  return null;
}

async function lastTry(db: Db, { pipeline, environment, artifact }: Scene): Promise<Promotion | undefined> {
  const query = { projects: [pipeline.project], app: pipeline.app, environment: environment.name };
  const [last] = await listPromotions(db, { ...query, state: 'finished', artifactId: artifact.id, limit: 1 });
  return last;
}

async function stepsOf(db: Db, promotion: Promotion | undefined): Promise<Explanation['steps']> {
  if (promotion === undefined) return [];
  return (await listSteps(db, [promotion.id])).get(promotion.id) ?? [];
}

import { artifactRef, listArtifactsById } from '../artifacts/index.ts';
import type { Artifact } from '../artifacts/index.ts';
import { callView, listCalls } from '../calls/index.ts';
import type { Call } from '../calls/index.ts';
import { listChangesOfPromotions } from '../changes/index.ts';
import type { Change } from '../changes/index.ts';
import type { Db } from '../engine/transaction.ts';
import type { Gate, GateView } from '../gates/index.ts';
import type { Message } from '../lib/message.ts';
import type { MessageView } from '../lib/message-schema.ts';
import { environmentOf, findPipelineOfApp, following } from '../pipelines/index.ts';
import { findReplacedRelease, listReleasesOfPromotions } from '../releases/index.ts';
import type { Release } from '../releases/index.ts';
import { askGates } from './ask-gates.ts';
import type { Promotion, StepRecord } from './promotion.ts';
import type { PromotionView } from './promotion-schema.ts';
import { listSteps } from './step-store.ts';

type Words = (message: Message) => MessageView;

export function gateView(gate: Gate, words: Words): GateView {
  return {
    name: gate.name,
    status: gate.status,
    message: words(gate.message),
    since: gate.since?.toISOString() ?? null,
    changesAt: gate.changesAt?.toISOString() ?? null,
    opensBy: gate.opensBy,
  };
}

/** Promotions as they leave through the doors, with all that belongs to them, in a handful of queries. */
export async function viewPromotions(db: Db, promotions: readonly Promotion[], words: Words): Promise<PromotionView[]> {
  const ids = promotions.map((promotion) => promotion.id);
  const [steps, releases, changes, calls] = await Promise.all([
    listSteps(db, ids),
    listReleasesOfPromotions(db, ids),
    listChangesOfPromotions(db, ids),
    listCalls(db, ids),
  ]);
  const replaced = await Promise.all(promotions.map((promotion) => replacedBy(db, promotion)));
  const artifacts = await listArtifactsById(
    db,
    promotions
      .flatMap((promotion, index) => [promotion.artifactId, promotion.outputArtifactId, replaced[index]?.artifactId])
      .filter((id) => typeof id === 'string'),
  );
  return Promise.all(
    promotions.map(async (promotion, index) =>
      view({
        promotion,
        steps: steps.get(promotion.id) ?? [],
        releases: releases.get(promotion.id) ?? [],
        change: changes.get(promotion.id),
        call: calls.get(promotion.id),
        replaces: replaced[index],
        artifacts,
        words,
        ...(await situation(db, promotion, steps.get(promotion.id) ?? [])),
      }),
    ),
  );
}

/** What served on the first target when the promotion came. */
async function replacedBy(db: Db, promotion: Promotion): Promise<Release | undefined> {
  const [target] = promotion.plan;
  return target === undefined ? undefined : findReplacedRelease(db, target.targetId, promotion);
}

async function situation(
  db: Db,
  promotion: Promotion,
  steps: readonly StepRecord[],
): Promise<{ gates: readonly Gate[]; following: string | null }> {
  const pipeline = await findPipelineOfApp(db, promotion.project, promotion.app);
  const environment = pipeline && environmentOf(pipeline, promotion.environment);
  // Gates are asked until the point of no return; afterwards what counts is what they said then.
  const passed = promotion.passedGates ?? (promotion.state === 'finished' ? [] : undefined);
  if (pipeline === undefined || environment === undefined) return { gates: passed ?? [], following: null };
  const gates = passed ?? (await askGates(db, promotion, steps, pipeline, environment));
  return { gates, following: following(pipeline, environment.name)[0]?.name ?? null };
}

function view(parts: {
  promotion: Promotion;
  steps: readonly StepRecord[];
  releases: readonly Release[];
  change: Change | undefined;
  call: Call | undefined;
  replaces: Release | undefined;
  artifacts: ReadonlyMap<string, Artifact>;
  gates: readonly Gate[];
  following: string | null;
  words: Words;
}): PromotionView {
  const { promotion, change, call, artifacts, words } = parts;
  const ref = (id: string | null | undefined, revision?: string | null) => {
    const artifact = id === null || id === undefined ? undefined : artifacts.get(id);
    return artifact === undefined ? null : artifactRef(artifact, revision ?? undefined);
  };
  const artifact = ref(promotion.artifactId, promotion.revision);
  if (artifact === null) throw new Error(`promotion ${promotion.id} has no artifact`);
  return {
    id: promotion.id,
    project: promotion.project,
    app: promotion.app,
    pipeline: promotion.pipeline,
    environment: promotion.environment,
    kind: promotion.kind,
    executionId: promotion.executionId,
    artifact,
    replaces: ref(parts.replaces?.artifactId, parts.replaces?.revision),
    output: ref(promotion.outputArtifactId, promotion.outputRevision),
    strategy: promotion.strategy,
    targets: promotion.targets === null ? null : [...promotion.targets],
    state: promotion.state,
    result: promotion.result,
    message: promotion.message && words(promotion.message),
    automatic: promotion.automatic,
    actor: promotion.actor,
    door: promotion.door,
    reason: promotion.reason,
    steps: parts.steps.map((step) => ({
      key: step.key,
      state: step.state,
      result: step.result,
      attempt: step.attempt,
      message: step.message && words(step.message),
      link: step.link,
      startedAt: step.startedAt?.toISOString() ?? null,
      finishedAt: step.finishedAt?.toISOString() ?? null,
    })),
    gates: parts.gates.map((gate) => gateView(gate, words)),
    change: change === undefined ? null : { id: change.id, number: change.number, state: change.state },
    call: call === undefined ? null : callView(call, words),
    releases: parts.releases.map((release) => ({
      target: release.target,
      number: release.number,
      fromNumber: release.fromNumber,
      state: release.state,
      result: release.result,
      url: release.url,
      message: release.message && words(release.message),
    })),
    next: nextCommand(promotion, parts.following, parts.gates),
    createdAt: promotion.createdAt.toISOString(),
    startedAt: promotion.startedAt?.toISOString() ?? null,
    finishedAt: promotion.finishedAt?.toISOString() ?? null,
  };
}

function nextCommand(promotion: Promotion, followed: string | null, gates: readonly Gate[]): string | null {
  const { app, environment } = promotion;
  if (promotion.state !== 'finished') return gates.find((gate) => gate.opensBy !== null)?.opensBy ?? null;
  // By choice a part of the environment has it: the rest is next.
  if (promotion.targets !== null && promotion.result === 'success' && promotion.arrivedAt === null) {
    return `sluice why ${app} ${environment}`;
  }
  if (promotion.arrivedAt !== null || promotion.result === 'success')
    return followed === null ? null : `sluice promote ${app} ${followed}`;
  return `sluice why ${app} ${environment}`;
}

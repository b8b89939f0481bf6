import { findArtifact, listBuilds } from '../artifacts/index.ts';
import type { Db } from '../engine/transaction.ts';
import { isOpen } from '../gates/index.ts';
import { decide, findPromotion, gatherFacts, listSteps } from '../promotions/index.ts';
import type { Promotion, StepRecord } from '../promotions/index.ts';
import { listReleasesOfPromotion } from '../releases/index.ts';
import { standingOf } from './scene.ts';
import type { Explanation, Scene } from './scene.ts';
import { troubleOf } from './trouble.ts';
import { whyMessages as messages } from './why-messages.ts';

/** An unfinished promotion, by exactly what the controller would decide about it at this moment. */
export async function explainMove(db: Db, scene: Scene, promotion: Promotion): Promise<Explanation> {
  const { pipeline, environment, artifact, text } = scene;
  const steps = (await listSteps(db, [promotion.id])).get(promotion.id) ?? [];
  const facts = await gatherFacts(db, promotion, steps, pipeline, environment);
  const { next, gates, because } = decide(facts);
  const standing = standingOf(scene);
  const { targets: on } = promotion;
  const chosen = { on, number: on?.length ?? 0, targets: environment.targets.length };
  const explanation = {
    artifact,
    // What it has passed is not asked any more; it counts as it was said then.
    gates: promotion.passedGates ?? gates,
    steps: [],
    promotionId: promotion.id,
    command: `sluice watch ${promotion.id}`,
  };
  const trouble = await troubleOf(db, await workOf(db, scene, promotion));
  if (trouble !== null) {
    return { ...explanation, steps, summary: messages.why_trouble({ ...standing, problem: text(trouble) }) };
  }
  switch (next.do) {
    case 'wait': {
      const waiting = gates.filter((gate) => !isOpen(gate));
      const summary = messages.why_waiting({ ...standing, waiting: waiting.length, gates: gates.length, ...chosen });
      const command = waiting.find((gate) => gate.opensBy !== null)?.opensBy ?? explanation.command;
      return { ...explanation, summary, command };
    }
    case 'queue': {
      const ahead = facts.ahead?.id ?? '';
      const aheadVersion = await versionAhead(db, scene, ahead);
      const summary = messages.why_queued({ ...standing, ahead, aheadVersion, ...chosen });
      return { ...explanation, summary, command: `sluice watch ${ahead}` };
    }
    case 'step': {
      const { app, version } = standing;
      const summary =
        next.key === 'verify'
          ? messages.why_verifying({ app, version, environment: environment.name })
          : messages.why_on_its_way({ ...standing, ...whichStep(steps, next.key), ...chosen });
      const isPaused = steps.find(({ key }) => key === next.key)?.message?.code === 'deploy_paused';
      const command = isPaused ? `sluice resume ${promotion.id}` : explanation.command;
      // Until it is past its gates, open ones are no news beside the step.
      return { ...explanation, gates: promotion.passedGates ?? [], steps, summary, command };
    }
    case 'finish':
    case 'rest':
      return { ...explanation, steps, summary: messages.why_ending({ ...standing, problem: text(because) }) };
  }
}

function whichStep(steps: readonly StepRecord[], key: string): { step: string; position: number; count: number } {
  return { step: key, position: steps.findIndex((step) => step.key === key) + 1, count: steps.length };
}

async function versionAhead(db: Db, { artifacts }: Scene, id: string): Promise<string> {
  const ahead = await findPromotion(db, id);
  if (ahead === undefined) return '';
  const artifact = artifacts.get(ahead.artifactId) ?? (await findArtifact(db, ahead.artifactId));
  return artifact?.version ?? '';
}

/** Everything in the engine that this promotion may be held up by; a runtime's own work is named like the runtime. */
async function workOf(db: Db, { targets }: Scene, promotion: Promotion): Promise<{ kind: string; key: string }[]> {
  const { project, app } = promotion;
  const [releases, builds] = await Promise.all([
    listReleasesOfPromotion(db, promotion.id),
    listBuilds(db, { project, app, limit: 100 }),
  ]);
  const unfinished = releases.filter((release) => release.state !== 'finished');
  return [
    { kind: 'promotion', key: promotion.id },
    ...builds
      .filter((build) => build.promotionId === promotion.id && build.state !== 'finished')
      .map((build) => ({ kind: 'build', key: build.id })),
    ...unfinished.map((release) => ({ kind: 'release', key: release.id })),
    ...unfinished.flatMap((release) =>
      targets
        .filter((target) => target.id === release.targetId)
        .map((target) => ({ kind: target.runtime, key: target.id })),
    ),
  ];
}

import type { Artifact } from '../artifacts/index.ts';
import type { Db } from '../engine/transaction.ts';
import type { Environment, Pipeline } from '../pipelines/index.ts';
import { decide } from './decide.ts';
import type { Decision } from './decide.ts';
import { askGates } from './ask-gates.ts';
import { stepsOf } from './promotion.ts';
import type { Promotion } from './promotion.ts';
import { listUnfinished } from './promotion-store.ts';

/**
 * What `decide` would say if a person asked for this promotion now. Nothing is written, and there is no second opinion: the
 * same facts are gathered and the same function decides.
 */
export async function imaginePromotion(
  db: Db,
  pipeline: Pipeline,
  environment: Environment,
  artifact: Artifact,
): Promise<Decision & { readonly ahead: Promotion | undefined }> {
  const promotion: Promotion = {
    id: '',
    project: pipeline.project,
    app: pipeline.app,
    pipeline: pipeline.name,
    environment: environment.name,
    kind: 'promotion',
    executionId: null,
    artifactId: artifact.id,
    revision: artifact.revisions[0]?.revision ?? '',
    outputArtifactId: null,
    outputRevision: null,
    strategy: environment.strategy,
    branch: environment.branch,
    plan: [],
    state: 'queued',
    result: null,
    message: null,
    automatic: false,
    actor: '',
    actorId: '',
    door: 'system',
    reason: null,
    specGeneration: pipeline.generation,
    cancelledBy: null,
    supersededBy: null,
    createdAt: new Date(),
    startedAt: null,
    finishedAt: null,
  };
  const [ahead] = await listUnfinished(db, promotion);
  const asked = await askGates(db, promotion, [], pipeline, environment);
  // An approval is given to a promotion, and there is none yet: nothing to type for it before the promotion itself.
  const gates = asked.map((gate) => (gate.name === 'approvals' ? { ...gate, opensBy: null } : gate));
  const steps = stepsOf('promotion', environment.strategy).map((key) => ({
    key,
    state: 'pending' as const,
    result: null,
    message: null,
  }));
  const facts = { state: promotion.state, steps, gates, ahead: null, cancelledBy: null, supersededBy: null };
  return { ...decide(facts), ahead };
}

import type { Repositories } from '../apps/index.ts';
import type { Artifact } from '../artifacts/index.ts';
import type { Db } from '../engine/transaction.ts';
import { Problem } from '../lib/problem.ts';
import type { Environment, Pipeline } from '../pipelines/index.ts';
import { decide } from './decide.ts';
import type { Decision } from './decide.ts';
import { askGates } from './ask-gates.ts';
import { promotionSteps } from './promotion.ts';
import type { Promotion } from './promotion.ts';
import { revisionToMove } from './promote.ts';
import { listUnfinished } from './promotion-store.ts';
import { previewEntry } from './steps/merge-preview.ts';
import type { MergeLook } from './steps/merge-preview.ts';

/** A decision about what nobody has asked for, and the command that brings it about another way when it is a no. */
export interface Imagined extends Decision {
  readonly ahead: Promotion | undefined;
  readonly otherWay: string | null;
}

/**
 * What `decide` would say if a person asked for this promotion now. Nothing is written, and there is no second opinion: the
 * same facts are gathered and the same function decides. Where a branch has to take it, git is asked as the merge will.
 */
export async function imaginePromotion(
  db: Db,
  repositories: Repositories,
  pipeline: Pipeline,
  environment: Environment,
  artifact: Artifact,
  by: { readonly actor: string; readonly actorId: string } = { actor: '', actorId: '' },
  targets: readonly string[] | null = null,
): Promise<Imagined> {
  const promotion: Promotion = {
    id: '',
    project: pipeline.project,
    app: pipeline.app,
    pipeline: pipeline.name,
    environment: environment.name,
    kind: 'promotion',
    executionId: null,
    artifactId: artifact.id,
    revision: await revisionToMove(db, pipeline, environment, artifact),
    outputArtifactId: null,
    outputRevision: null,
    strategy: environment.strategy,
    branch: environment.branch,
    plan: [],
    targets,
    state: 'queued',
    result: null,
    message: null,
    automatic: false,
    ...by,
    door: 'system',
    reason: null,
    specGeneration: pipeline.generation,
    passedGates: null,
    retried: 0,
    retriedAt: null,
    resumedWaves: 0,
    arrivedAt: null,
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
  const steps = promotionSteps(environment).map((key) => ({
    key,
    state: 'pending' as const,
    result: null,
    message: null,
    output: {},
  }));
  const facts = {
    state: promotion.state,
    steps,
    gates,
    passed: false,
    deadline: null,
    ahead: null,
    cancelledBy: null,
    supersededBy: null,
  };
  const decision = { ...decide(facts), ahead, otherWay: null };
  if (decision.next.do === 'finish') return decision;
  const refused = await askMerge(db, repositories, promotion, artifact);
  if (refused === undefined) return decision;
  return {
    ...decision,
    next: { do: 'finish', result: 'failure' },
    because: refused.message,
    otherWay: refused.command,
  };
}

/** The merge step's own no; undefined when it would merge, or when there is nothing to merge. */
async function askMerge(
  db: Db,
  repositories: Repositories,
  { project, app, environment, branch, revision }: Promotion,
  { id: artifactId, version }: Artifact,
): Promise<Extract<MergeLook, { kind: 'refused' }> | undefined> {
  if (branch === null) return undefined;
  try {
    const entry = { project, app, environment, branch, artifactId, version, revision };
    const look = await previewEntry(db, repositories, entry);
    return look.kind === 'refused' ? look : undefined;
  } catch (error) {
    // A repository that cannot be asked makes this one answer poorer; the step itself will say what is wrong with it.
    if (error instanceof Problem) return undefined;
    throw error;
  }
}

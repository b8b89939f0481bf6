import { listArtifactsById } from '../artifacts/index.ts';
import type { Db, Transact } from '../engine/transaction.ts';
import { countsSomewhere } from '../gates/index.ts';
import type { Binding, Caller, Identity } from '../identity/index.ts';
import { Problem } from '../lib/problem.ts';
import { findEnvironment, lockEnvironment, requireEnvironment, requirePipelineOf } from '../pipelines/index.ts';
import { writeApproval } from './approvals/approval-store.ts';
import { seenBy } from './approvals/seen.ts';
import { standingOf } from './approvals/voting.ts';
import { requirePromotion, unknownPromotion } from './promote.ts';
import { promotionMessages as messages } from './promotion-messages.ts';
import type { Approve } from './promotion-schema.ts';
import { listSteps } from './step-store.ts';

/** `sluice approve|reject`: records a verdict about exactly what is on the table; the controller moves on when gates open. */
export function createApprove(deps: {
  readonly db: Db;
  readonly transact: Transact;
  readonly identity: Identity;
}): (caller: Caller, id: string, input: Approve) => Promise<void> {
  const { db, transact } = deps;

  return async (caller, id, input) => {
    const found = await requirePromotion(db, id);
    const { project, app } = found;
    const place = { project, app, environment: found.environment };
    const rules = (await findEnvironment(db, place))?.approvals ?? [];
    const standing = (await standingOf(db, place, [caller.actor])).get(caller.actor) ?? { groups: [], roles: [] };
    const isNamed = countsSomewhere(rules, caller.actor, standing);
    await deps.identity.authorize(caller, 'promotion.approve', place, {
      unknown: unknownPromotion(id),
      named: isNamed ? namedApprover(place) : undefined,
    });
    // Of these two, only a yes needs to count: anybody who may approve may say no.
    if (input.verdict === 'approved' && rules.length > 0 && !isNamed) {
      throw new Problem(
        'Forbidden',
        messages.promotion_approval_not_asked({ app: place.app, environment: place.environment }),
      );
    }
    if (rules.some((rule) => rule.notRequester) && caller.actorId === found.actorId) {
      throw new Problem('Forbidden', messages.promotion_own_approval({ id, environment: place.environment }));
    }

    await transact(async (tx) => {
      await lockEnvironment(tx.db, project, app, place.environment);
      const { pipeline: newest } = await requirePipelineOf(tx.db, project, app);
      requireEnvironment(newest, place.environment);
      const promotion = await requirePromotion(tx.db, id);
      if (promotion.state === 'finished') {
        throw new Problem('Conflict', messages.promotion_over({ id, result: promotion.result ?? '' }));
      }
      const steps = (await listSteps(tx.db, [id])).get(id) ?? [];
      // Before the merge and its content are known there is nothing to look at; once the gates have let it through, nothing to decide.
      if (promotion.state !== 'waiting' || promotion.passedGates !== null) {
        throw new Problem('Conflict', messages.promotion_not_approvable({ id, state: promotion.state }));
      }
      const made = steps.find((step) => step.key === 'artifact')?.output['artifactId'];
      const ids = [promotion.artifactId, made].filter((artifactId) => artifactId !== undefined);
      const seen = seenBy(promotion, steps, await listArtifactsById(tx.db, ids), newest);
      await writeApproval(tx.db, id, {
        actorId: caller.actorId,
        actor: caller.actor,
        door: caller.door,
        verdict: input.verdict,
        reason: input.reason ?? null,
        ...seen,
      });
      tx.wake('promotion', id);
      tx.emit({
        type: input.verdict === 'approved' ? 'promotion.approved' : 'promotion.rejected',
        project,
        subject: `promotion/${id}`,
        labels: {
          app,
          environment: place.environment,
          promotion: id,
          ...(promotion.executionId === null ? {} : { execution: promotion.executionId }),
        },
        actor: caller.actor,
        door: caller.door,
        data: { ...seen, reason: input.reason ?? null },
      });
    });
  };
}

/** Whom a pipeline asks for approval may give it there, and nothing else: its author is an operator and could do it too. */
function namedApprover({ project, app, environment }: { project: string; app: string; environment: string }): Binding {
  const verbs = ['promotion.approve'];
  return { project, role: 'approver', apps: [app], environments: [environment], verbs };
}

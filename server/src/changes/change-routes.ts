import * as z from 'zod';
import type { Repositories } from '../apps/index.ts';
import type { Db } from '../engine/transaction.ts';
import { decodeCursor, pageOf, pageQuery, toPage } from '../http/index.ts';
import type { Routes } from '../http/index.ts';
import type { Identity } from '../identity/index.ts';
import { projectSchema } from '../lib/name-schema.ts';
import { Problem } from '../lib/problem.ts';
import { requireKnownFilter } from '../pipelines/index.ts';
import type { Change, ChangeApproval, ChangeCheck } from './change.ts';
import { changeMessages as messages } from './change-messages.ts';
import { changeSchema, changeSummarySchema } from './change-schema.ts';
import type { ChangeSummaryView, ChangeView } from './change-schema.ts';
import { findChange, listChanges } from './change-store.ts';

const pageSchema = pageOf(changeSummarySchema).meta({ id: 'ChangePage' });
const maxDiffBytes = 200_000;
/** What `git diff` calls a branch that is not there yet. */
const emptyTree = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

export function changeRoutes(parts: {
  readonly db: Db;
  readonly identity: Identity;
  readonly repositories: Repositories;
  /** Verdicts belong to the promotion behind a change. */
  approvalsOf(db: Db, change: Change): Promise<readonly ChangeApproval[]>;
  /** Checks belong to what the change brings. */
  checksOf(db: Db, change: Change): Promise<readonly ChangeCheck[]>;
}): Routes {
  const { db, identity } = parts;

  return (app) => {
    app.get(
      '/v1/changes',
      {
        config: { verb: 'promotion.view' },
        schema: {
          operationId: 'changeList',
          tags: ['changes'],
          summary: 'Pull requests of the local forge, newest first, without their diffs.',
          querystring: z.strictObject({
            ...pageQuery,
            project: projectSchema,
            app: z.string().optional(),
            state: z.enum(['open', 'merged', 'closed']).optional(),
          }),
          response: { 200: pageSchema },
        },
      },
      async (request) => {
        const { project, app: name, state, cursor, limit } = request.query;
        await identity.authorize(request.caller, 'promotion.view', { project });
        const before = cursor === undefined ? undefined : decodeCursor(cursor, 1)[0];
        const rows = await listChanges(db, { project, app: name, state, before, limit: limit + 1 });
        if (rows.length === 0 && cursor === undefined) await requireKnownFilter(db, { project, app: name });
        const page = toPage(rows, limit, (change) => [change.id]);
        return { items: page.items.map(summaryOf), nextCursor: page.nextCursor };
      },
    );

    app.get(
      '/v1/changes/:id',
      {
        config: { verb: 'promotion.view' },
        schema: {
          operationId: 'changeView',
          tags: ['changes'],
          summary: 'One change with its diff and what people said about it.',
          params: z.strictObject({ id: z.string().max(64) }),
          response: { 200: changeSchema },
        },
      },
      async (request): Promise<ChangeView> => {
        const { id } = request.params;
        const unknown = new Problem('NotFound', messages.change_not_found({ id }));
        const change = await findChange(db, id);
        if (change === undefined) throw unknown;
        const { project, app: name } = change;
        await identity.authorize(request.caller, 'promotion.view', { project, app: name }, { unknown });
        const [approvals, checks, diff] = await Promise.all([
          parts.approvalsOf(db, change),
          parts.checksOf(db, change),
          diffOf(change),
        ]);
        return {
          ...summaryOf(change),
          approvals: approvals.map((approval) => ({ ...approval, at: approval.at.toISOString() })),
          checks: checks.map((check) => ({ ...check, at: check.at.toISOString() })),
          diff: diff.truncated ? `${diff.text}\n${request.words(messages.change_diff_cut()).text}\n` : diff.text,
        };
      },
    );
  };

  async function diffOf(change: Change): Promise<{ readonly text: string; readonly truncated: boolean }> {
    const repository = parts.repositories.open(change.project, change.app);
    return repository.patch(change.baseRevision ?? emptyTree, change.headRevision, maxDiffBytes);
  }
}

function summaryOf(change: Change): ChangeSummaryView {
  return {
    id: change.id,
    number: change.number,
    project: change.project,
    app: change.app,
    promotionId: change.promotionId,
    title: change.title,
    branch: change.branch,
    baseRevision: change.baseRevision,
    headRevision: change.headRevision,
    state: change.state,
    actor: change.actor,
    createdAt: change.createdAt.toISOString(),
    closedAt: change.closedAt?.toISOString() ?? null,
  };
}

import * as z from 'zod';

/** A pull request of the local forge as a list shows it. */
export const changeSummarySchema = z
  .object({
    id: z.string(),
    number: z.int(),
    project: z.string(),
    app: z.string(),
    promotionId: z.string(),
    title: z.string(),
    branch: z.string(),
    baseRevision: z.string().nullable(),
    headRevision: z.string(),
    state: z.enum(['open', 'merged', 'closed']),
    actor: z.string(),
    createdAt: z.iso.datetime(),
    closedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'ChangeSummary' });
export type ChangeSummaryView = z.infer<typeof changeSummarySchema>;

export const changeSchema = z
  .object({
    ...changeSummarySchema.shape,
    approvals: z.array(
      z.object({
        actor: z.string(),
        verdict: z.string(),
        /** False when the change has become another one since: the verdict has to be given again. */
        current: z.boolean(),
        reason: z.string().nullable(),
        at: z.iso.datetime(),
      }),
    ),
    /** What outside systems said about what it brings and asked to be handed on, newest word of each. */
    checks: z.array(
      z.object({
        context: z.string(),
        state: z.string(),
        environment: z.string().nullable(),
        description: z.string().nullable(),
        targetUrl: z.string().nullable(),
        at: z.iso.datetime(),
      }),
    ),
    /** Unified diff against the base; cut with a note when it is very long. */
    diff: z.string(),
  })
  .meta({ id: 'Change' });
export type ChangeView = z.infer<typeof changeSchema>;

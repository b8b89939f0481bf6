import * as z from 'zod';
import { artifactRefSchema } from '../artifacts/index.ts';
import { gateSchema } from '../gates/index.ts';
import { messageSchema } from '../lib/message-schema.ts';

/** One cell of the matrix: what is in one environment of one app, and what is on its way there. */
export const environmentSchema = z
  .object({
    project: z.string(),
    app: z.string(),
    pipeline: z.string(),
    name: z.string(),
    order: z.int(),
    state: z.enum(['healthy', 'rolling-out', 'empty', 'unhealthy', 'waiting']),
    artifact: artifactRefSchema.nullable(),
    /** Commits that the preceding environment has and this one has not. Null when it is not known. */
    behindBy: z.int().nullable(),
    since: z.iso.datetime().nullable(),
    actor: z.string().nullable(),
    targets: z.array(
      z.object({
        name: z.string(),
        runtime: z.string(),
        release: z.int().nullable(),
        version: z.string().nullable(),
        healthy: z.boolean().nullable(),
        url: z.string().nullable(),
        message: messageSchema.nullable(),
      }),
    ),
    /** What is on its way, waiting or last failed here. */
    promotion: z
      .object({
        id: z.string(),
        kind: z.string(),
        state: z.string(),
        result: z.string().nullable(),
        version: z.string(),
        message: messageSchema.nullable(),
      })
      .nullable(),
    /** The newest push of the branch that feeds this environment, when it did not become an artifact. */
    failedBuild: z.object({ revision: z.string(), branch: z.string(), message: messageSchema.nullable() }).nullable(),
    /** A person's stop that holds the place now. */
    lock: z
      .object({ by: z.string(), reason: z.string(), since: z.iso.datetime(), until: z.iso.datetime().nullable() })
      .nullable(),
  })
  .meta({ id: 'Environment' });
export type EnvironmentView = z.infer<typeof environmentSchema>;

export const whySchema = z
  .object({
    project: z.string(),
    app: z.string(),
    environment: z.string(),
    artifact: artifactRefSchema.nullable(),
    /** The answer in one sentence. */
    summary: messageSchema,
    gates: z.array(gateSchema),
    steps: z.array(
      z.object({
        key: z.string(),
        state: z.string(),
        result: z.string().nullable(),
        message: messageSchema.nullable(),
      }),
    ),
    promotionId: z.string().nullable(),
    /** What to type to move it on, if anybody can. */
    command: z.string().nullable(),
  })
  .meta({ id: 'Why' });
export type WhyView = z.infer<typeof whySchema>;

const commitSchema = z.object({ revision: z.string(), author: z.string(), subject: z.string(), at: z.iso.datetime() });

export const diffSchema = z
  .object({
    project: z.string(),
    app: z.string(),
    from: z.object({ name: z.string(), artifact: artifactRefSchema.nullable() }),
    to: z.object({ name: z.string(), artifact: artifactRefSchema.nullable() }),
    summary: messageSchema,
    /** In `from` and not in `to`, newest first; `total` counts those that were cut too. */
    commits: z.object({ total: z.int(), list: z.array(commitSchema) }),
    /** In `to` and not in `from`. */
    missing: z.object({ total: z.int(), list: z.array(commitSchema) }),
    files: z.object({
      changed: z.int(),
      added: z.int(),
      removed: z.int(),
      list: z.array(z.object({ path: z.string(), status: z.string(), added: z.int(), removed: z.int() })),
    }),
    configuration: z.object({
      onlyFrom: z.array(z.string()),
      onlyTo: z.array(z.string()),
      different: z.array(z.string()),
    }),
    /** The exact command that closes the difference; null when there is none to close. */
    command: z.string().nullable(),
  })
  .meta({ id: 'Diff' });
export type DiffView = z.infer<typeof diffSchema>;

export const environmentPageSchema = z
  .object({
    items: z.array(environmentSchema),
    position: z.string().describe('Follow /v1/events from here to miss nothing that happens to these.'),
  })
  .meta({ id: 'EnvironmentPage' });

export const diffPageSchema = z.object({ items: z.array(diffSchema) }).meta({ id: 'DiffPage' });

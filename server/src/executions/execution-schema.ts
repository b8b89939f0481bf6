import * as z from 'zod';
import { pageOf, pageQuery } from '../http/index.ts';
import { projectSchema } from '../lib/name-schema.ts';

/** The document of the founding proposal 001, under our own API group. */
export const executionSchema = z
  .object({
    apiVersion: z.literal('sluice.dev/v1alpha1'),
    kind: z.literal('PipelineExecution'),
    metadata: z.object({
      name: z.string(),
      namespace: z.string(),
      creationTimestamp: z.iso.datetime(),
      labels: z.record(z.string(), z.string()),
    }),
    spec: z.object({
      params: z.array(z.object({ name: z.string(), value: z.string() })),
      trigger: z.object({
        kind: z.string(),
        branch: z.string().nullable(),
        revision: z.string(),
        actor: z.string(),
        subject: z.string(),
        author: z.string(),
      }),
      pipelineRef: z.object({ name: z.string(), namespace: z.string(), generation: z.int() }),
    }),
    status: z.object({
      conditions: z.array(
        z.object({
          type: z.string(),
          status: z.enum(['True', 'False', 'Unknown']),
          reason: z.string(),
          message: z.string(),
          lastTransitionTime: z.iso.datetime(),
        }),
      ),
      environments: z.array(
        z.object({
          name: z.string(),
          order: z.int(),
          status: z.object({
            /** Pending · Queued · Running · Waiting · Succeeded · Failed · Canceled · Skipped */
            type: z.string(),
            message: z.string(),
            time: z.iso.datetime().nullable(),
            promotionId: z.string().nullable(),
          }),
        }),
      ),
    }),
  })
  .meta({ id: 'PipelineExecution' });
export type ExecutionView = z.infer<typeof executionSchema>;

export const executionPageSchema = pageOf(executionSchema)
  .extend({ position: z.string().describe('Follow /v1/events from here to miss nothing that happens to these.') })
  .meta({ id: 'ExecutionPage' });

const name = z.string().min(1).max(100);

export const pipelineExecutionFilter = {
  app: name.optional(),
  state: z
    .string()
    .max(20)
    .optional()
    .describe('executing, finished, or a result: success, partial, failure, error, cancelled, timeout.'),
  environment: name.optional().describe('Only those that have a promotion into this environment.'),
  revision: z.string().max(64).optional().describe('The beginning of the commit that set it off.'),
  since: z.string().max(40).optional().describe('A duration like 2h, or a time like 2026-11-20T15:00:00Z.'),
  actor: name.optional(),
};

export const executionQuerySchema = z.strictObject({
  ...pageQuery,
  project: projectSchema,
  pipeline: name.optional(),
  ...pipelineExecutionFilter,
});
export type ExecutionFilter = Omit<z.output<typeof executionQuerySchema>, 'limit' | 'cursor'>;

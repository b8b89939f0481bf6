import * as z from 'zod';

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

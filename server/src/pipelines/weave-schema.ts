import * as z from 'zod';
import { nameSchema } from '../lib/name-schema.ts';

// A Pipeline of pipelines.weave.works/v1alpha1, as its own definition has it.

const text = z.string().min(1).max(253);
const secretRefSchema = z.strictObject({ name: text });

const promotionSchema = z.strictObject({
  manual: z.boolean().optional(),
  strategy: z.strictObject({
    'pull-request': z
      .strictObject({
        type: z.enum(['github', 'gitlab', 'bitbucket-server', 'azure-devops']),
        url: z.string().min(1).max(2000),
        baseBranch: z.string().min(1).max(200),
        secretRef: secretRefSchema,
      })
      .optional(),
    notification: z.strictObject({}).optional(),
    secretRef: secretRefSchema.optional(),
  }),
});

const targetSchema = z.strictObject({
  namespace: text,
  clusterRef: z
    .strictObject({ apiVersion: text.optional(), kind: text, name: text, namespace: text.optional() })
    .optional(),
});

export const weaveSpecSchema = z.strictObject({
  appRef: z.strictObject({ apiVersion: text, kind: text, name: nameSchema }),
  environments: z
    .array(
      z.strictObject({
        name: nameSchema,
        targets: z.array(targetSchema).min(1).max(50),
        promotion: promotionSchema.optional(),
      }),
    )
    .min(1)
    .max(50),
  promotion: promotionSchema.optional(),
});
export type WeaveSpec = z.output<typeof weaveSpecSchema>;

import * as z from 'zod';
import { branchSchema } from '../lib/branch-schema.ts';
import { durationSchema } from '../lib/duration.ts';
import { nameSchema } from '../lib/name-schema.ts';
import { parseYamlPath } from '../lib/yaml-edit/yaml-path.ts';
import { addressSchema } from './judged-gate-schema.ts';

export const strategies = ['direct', 'merge', 'pull-request', 'commit', 'notify'] as const;
export type Strategy = (typeof strategies)[number];

const commitOnly = ['repository', 'file', 'path', 'marker', 'value'] as const;
const notifyOnly = ['url', 'timeout'] as const;

export const promoteSchema = z
  .strictObject({
    by: z.enum(strategies).default('direct'),
    branch: branchSchema
      .optional()
      .describe(
        'The branch Sluice writes for this environment; its name by default. By `commit`: of the repository, required.',
      ),
    auto: z.boolean().default(false).describe('Promote by itself as soon as the preceding environment is healthy.'),
    repository: nameSchema
      .optional()
      .describe('By `commit`: the app whose repository is written. Without it, that of this app.'),
    file: z
      .string()
      .max(1000)
      .regex(
        /^(?!\/)(?!(.*\/)?\.{0,2}(\/|$))[^\p{Cc}\\]+\.ya?ml$/u,
        'must be a YAML file inside the repository, like deploy/prod.yaml',
      )
      .optional()
      .describe('By `commit`: the YAML file. With `marker` it may be left out: every YAML file is looked through.'),
    path: z
      .string()
      .max(500)
      .refine((path) => parseYamlPath(path) !== undefined, 'must be a path like spec.template.spec.containers[0].image')
      .optional()
      .describe('By `commit`: where in the file the value stands.'),
    marker: z
      .boolean()
      .optional()
      .describe(
        'By `commit`: every value with the comment `# {"$promotion": "project:pipeline:environment"}` behind it.',
      ),
    value: z
      .enum(['image', 'digest', 'version'])
      .optional()
      .describe('By `commit`: what is written. With `path` the image, with `marker` the version.'),
    url: addressSchema.optional().describe('By `notify`: the address that is told.'),
    timeout: durationSchema
      .refine((ms) => ms >= 1_000 && ms <= 7 * 86_400_000, 'must be between 1s and 7d')
      .optional()
      .describe('By `notify`: how long the answer may take, 1h without it.'),
  })
  .superRefine((promote, context) => {
    const complain = (field: string, message: string): void => {
      context.addIssue({ code: 'custom', path: [field], message });
    };
    for (const field of commitOnly) {
      if (promote.by !== 'commit' && promote[field] !== undefined)
        complain(field, 'is only for promote: { by: commit }');
    }
    for (const field of notifyOnly) {
      if (promote.by !== 'notify' && promote[field] !== undefined)
        complain(field, 'is only for promote: { by: notify }');
    }
    if (promote.by === 'notify' && promote.url === undefined)
      complain('url', 'is required for promote: { by: notify }');
    if (promote.by !== 'commit') return;
    if (promote.branch === undefined) complain('branch', 'is required for promote: { by: commit }');
    if ((promote.path !== undefined) === (promote.marker === true)) {
      complain('path', 'must be there, or marker: true in its place');
    }
    if (promote.path !== undefined && promote.file === undefined) complain('file', 'is required where there is a path');
  });
export type PromoteSpec = z.output<typeof promoteSchema>;

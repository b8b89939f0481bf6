import * as z from 'zod';
import { messageSchema } from '../lib/message-schema.ts';
import { nameSchema } from '../lib/name-schema.ts';
import { durationSchema } from '../lib/duration.ts';
import { parseImportAddress } from './import-address.ts';

const linkSchema = z.strictObject({
  title: z.string().min(1).max(80),
  url: z.url({ protocol: /^https?$/, error: 'must be an http or https address' }),
});

/** What an author writes below `spec:` of an App. Short forms for the usual, long forms for the rest. */
export const appSpecSchema = z
  .strictObject({
    description: z.string().max(500).optional().describe('One sentence for people who see the app for the first time.'),
    owner: z.string().min(1).max(80).optional().describe('The person or team to ask.'),
    links: z.array(linkSchema).max(20).default([]).describe('Where to read on: docs, dashboards, run books.'),
    repository: z
      .strictObject({
        import: z
          .string()
          .min(1)
          .refine((source) => parseImportAddress(source).withCredential === undefined, {
            error:
              'must be without a user name and password, because manifests are kept and shown: give them to sluice app create NAME --repo URL',
          })
          .optional()
          .describe('Path or URL of an existing repository; its branches and tags are taken over once, at creation.'),
        defaultBranch: z.string().min(1).max(200).default('main').describe('What a clone checks out.'),
      })
      .prefault({}),
    build: z
      .union([
        z
          .string()
          .min(1)
          .transform((command) => ({ command, timeoutMs: 10 * 60_000 })),
        z
          .strictObject({ command: z.string().min(1), timeout: durationSchema.default(10 * 60_000) })
          .transform(({ command, timeout }) => ({ command, timeoutMs: timeout })),
      ])
      .optional()
      .describe('Run in a clean copy of the sources; what it leaves is the artifact. Without it the sources are.'),
    health: z
      .union([
        z
          .string()
          .startsWith('/')
          .transform((path) => ({ path, deadlineMs: 30_000 })),
        z
          .strictObject({ path: z.string().startsWith('/').optional(), deadline: durationSchema.default(30_000) })
          .transform(({ path, deadline }) => ({ ...(path === undefined ? {} : { path }), deadlineMs: deadline })),
      ])
      .prefault({})
      .describe('When a new version counts as ready: its port is open and, with a path, GET answers 2xx or 3xx.'),
  })
  .meta({ id: 'AppSpec' });
export type AppSpec = z.output<typeof appSpecSchema>;

export const appSchema = z
  .object({
    name: z.string(),
    project: z.string(),
    generation: z.int(),
    description: z.string().nullable(),
    owner: z.string().nullable(),
    links: z.array(z.object({ title: z.string(), url: z.string() })),
    /** Where to clone from and push to. */
    repositoryUrl: z.string(),
    repositoryState: z.enum(['importing', 'ready', 'failed']),
    repositoryMessage: messageSchema.nullable(),
    pipeline: z.string().nullable(),
    buildCommand: z.string().nullable(),
    healthPath: z.string().nullable(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'App' });
export type AppView = z.infer<typeof appSchema>;

/** `sluice app create NAME --repo … --build …`: the common fields without writing a manifest. */
export const createAppSchema = z
  .strictObject({
    name: nameSchema,
    project: nameSchema.default('default'),
    repository: z.string().min(1).optional().describe('Path or URL of an existing repository to take over.'),
    build: z.string().min(1).optional(),
    healthPath: z.string().startsWith('/').optional(),
    owner: z.string().min(1).max(80).optional(),
    description: z.string().max(500).optional(),
  })
  .meta({ id: 'CreateApp' });
export type CreateApp = z.output<typeof createAppSchema>;

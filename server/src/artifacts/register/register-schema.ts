import * as z from 'zod';
import { messageSchema } from '../../lib/message-schema.ts';
import { projectSchema } from '../../lib/name-schema.ts';
import semver from 'semver';
import { artifactSchema } from '../artifact-schema.ts';

const line = (longest: number) =>
  z
    .string()
    .max(longest)
    .regex(/^\P{Cc}*$/u, 'must be one line');
const mostProvenance = 64 * 1024;

export const registerArtifactSchema = z
  .strictObject({
    project: projectSchema,
    app: z.string().min(1).max(100),
    digest: z
      .string()
      .regex(/^sha256:[0-9a-f]{64}$/, 'must be sha256: and 64 lower-case hexadecimal digits')
      .describe('What identifies it, wherever it lies.'),
    version: z
      .string()
      .max(128)
      .refine((text) => semver.valid(text) === text, 'must be a version of SemVer like 1.4.0 or 1.4.0-rc.1')
      .describe('It keeps this version in every environment.'),
    revision: z
      .string()
      .regex(/^([0-9a-f]{40}|[0-9a-f]{64})$/, 'must be a whole commit, 40 or 64 lower-case hexadecimal digits')
      .describe('The commit that it was built of.'),
    branch: line(200)
      .min(1)
      .optional()
      .describe(
        'The branch of that commit: it enters the environments which that branch feeds. Without it, the first one.',
      ),
    image: z
      .string()
      .max(500)
      .regex(
        /^[a-z0-9.-]+(:\d+)?(\/[a-z0-9._-]+)+@sha256:[0-9a-f]{64}$/,
        'must be an image with its digest, like ghcr.io/acme/shop@sha256:…',
      )
      .optional()
      .describe('Where it lies as an image, by the same digest.'),
    provenance: z
      .record(z.string(), z.unknown())
      .refine((value) => JSON.stringify(value).length <= mostProvenance, 'must be at most 64 KiB of JSON')
      .optional()
      .describe('How it was made, as its builder says: an in-toto or SLSA statement, for example.'),
    provenanceUrl: z
      .url({ protocol: /^https?$/, error: 'must be an http or https address' })
      .max(2000)
      .optional()
      .describe('Where to read that.'),
    author: line(200).optional().describe('Of the commit, where the repository here does not have it.'),
    subject: line(500).optional().describe('Of the commit, where the repository here does not have it.'),
    committedAt: z.iso.datetime({ offset: true }).optional(),
  })
  .refine(({ image, digest }) => image === undefined || image.endsWith(`@${digest}`), {
    path: ['image'],
    message: 'must be an image by the same digest as the artifact',
  })
  .meta({ id: 'RegisterArtifact' });
export type RegisterArtifact = z.output<typeof registerArtifactSchema>;

export const registeredSchema = z
  .object({ outcome: z.enum(['registered', 'known']), message: messageSchema, artifact: artifactSchema })
  .meta({ id: 'RegisteredArtifact' });

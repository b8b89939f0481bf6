import semver from 'semver';
import * as z from 'zod';
import { durationSchema } from '../lib/duration.ts';
import { outgoingUrlSchema } from '../lib/outgoing/outgoing-schema.ts';

/** What an address may hold in place of a word. */
const placeholders = ['project', 'app', 'environment', 'version', 'digest', 'revision'] as const;

/** An address that Sluice calls, in which `${app}` and its like stand for what is on its way. */
export const addressSchema = outgoingUrlSchema
  .refine((text) => !/^[^/]*\/\/[^/?#]*\$/.test(text), 'must be an address whose host holds no ${…}')
  .refine(
    (text) => [...text.matchAll(/\$\{([^}]*)\}?/g)].every(([, name]) => placeholders.some((one) => one === name)),
    'must be without ${…}, other than ${project}, ${app}, ${environment}, ${version}, ${digest} and ${revision}',
  );

const credentials = /^(authorization|proxy-authorization|cookie)$|token|secret|password|api-?key|credential/i;
const own = /^(host|content-length|content-type|transfer-encoding|connection|upgrade|te|trailer|expect|webhook-.*)$/i;

const headerNameSchema = z
  .string()
  .max(100)
  .regex(/^[A-Za-z][A-Za-z0-9-]*$/, 'must be letters, digits and dashes, like X-Team')
  .refine(
    (name) => !credentials.test(name),
    'is a credential, and manifests are kept and shown: let the other side check the signature (sluice app signing-secret APP)',
  )
  .refine((name) => !own.test(name), 'is set by Sluice itself');

export const httpGateSchema = z.strictObject({
  url: addressSchema.describe('What is asked. `${version}` and its like stand for what is on its way.'),
  method: z.enum(['GET', 'POST']).default('GET').describe('`POST` sends what is on its way as JSON.'),
  headers: z
    .record(
      headerNameSchema,
      z
        .string()
        .max(500)
        .regex(/^[\t\x20-\x7e]*$/, 'must be one line'),
    )
    .default({})
    .describe('Further headers; never a credential.'),
  condition: z
    .string()
    .describe('CEL over `status`, `headers`, `body` and `artifact`. The gate is open while it holds.'),
  every: durationSchema
    .refine((ms) => ms >= 5_000 && ms <= 86_400_000, 'must be between 5s and 1d')
    .prefault('1m')
    .describe('How often it is asked while something waits.'),
  timeout: durationSchema
    .refine((ms) => ms >= 1_000 && ms <= 30_000, 'must be between 1s and 30s')
    .prefault('10s')
    .describe('An answer that takes longer is none.'),
});
export type HttpGateSpec = z.output<typeof httpGateSchema>;

export const artifactGateSchema = z
  .strictObject({
    branches: z
      .array(
        z
          .string()
          .max(200)
          .regex(/^(?!-)[^\s~^:?[\\\p{Cc}]+$/u, 'is not a branch name'),
      )
      .min(1)
      .max(50)
      .optional()
      .describe('The branches by which it may have come; `release/*` stands for many.'),
    versions: z
      .string()
      .max(200)
      .refine((range) => semver.validRange(range) !== null, 'must be a range of versions like ">=1.4.0 <2"')
      .optional()
      .describe('The versions that may enter, like `>=1.4.0 <2`. Versions with a dash count as well.'),
    condition: z.string().optional().describe('CEL over `artifact`, which has to hold.'),
  })
  .refine(
    ({ branches, versions, condition }) => (branches ?? versions ?? condition) !== undefined,
    'must be at least one of branches, versions, condition',
  );
export type ArtifactGateSpec = z.output<typeof artifactGateSchema>;

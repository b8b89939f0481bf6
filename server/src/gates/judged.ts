import type { Names } from '../lib/condition/condition.ts';

/** What the condition of an `http` gate may name. */
export const httpNames = {
  status: 'int',
  headers: 'map<string, string>',
  body: 'dyn',
  artifact: { version: 'string', digest: 'string', revision: 'string' },
} as const satisfies Names;

/** What the condition of an `artifact` gate may name. */
export const artifactNames = {
  artifact: {
    version: 'string',
    prerelease: 'bool',
    digest: 'string',
    revision: 'string',
    branch: 'string',
    branches: 'list<string>',
    author: 'string',
    subject: 'string',
    rebuilt: 'bool',
    origin: 'string',
    image: 'string',
    provenance: 'dyn',
  },
} as const satisfies Names;

import { isDeepStrictEqual } from 'node:util';
import { stringify } from 'yaml';
import type { Db } from '../engine/transaction.ts';
import type { Caller, Identity } from '../identity/index.ts';
import { Problem } from '../lib/problem.ts';
import type { SecretBox } from '../lib/secret-box.ts';
import { apiVersion } from '../manifests/index.ts';
import type { ApplyManifest } from '../manifests/index.ts';
import { appMessages as messages } from './app-messages.ts';
import { appSpecSchema } from './app-schema.ts';
import type { CreateApp } from './app-schema.ts';
import { findApp } from './app-store.ts';
import { parseImportAddress } from './import-address.ts';
import { keepImportCredential } from './import-credential.ts';

/**
 * `sluice app create`: the manifest that an author would have written for these few settings, applied. A credential in
 * the repository's URL is kept apart from it, because every version of a manifest is kept and shown.
 */
export function createCreateApp(deps: {
  readonly db: Db;
  readonly identity: Identity;
  readonly apply: ApplyManifest;
  readonly secretBox: SecretBox;
}): (caller: Caller, input: CreateApp) => Promise<'created' | 'unchanged'> {
  return async (caller, input) => {
    const { project, name } = input;
    await deps.identity.authorize(caller, 'app.apply', { project, app: name });
    const known = await findApp(deps.db, project, name);
    const source = input.repository === undefined ? undefined : parseImportAddress(input.repository);
    const document = documentOf(input, source?.address);
    if (known !== undefined) {
      if (isDeepStrictEqual(known.spec, appSpecSchema.parse(document.spec))) return 'unchanged';
      throw new Problem('Conflict', messages.app_exists({ name }));
    }
    const manifest = stringify(document);
    const settings = { manifest, file: 'app.yaml', project, dryRun: false };
    // Somebody may create the same app at the same moment: theirs is not changed by ours.
    await deps.apply(caller, settings, {
      whenExists: () => new Problem('Conflict', messages.app_exists({ name })),
      alongside: async (tx) => {
        if (source !== undefined) await keepImportCredential(tx.db, deps.secretBox, { project, name }, source);
      },
    });
    return 'created';
  };
}

function documentOf(input: CreateApp, repository: string | undefined) {
  const { project, name, description, owner, build, healthPath } = input;
  return {
    apiVersion,
    kind: 'App',
    metadata: { name, ...(project === 'default' ? {} : { project }) },
    spec: {
      ...(description === undefined ? {} : { description }),
      ...(owner === undefined ? {} : { owner }),
      ...(repository === undefined ? {} : { repository: { import: repository } }),
      ...(build === undefined ? {} : { build }),
      ...(healthPath === undefined ? {} : { health: healthPath }),
    },
  };
}

import { isDeepStrictEqual } from 'node:util';
import { stringify } from 'yaml';
import type { Db } from '../engine/transaction.ts';
import type { Caller, Identity } from '../identity/index.ts';
import { Problem } from '../lib/problem.ts';
import { apiVersion } from '../manifests/index.ts';
import type { ApplyManifest } from '../manifests/index.ts';
import { appMessages as messages } from './app-messages.ts';
import { appSpecSchema } from './app-schema.ts';
import type { CreateApp } from './app-schema.ts';
import { findApp } from './app-store.ts';

/** `sluice app create`: the manifest that an author would have written for these few settings, applied. */
export function createCreateApp(deps: {
  readonly db: Db;
  readonly identity: Identity;
  readonly apply: ApplyManifest;
}): (caller: Caller, input: CreateApp) => Promise<'created' | 'unchanged'> {
  return async (caller, input) => {
    const { project, name } = input;
    await deps.identity.authorize(caller, 'app.apply', { project, app: name });
    const known = await findApp(deps.db, project, name);
    const document = documentOf(input);
    if (known !== undefined) {
      if (isDeepStrictEqual(known.spec, appSpecSchema.parse(document.spec))) return 'unchanged';
      throw new Problem('Conflict', messages.app_exists({ name }));
    }
    const manifest = stringify(document);
    const settings = { manifest, file: 'app.yaml', project, dryRun: false };
    // Somebody may create the same app at the same moment: theirs is not changed by ours.
    await deps.apply(caller, settings, { whenExists: () => new Problem('Conflict', messages.app_exists({ name })) });
    return 'created';
  };
}

function documentOf(input: CreateApp) {
  const { project, name, description, owner, repository, build, healthPath } = input;
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

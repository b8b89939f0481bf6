import { isDeepStrictEqual } from 'node:util';
import { stringify } from 'yaml';
import type { Db, Transact, Tx } from '../engine/transaction.ts';
import type { Caller, Identity } from '../identity/index.ts';
import { checkSource } from '../lib/git/import-source.ts';
import type { ImportPolicy } from '../lib/git/import-source.ts';
import { Problem } from '../lib/problem.ts';
import type { SecretBox } from '../lib/secret-box.ts';
import { apiVersion } from '../manifests/index.ts';
import type { ApplyManifest } from '../manifests/index.ts';
import { appMessages as messages } from './app-messages.ts';
import { appSpecSchema } from './app-schema.ts';
import type { CreateApp } from './app-schema.ts';
import { appKey } from './app.ts';
import { findApp, forgetImportCredential, lockApp, writeRepositoryState } from './app-store.ts';
import { parseImportAddress } from './import-address.ts';
import type { Repositories } from './repositories.ts';
import { importSourceOf, keepImportCredential } from './import-credential.ts';

/**
 * `sluice app create`: the manifest that an author would have written for these few settings, applied. A credential in
 * the repository's URL is kept apart from it, because every version of a manifest is kept and shown.
 *
 * While nothing has been taken over yet, because the address or its credential was wrong, the same command with other
 * words corrects it; an app that has its repository is not changed by being created again.
 */
export function createCreateApp(deps: {
  readonly db: Db;
  readonly identity: Identity;
  readonly apply: ApplyManifest;
  readonly secretBox: SecretBox;
  readonly transact: Transact;
  readonly repositories: Repositories;
  /** What an import may read from: whatever can be known without asking anybody is refused at once. */
  readonly importPolicy: ImportPolicy;
}): (caller: Caller, input: CreateApp) => Promise<'created' | 'corrected' | 'unchanged'> {
  return async (caller, input) => {
    const { project, name } = input;
    await deps.identity.authorize(caller, 'app.apply', { project, app: name });
    const known = await findApp(deps.db, project, name);
    const source = input.repository === undefined ? undefined : parseImportAddress(input.repository);
    const document = documentOf(input, source?.address);
    const isSame = known !== undefined && isDeepStrictEqual(known.spec, appSpecSchema.parse(document.spec));
    const mayCorrect = known?.spec.repository.import !== undefined && known.repositoryState !== 'ready';
    if (isSame && (!mayCorrect || source === undefined)) return 'unchanged';
    if (isSame && source !== undefined) {
      // The manifest has no credential in it: only what is kept can tell whether this one is another.
      const kept = await importSourceOf(deps.db, deps.secretBox, { project, name }, source.address);
      if (kept === (source.withCredential ?? source.address)) return 'unchanged';
    }
    if (known !== undefined && !mayCorrect) throw new Problem('Conflict', messages.app_exists({ name }));
    if (input.repository !== undefined) await refuseAtOnce(input.repository, deps.importPolicy);

    // A credential is only ever sent where it was given for; with another address, or none, it is forgotten.
    const keepCredential = async (tx: Tx): Promise<void> => {
      await forgetImportCredential(tx.db, project, name);
      if (source !== undefined) await keepImportCredential(tx.db, deps.secretBox, { project, name }, source);
    };
    // The import may just have succeeded after all.
    const beginAnew = async (tx: Tx): Promise<void> => {
      await lockApp(tx.db, project, name, 'update');
      const isNoted = (await findApp(tx.db, project, name))?.repositoryState === 'ready';
      // It may also be on the disk and not noted yet, as after a crash; it is never replaced.
      if (isNoted || (await deps.repositories.open(project, name).exists())) {
        throw new Problem('Conflict', messages.app_exists({ name }));
      }
      await writeRepositoryState(tx.db, { project, name }, 'importing', null);
    };
    if (isSame) {
      await deps.transact(async (tx) => {
        await beginAnew(tx);
        await keepCredential(tx);
        tx.wake('repository', appKey({ project, name }));
      });
      return 'corrected';
    }
    const manifest = stringify(document);
    const settings = { manifest, file: 'app.yaml', project, dryRun: false };
    // Somebody may create the same app at the same moment: theirs is not changed by ours.
    await deps.apply(caller, settings, {
      ...(known === undefined ? { whenExists: () => new Problem('Conflict', messages.app_exists({ name })) } : {}),
      alongside: async (tx) => {
        if (known !== undefined) await beginAnew(tx);
        await keepCredential(tx);
      },
    });
    return known === undefined ? 'created' : 'corrected';
  };
}

/** @throws Problem InvalidInput for what may not be read; what only the network can tell is left to the import. */
async function refuseAtOnce(source: string, policy: ImportPolicy): Promise<void> {
  try {
    await checkSource(source, policy);
  } catch (error) {
    if (!(error instanceof Problem) || error.kind !== 'Unavailable') throw error;
  }
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

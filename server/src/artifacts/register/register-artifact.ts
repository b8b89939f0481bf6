import { isDeepStrictEqual } from 'node:util';
import { appKey, lockApp, requireApp } from '../../apps/index.ts';
import type { Repositories } from '../../apps/index.ts';
import type { Db, Transact, Tx } from '../../engine/transaction.ts';
import type { Caller, Identity } from '../../identity/index.ts';
import { newId } from '../../lib/id.ts';
import type { Message } from '../../lib/message.ts';
import { Problem } from '../../lib/problem.ts';
import type { Artifact } from '../artifact.ts';
import {
  findArtifactByDigest,
  findArtifactByVersion,
  insertArtifact,
  recordRevision,
  requireArtifactById,
  tellMore,
} from '../artifact-store.ts';
import type { Registry } from '../registry.ts';
import { registerMessages as messages } from './register-messages.ts';
import type { RegisterArtifact } from './register-schema.ts';

/** Artifacts that were built elsewhere share a key, so that none is taken for what Sluice would build of the same tree. */
export const registeredKey = 'registered';

export interface Registered {
  readonly outcome: 'registered' | 'known';
  readonly message: Message;
  readonly artifact: Artifact;
}

/** A commit has become an artifact elsewhere. */
export interface Arrival {
  readonly project: string;
  readonly app: string;
  readonly revision: string;
  /** Null: nobody said by which branch it came. */
  readonly branch: string | null;
  readonly actor: string;
  readonly door: string;
}

/** What the repository here knows of the commit; elsewhere built things may come of commits that it does not have. */
interface CommitFacts {
  readonly tree: string;
  readonly author: string;
  readonly subject: string;
  readonly committedAt: Date;
}

/** `sluice artifact register`: any CI hands over what it has built. The same again changes nothing. */
export function createRegisterArtifact(parts: {
  readonly db: Db;
  readonly transact: Transact;
  readonly identity: Identity;
  readonly registry: Registry;
  readonly repositories: Repositories;
  /** Called in the transaction that makes it known; answers the environments that it enters. */
  onArtifact(tx: Tx, arrival: Arrival, artifact: Artifact): Promise<readonly string[]>;
}): (caller: Caller, input: RegisterArtifact) => Promise<Registered> {
  return async (caller, input) => {
    const { project, app: name, digest, revision } = input;
    await parts.identity.authorize(caller, 'artifact.register', { project, app: name });
    const app = await requireApp(parts.db, project, name);
    const held = await parts.registry.has(appKey(app), digest);
    const commit = await commitOf(parts.repositories, caller, input);

    return parts.transact(async (tx) => {
      // Two that register at once come one after the other, and a build does not choose the same version.
      if (!(await lockApp(tx.db, project, name, 'update'))) await requireApp(tx.db, project, name);
      const before = await findArtifactByDigest(tx.db, project, name, digest);
      const isKnown = before?.revisions.some((one) => one.revision === revision) === true;
      const artifact = before ?? (await insert(tx, caller, input, commit, held));
      if (before !== undefined) {
        refuseAnother(before, input);
        await tellMore(tx.db, before.id, input);
        if (isKnown) {
          const same = await requireArtifactById(tx.db, before.id);
          const message = messages.artifact_known({ app: name, version: before.version });
          return { outcome: 'known', message, artifact: same };
        }
      }
      const { author, subject, committedAt } = commit;
      const branch = input.branch ?? null;
      await recordRevision(tx.db, artifact.id, { revision, branch, author, subject, committedAt });
      const written = await requireArtifactById(tx.db, artifact.id);
      const { actor, door } = caller;
      const environments = await parts.onArtifact(tx, { project, app: name, revision, branch, actor, door }, written);
      const message = messages.artifact_registered({ app: name, version: written.version, environments });
      return { outcome: 'registered', message, artifact: written };
    });
  };
}

async function insert(
  tx: Tx,
  caller: Caller,
  input: RegisterArtifact,
  { tree, author }: CommitFacts,
  held: boolean,
): Promise<{ readonly id: string }> {
  const { project, app, digest, version, revision } = input;
  const other = await findArtifactByVersion(tx.db, project, app, version);
  if (other !== undefined) {
    throw new Problem('Conflict', messages.artifact_version_taken({ version, digest: other.digest }));
  }
  const id = newId('art');
  await insertArtifact(tx.db, {
    id,
    project,
    app,
    digest,
    version,
    tree,
    buildKey: registeredKey,
    sizeBytes: 0,
    parents: [],
    origin: 'registered',
    held,
    image: input.image ?? null,
    provenance: input.provenance ?? null,
    provenanceUrl: input.provenanceUrl ?? null,
    registeredBy: caller.actor,
  });
  tx.emit({
    type: 'artifact.registered',
    project,
    subject: `artifact/${id}`,
    labels: { app },
    actor: caller.actor,
    door: caller.door,
    data: { version, digest, revision, branch: input.branch ?? null, author, image: input.image ?? null },
  });
  return { id };
}

/** What is known of content stays true: something else about it is a mistake of one of the two. */
function refuseAnother(known: Artifact, input: RegisterArtifact): void {
  const { version } = known;
  if (version !== input.version) {
    const words = { digest: input.digest, version, wanted: input.version };
    throw new Problem('Conflict', messages.artifact_digest_taken(words));
  }
  if (input.image !== undefined && known.image !== null && known.image !== input.image) {
    throw new Problem('Conflict', messages.artifact_image_differs({ version, image: known.image }));
  }
  const { provenance } = input;
  if (provenance !== undefined && known.provenance !== null && !isDeepStrictEqual(known.provenance, provenance)) {
    throw new Problem('Conflict', messages.artifact_provenance_differs({ version }));
  }
}

async function commitOf(repositories: Repositories, caller: Caller, input: RegisterArtifact): Promise<CommitFacts> {
  const repository = repositories.open(input.project, input.app);
  try {
    const commit = await repository.commit(await repository.resolve(input.revision));
    const { tree, authorName: author, subject, committedAt } = commit;
    // Whatever happens to the branches, a rollback may need this commit.
    await repository.keep(commit.sha);
    return { tree, author, subject, committedAt };
  } catch (error) {
    if (!(error instanceof Problem) || error.kind !== 'NotFound') throw error;
    const { author = caller.actor, subject = '', committedAt } = input;
    return { tree: '', author, subject, committedAt: committedAt === undefined ? new Date() : new Date(committedAt) };
  }
}

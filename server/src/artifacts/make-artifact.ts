import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { appKey, takeBuildNumber } from '../apps/index.ts';
import type { App, Repositories } from '../apps/index.ts';
import type { Tx } from '../engine/transaction.ts';
import type { Commit } from '../lib/git/history.ts';
import { newId } from '../lib/id.ts';
import type { Message } from '../lib/message.ts';
import { Problem } from '../lib/problem.ts';
import {
  findArtifactByDigest,
  findArtifactByVersion,
  holdContent,
  insertArtifact,
  recordRevision,
  requireArtifactById,
} from './artifact-store.ts';
import type { Artifact } from './artifact.ts';
import { artifactMessages as messages } from './artifact-messages.ts';
import type { BuildRunner } from './build-runner.ts';
import type { Registry, StoredArtifact } from './registry.ts';
import { checkArchive } from './unpack.ts';
import { versionOf } from './version.ts';

export interface ContentParts {
  readonly registry: Registry;
  readonly runner: BuildRunner;
  readonly repositories: Repositories;
  /** Build logs lie below. */
  readonly dataDir: string;
  readonly place?: BuildPlace | undefined;
}

/** Where builds work, as whom, and with what of the server's environment. Default: below the data directory, as the server, with nothing. */
export interface BuildPlace {
  /** What a killed server leaves in it is removed by the next. */
  readonly directory: string;
  readonly runAs?: { readonly uid: number; readonly gid: number } | undefined;
  /** What the operator lets through, such as a proxy or certificates. */
  readonly env?: Readonly<Record<string, string>>;
}

function buildDirectoryOf({ place, dataDir }: Pick<ContentParts, 'place' | 'dataDir'>): string {
  return place?.directory ?? join(dataDir, 'builds');
}

const maxLogBytes = 50 * 1024 * 1024;
const maxOutputBytes = 4 * 1024 ** 3;

/** Which way of building gave the content: artifacts of the same tree by another command are other artifacts. */
export function buildKeyOf(app: App): string {
  const command = app.spec.build?.command ?? '';
  return command === '' ? 'sources' : `sha256:${createHash('sha256').update(command).digest('hex')}`;
}

export type Content =
  | { readonly made: true; readonly stored: StoredArtifact }
  | { readonly made: false; readonly result: string; readonly message: Message };

/** Turns a commit's tree into stored content: the sources themselves, or what the app's build command leaves. */
export async function makeContent(
  parts: ContentParts,
  app: App,
  commit: Commit,
  build: { readonly id: string; readonly logFile: string; readonly signal: AbortSignal },
): Promise<Content> {
  const repository = parts.repositories.open(app.project, app.name);
  const unsupported = await repository.unsupported(commit.sha);
  if (unsupported.submodules.length > 0 || unsupported.lfsPointers.length > 0) {
    const paths = { submodules: unsupported.submodules, lfs: unsupported.lfsPointers };
    return { made: false, result: 'failure', message: messages.build_unsupported_content(paths) };
  }
  const workDir = join(buildDirectoryOf(parts), build.id);
  const runDir = join(workDir, 'run');
  await mkdir(runDir, { recursive: true });
  // Whatever the umask: the build's user passes through, and only the folder of its run is its own.
  for (const folder of [buildDirectoryOf(parts), workDir, runDir]) await chmod(folder, 0o711);
  try {
    const sourceTar = join(workDir, 'sources.tar');
    await repository.archive(commit.tree, sourceTar, { signal: build.signal });
    let tarPath = sourceTar;
    if (app.spec.build !== undefined) {
      const built = await parts.runner.runBuild({
        sourceTar,
        command: app.spec.build.command,
        timeoutMs: app.spec.build.timeoutMs,
        workDir: runDir,
        logFile: build.logFile,
        maxLogBytes,
        maxOutputBytes,
        signal: build.signal,
        env: parts.place?.env ?? {},
        ...parts.place?.runAs,
      });
      if (built.result !== 'success') return { made: false, result: built.result, message: built.message };
      tarPath = built.tarPath;
    } else {
      // What could not be unpacked later is refused now, while its author still looks.
      try {
        await checkArchive(createReadStream(sourceTar));
      } catch (error) {
        if (!(error instanceof Problem) || error.kind !== 'InvalidInput') throw error;
        return { made: false, result: 'failure', message: error.detail };
      }
    }
    // The manifest holds content only; which version and commit it is stands in the index and in our rows.
    const stored = await parts.registry.push(appKey(app), tarPath, {
      'org.opencontainers.image.revision': commit.sha,
      'org.opencontainers.image.created': commit.committedAt.toISOString(),
    });
    return { made: true, stored };
  } finally {
    await rm(workDir, { recursive: true, force: true });
  }
}

/** Writes the rows of a commit whose content is stored: a new artifact, or one more revision of a known one. */
export async function recordArtifact(
  tx: Tx,
  app: App,
  found: {
    readonly commit: Commit;
    readonly branch: string;
    readonly stored: StoredArtifact;
    readonly tagged: string | undefined;
    readonly before: readonly string[];
    readonly parents: readonly string[];
  },
): Promise<Artifact> {
  const { commit, branch, stored } = found;
  // Takes the app's row lock, so that two builds of one app cannot choose the same version.
  const buildNumber = await takeBuildNumber(tx.db, app.project, app.name);
  const revision = {
    revision: commit.sha,
    branch,
    author: commit.authorName,
    subject: commit.subject,
    committedAt: commit.committedAt,
  };
  const known = await findArtifactByDigest(tx.db, app.project, app.name, stored.digest);
  if (known !== undefined) {
    await holdContent(tx.db, known.id, stored.sizeBytes);
    await recordRevision(tx.db, known.id, revision);
    return requireArtifactById(tx.db, known.id);
  }
  let version = versionOf({ tagged: found.tagged, before: found.before, branch, buildNumber });
  // A tag that was moved to other content cannot give its version twice; a further build number always ends up free.
  while ((await findArtifactByVersion(tx.db, app.project, app.name, version)) !== undefined) {
    const next = await takeBuildNumber(tx.db, app.project, app.name);
    version = versionOf({ tagged: undefined, before: found.before, branch, buildNumber: next });
  }
  const id = newId('art');
  await insertArtifact(tx.db, {
    id,
    project: app.project,
    app: app.name,
    digest: stored.digest,
    version,
    tree: commit.tree,
    buildKey: buildKeyOf(app),
    sizeBytes: stored.sizeBytes,
    parents: found.parents,
    origin: 'built',
    held: true,
    image: null,
    provenance: null,
    provenanceUrl: null,
    registeredBy: null,
  });
  await recordRevision(tx.db, id, revision);
  tx.emit({
    type: 'artifact.published',
    project: app.project,
    subject: `artifact/${id}`,
    labels: { app: app.name },
    actor: 'sluice',
    door: 'system',
    data: { version, digest: stored.digest, revision: commit.sha, branch, author: commit.authorName },
  });
  return requireArtifactById(tx.db, id);
}

import type { Db } from '../engine/transaction.ts';
import type { Artifact } from './artifact.ts';
import type { ArtifactView } from './artifact-schema.ts';
import { listArtifactsById } from './artifact-store.ts';

/** Artifacts as they leave through the doors. */
export async function artifactViews(db: Db, artifacts: readonly Artifact[]): Promise<ArtifactView[]> {
  const parents = await listArtifactsById(
    db,
    artifacts.flatMap((artifact) => artifact.parents),
  );
  return artifacts.map((artifact) => ({
    id: artifact.id,
    project: artifact.project,
    app: artifact.app,
    version: artifact.version,
    digest: artifact.digest,
    sizeBytes: artifact.sizeBytes,
    revisions: artifact.revisions.map(({ committedAt, ...revision }) => ({
      ...revision,
      committedAt: committedAt.toISOString(),
    })),
    rebuiltFrom: artifact.parents.flatMap((id) => parents.get(id)?.version ?? []),
    withdrawn: artifact.withdrawn && { ...artifact.withdrawn, at: artifact.withdrawn.at.toISOString() },
    origin: artifact.origin,
    image: artifact.image,
    provenance: artifact.provenance === null ? null : { ...artifact.provenance },
    provenanceUrl: artifact.provenanceUrl,
    registeredBy: artifact.registeredBy,
    createdAt: artifact.createdAt.toISOString(),
  }));
}

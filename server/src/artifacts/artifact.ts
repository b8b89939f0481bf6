/** What is delivered: immutable content with one version, known under one or more commits. */
export interface Artifact {
  readonly id: string;
  readonly project: string;
  readonly app: string;
  readonly digest: string;
  readonly version: string;
  readonly tree: string;
  readonly buildKey: string;
  readonly sizeBytes: number;
  readonly parents: readonly string[];
  readonly withdrawn: { readonly at: Date; readonly by: string; readonly reason: string | null } | null;
  readonly origin: 'built' | 'registered';
  /** Whether Sluice's own registry holds the content. */
  readonly held: boolean;
  /** When its content was given up, because nothing had needed it for long; null while that has not happened. */
  readonly prunedAt: Date | null;
  /** Where it lies as an image, by its digest. */
  readonly image: string | null;
  /** What its builder says about how it was made. */
  readonly provenance: Readonly<Record<string, unknown>> | null;
  readonly provenanceUrl: string | null;
  readonly registeredBy: string | null;
  readonly createdAt: Date;
  /** Commits that are this content, newest first; never empty. */
  readonly revisions: readonly ArtifactRevision[];
}

export interface ArtifactRevision {
  readonly revision: string;
  readonly branch: string | null;
  readonly author: string;
  readonly subject: string;
  readonly committedAt: Date;
}

/** The commit that is meant when nobody says which: the one recorded last. */
export function newestRevision(artifact: Artifact): string {
  const [newest] = artifact.revisions;
  if (newest === undefined) throw new Error(`artifact ${artifact.id} has no revision`);
  return newest.revision;
}

export function artifactRef(artifact: Artifact, revision?: string) {
  return {
    id: artifact.id,
    version: artifact.version,
    digest: artifact.digest,
    revision: revision ?? newestRevision(artifact),
  };
}

/** As long as people need to tell digests and revisions apart, and no longer. */
export function short(digestOrRevision: string): string {
  return digestOrRevision.startsWith('sha256:') ? digestOrRevision.slice(0, 19) : digestOrRevision.slice(0, 7);
}

/**
 * How an address points at an artifact: by version, by digest (with or without `sha256:`), or by revision. Digests and
 * revisions may be cut to four characters or more. One text may match in several ways; the caller tells them apart.
 */
export function addressMatches(
  artifact: Pick<Artifact, 'version' | 'digest' | 'revisions'>,
  address: string,
): 'version' | 'digest' | 'revision' | undefined {
  if (artifact.version === address || artifact.version === address.replace(/^v(?=\d)/, '')) return 'version';
  const hex = address.replace(/^sha256:/, '').toLowerCase();
  if (!/^[0-9a-f]{4,64}$/.test(hex)) return undefined;
  if (artifact.digest.slice('sha256:'.length).startsWith(hex)) return 'digest';
  if (!address.startsWith('sha256:') && artifact.revisions.some(({ revision }) => revision.startsWith(hex))) {
    return 'revision';
  }
  return undefined;
}

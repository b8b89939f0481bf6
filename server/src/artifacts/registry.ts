import type { Readable } from 'node:stream';

export interface StoredArtifact {
  /** `sha256:…` of the manifest. Equal content gives an equal digest, always. */
  readonly digest: string;
  readonly sizeBytes: number;
}

/** Where artifacts lie. Local: an OCI image-layout folder for each app. */
export interface Registry {
  /** Stores one uncompressed tar as a single-layer OCI artifact. Content that is there already is not written again. */
  push(repository: string, tarPath: string, annotations: Readonly<Record<string, string>>): Promise<StoredArtifact>;
  /** The layer's tar, verified against its digest while it is read: a mismatch ends the stream with an error. */
  pull(repository: string, digest: string): Promise<Readable>;
  has(repository: string, digest: string): Promise<boolean>;
  /** Forgets artifacts and drops the blobs that nothing else refers to. Unknown digests are fine. */
  remove(repository: string, digests: readonly string[]): Promise<void>;
}

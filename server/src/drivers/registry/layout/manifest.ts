import { createHash } from 'node:crypto';
import * as z from 'zod';

/** What an artifact of Sluice is, in OCI's words. */
export const artifactType = 'application/vnd.sluice.source.v1';
/**
 * OCI's own type for an uncompressed tar, not one of ours: the bytes are exactly that, so stock tools can unpack it.
 * Uncompressed because compressors change between versions, and equal trees must give equal digests for years.
 */
const layerType = 'application/vnd.oci.image.layer.v1.tar';
export const manifestType = 'application/vnd.oci.image.manifest.v1+json';
export const indexType = 'application/vnd.oci.image.index.v1+json';

export interface Blob {
  readonly digest: string;
  readonly bytes: Buffer;
}

/** The configuration of an artifact that has none, as the OCI image specification gives it. */
export const emptyConfig: Blob = blobOf(Buffer.from('{}'));

const digestSchema = z.string().regex(/^sha256:[0-9a-f]{64}$/);
const descriptorSchema = z.looseObject({
  mediaType: z.string(),
  digest: digestSchema,
  size: z.int().nonnegative(),
  artifactType: z.string().optional(),
  annotations: z.record(z.string(), z.string()).optional(),
});
export type Descriptor = z.infer<typeof descriptorSchema>;

export const manifestSchema = z.looseObject({
  schemaVersion: z.literal(2),
  config: descriptorSchema,
  layers: z.array(descriptorSchema),
});
export type Manifest = z.infer<typeof manifestSchema>;

export const indexSchema = z.looseObject({
  schemaVersion: z.literal(2),
  mediaType: z.string().optional(),
  manifests: z.array(descriptorSchema),
});
export type Index = z.infer<typeof indexSchema>;

/** The manifest of one tar. It holds content only: where the tar came from is said in the index, beside its entry. */
export function manifestOf(layer: { readonly digest: string; readonly sizeBytes: number }): Blob {
  const manifest = {
    schemaVersion: 2,
    mediaType: manifestType,
    artifactType,
    config: {
      mediaType: 'application/vnd.oci.empty.v1+json',
      digest: emptyConfig.digest,
      size: emptyConfig.bytes.length,
    },
    layers: [
      {
        mediaType: layerType,
        digest: layer.digest,
        size: layer.sizeBytes,
        // The file name under which `oras pull` and its like write the tar.
        annotations: { 'org.opencontainers.image.title': 'source.tar' },
      },
    ],
  };
  return blobOf(Buffer.from(JSON.stringify(manifest)));
}

export function isDigest(text: string): boolean {
  return digestSchema.safeParse(text).success;
}

function blobOf(bytes: Buffer): Blob {
  return { digest: `sha256:${createHash('sha256').update(bytes).digest('hex')}`, bytes };
}

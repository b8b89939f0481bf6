import type { Binding } from '../identity/index.ts';
import type { Message } from '../lib/message.ts';
import type { SourceSpec, sourceStates } from './source-schema.ts';

/** Something that a file of the repository describes. */
export interface SourceObject {
  readonly file: string;
  readonly kind: string;
  readonly name: string;
  readonly project: string;
  readonly drift: readonly string[] | null;
}

/** Something that was refused. */
export interface SourceFault {
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
  readonly message: Message;
}

/** How it stands, after a look. */
export interface SourceStatus {
  readonly state: (typeof sourceStates)[number];
  readonly message: Message | null;
  readonly seenRevision: string | null;
  readonly appliedRevision: string | null;
  readonly appliedDigest: string | null;
  readonly appliedGeneration: number | null;
  readonly appliedAt: Date | null;
  readonly objects: readonly SourceObject[];
  readonly faults: readonly SourceFault[];
}

export interface ManifestSource extends SourceStatus {
  readonly project: string;
  readonly name: string;
  readonly generation: number;
  readonly spec: SourceSpec;
  readonly actorId: string;
  readonly actor: string;
  readonly scope: Binding | null;
  readonly lookedAt: Date | null;
}

export function sourceKey({ project, name }: { readonly project: string; readonly name: string }): string {
  return `${project}/${name}`;
}

export function parseSourceKey(key: string): { readonly project: string; readonly name: string } {
  const [project = '', name = ''] = key.split('/');
  return { project, name };
}

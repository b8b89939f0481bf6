import type { ProblemDetail } from '../lib/problem.ts';
import type { KindShape } from './kind.ts';
import { invalidManifest, parseManifest } from './manifest.ts';
import type { ManifestDocument } from './manifest.ts';

/** A document with its kind; its spec has not been judged. */
export interface Sorted<Shape extends KindShape> {
  readonly kind: Shape;
  readonly document: ManifestDocument;
}

export interface Judged<Shape extends KindShape> extends Sorted<Shape> {
  readonly spec: unknown;
}

interface Written {
  readonly manifest: string;
  readonly file: string;
  readonly project: string;
}

/** Every document of a manifest, in the order of the kinds. */
export function sortedDocuments<Shape extends KindShape>(input: Written, kinds: readonly Shape[]): Sorted<Shape>[] {
  const documents = parseManifest(input.manifest, { ...input, kinds: kinds.map((kind) => kind.kind) });
  return kinds.flatMap((kind) =>
    documents.filter((document) => document.kind === kind.kind).map((document) => ({ kind, document })),
  );
}

/**
 * Judges every document by itself, as far as that can be done without a server.
 * @throws Problem InvalidInput with everything that is wrong, each with line and column.
 */
export function judgeDocuments<Shape extends KindShape>(sorted: readonly Sorted<Shape>[]): Judged<Shape>[] {
  const judged: Judged<Shape>[] = [];
  const faults: ProblemDetail[] = [];
  for (const { kind, document } of sorted) {
    const checked = document.check(kind.schema);
    if (!checked.success) {
      faults.push(...checked.details);
      continue;
    }
    const { spec } = checked;
    faults.push(...(kind.judge?.({ name: document.name, spec, document }) ?? []));
    judged.push({ kind, document, spec });
  }
  if (faults.length > 0) throw invalidManifest(faults);
  return judged;
}

/** What `sluice validate` asks: every document that is right as far as one can tell without a server. */
export function judgeManifest(
  input: Written,
  kinds: readonly KindShape[],
): { readonly kind: string; readonly name: string; readonly project: string }[] {
  return judgeDocuments(sortedDocuments(input, kinds)).map(({ document: { kind, name, project } }) => ({
    kind,
    name,
    project,
  }));
}

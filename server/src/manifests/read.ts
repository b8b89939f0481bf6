import { stringify } from 'yaml';
import type { ProblemDetail } from '../lib/problem.ts';
import type { Beside, Dialect, KindShape } from './kind.ts';
import { apiVersion, invalidManifest, parseManifests } from './manifest.ts';
import type { ManifestDocument } from './manifest.ts';

/** A document with its kind; its spec has not been judged. */
export interface Sorted<Shape extends KindShape> {
  readonly kind: Shape;
  readonly document: ManifestDocument;
}

export interface Judged<Shape extends KindShape> extends Sorted<Shape> {
  readonly spec: unknown;
  /** Not written by anybody, but needed by what is: made when it is not there, and otherwise left alone. */
  readonly implied: boolean;
}

interface Written {
  readonly manifest: string;
  readonly file: string;
  readonly project: string;
  /** In place of one manifest, what several files say together. */
  readonly files?: readonly { readonly file: string; readonly text: string }[];
}

/** Every document of a manifest, in the order of the kinds. */
export function sortedDocuments<Shape extends KindShape>(input: Written, kinds: readonly Shape[]): Sorted<Shape>[] {
  const documents = parseManifests(input.files ?? [{ file: input.file, text: input.manifest }], {
    project: input.project,
    kinds: kinds.map((kind) => kind.kind),
    foreign: kinds.flatMap(({ kind, dialects = [] }) =>
      dialects.map((dialect) => ({ apiVersion: dialect.apiVersion, kind })),
    ),
  });
  return kinds.flatMap((kind) =>
    documents.filter((document) => document.kind === kind.kind).map((document) => ({ kind, document })),
  );
}

/**
 * Judges every document by itself, as far as that can be done without a server, and adds what other systems' documents
 * imply.
 * @throws Problem InvalidInput with everything that is wrong, each with line and column.
 */
export function judgeDocuments<Shape extends KindShape>(
  sorted: readonly Sorted<Shape>[],
  kinds: readonly Shape[],
): Judged<Shape>[] {
  const judged: Judged<Shape>[] = [];
  const faults: ProblemDetail[] = [];
  for (const { kind, document } of sorted) {
    const dialect = kind.dialects?.find((one) => one.apiVersion === document.apiVersion);
    const checked = document.check(dialect?.schema ?? kind.schema);
    if (!checked.success) {
      faults.push(...checked.details);
      continue;
    }
    const { spec } = checked;
    const placed = dialect === undefined ? document : inItsOwnPlaces(document, dialect);
    faults.push(
      ...(kind.judge?.(
        { project: document.project, name: document.name, spec, document: placed },
        judged.map(besideOf),
      ) ?? []),
    );
    judged.push({ kind, document: placed, spec, implied: false });
    for (const needed of dialect?.implies(spec, document.name) ?? []) {
      const { project } = document;
      const metadata = { name: needed.name, project };
      const manifest = stringify({ apiVersion, kind: needed.kind, metadata, spec: needed.spec });
      for (const one of sortedDocuments({ manifest, file: '', project }, kinds)) {
        const implied = one.document.check(one.kind.schema);
        if (!implied.success) throw new Error(`${document.name} implies what is no ${needed.kind}`);
        judged.push({ ...one, spec: implied.spec, implied: true });
      }
    }
  }
  if (faults.length > 0) throw invalidManifest(faults);
  const isFirst = (one: Judged<Shape>): boolean =>
    !one.implied ||
    judged.find((other) => isSame(one.document, other.document) && (!other.implied || other === one)) === one;
  return kinds.flatMap((kind) => judged.filter((one) => one.kind === kind && isFirst(one)));
}

const isSame = (one: ManifestDocument, other: ManifestDocument): boolean =>
  one.kind === other.kind && one.name === other.name && one.project === other.project;

/** Complaints about a spec of ours, told where the other system's document has it. */
function inItsOwnPlaces(document: ManifestDocument, dialect: Dialect): ManifestDocument {
  return { ...document, fault: (path, message) => document.fault(dialect.pathOf(path), message) };
}

/** What `sluice validate` asks: every document that is right as far as one can tell without a server. */
export function judgeManifest(
  input: Written,
  kinds: readonly KindShape[],
): { readonly kind: string; readonly name: string; readonly project: string }[] {
  return judgeDocuments(sortedDocuments(input, kinds), kinds)
    .filter(({ implied }) => !implied)
    .map(({ document: { kind, name, project } }) => ({ kind, name, project }));
}

function besideOf({ kind: { kind }, document: { project, name }, spec }: Judged<KindShape>): Beside {
  return { kind, project, name, spec };
}

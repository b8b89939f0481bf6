import { isMap, isScalar, LineCounter, parseAllDocuments } from 'yaml';
import type { Document } from 'yaml';
import * as z from 'zod';
import type { Message } from '../lib/message.ts';
import { nameSchema } from '../lib/name-schema.ts';
import { Problem } from '../lib/problem.ts';
import type { ProblemDetail } from '../lib/problem.ts';
import { checkShape, pathText } from '../lib/schema-issues.ts';
import type { Path, SchemaFault } from '../lib/schema-issues.ts';
import { didYouMean } from '../lib/suggestion.ts';
import { manifestMessages as messages } from './manifest-messages.ts';

export const apiVersion = 'sluice.dev/v1alpha1';

export type CheckedSpec<Spec> =
  | { readonly success: true; readonly spec: Spec }
  | { readonly success: false; readonly details: readonly ProblemDetail[] };

interface Located {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** One YAML document of a manifest whose envelope was understood; its spec is judged by its kind. */
export interface ManifestDocument {
  /** Ours, or that of another system whose documents are taken as they are. */
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly project: string;
  readonly spec: unknown;
  /** The whole document as plain data, and as its author wrote it. */
  readonly document: unknown;
  readonly source: string;
  /** Where its name stands. */
  readonly named: Located;
  /** A complaint about a place inside `spec`, with file, line and column. */
  fault(path: Path, message: (path: string) => Message): ProblemDetail;
  /** The spec by its kind's schema, or what is wrong with it, each with file, line and column. */
  check<Spec>(schema: z.ZodType<Spec>): CheckedSpec<Spec>;
}

/** A whole document of one kind, for editors: the envelope with the kind's own spec in it. */
export function documentSchema(kind: string, spec: z.ZodType) {
  return z
    .strictObject({
      apiVersion: z.literal(apiVersion),
      kind: z.literal(kind),
      metadata: metadataSchema,
      spec,
    })
    .describe(`A ${kind} of Sluice.`);
}

const metadataSchema = z.strictObject({
  name: nameSchema.describe('Unique in its project.'),
  project: nameSchema.optional().describe('The project it lives in; without it, the one that is applied to.'),
});

const envelopeSchema = z.strictObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: metadataSchema,
  spec: z.unknown(),
});

/** What other systems write beside `spec` is theirs. */
const foreignEnvelopeSchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: nameSchema }),
  spec: z.unknown(),
});

interface Readable {
  readonly project: string;
  readonly kinds: readonly string[];
  readonly foreign?: readonly { readonly apiVersion: string; readonly kind: string }[];
}

/** Aliases are how a small file becomes a huge one; nobody needs many of them in a manifest. */
const maxAliasCount = 50;

/**
 * Reads a manifest of one or more YAML documents.
 * @throws Problem InvalidInput with one detail for everything that is wrong, each with line and column.
 */
export function parseManifest(text: string, options: Readable & { readonly file: string }): ManifestDocument[] {
  return parseManifests([{ file: options.file, text }], options);
}

/** The same for several files, which are one manifest together. */
export function parseManifests(
  files: readonly { readonly file: string; readonly text: string }[],
  options: Readable,
): ManifestDocument[] {
  const details: ProblemDetail[] = [];
  const parsed: ManifestDocument[] = [];
  for (const { file, text } of files) {
    for (const read of readFile(text, { ...options, file })) {
      if (!('document' in read)) details.push(read);
      else if (parsed.some((other) => sameObject(other, read))) {
        details.push({ message: messages.manifest_twice({ kind: read.kind, name: read.name }), ...read.named });
      } else parsed.push(read);
    }
  }
  if (details.length > 0) throw invalidManifest(details);
  if (parsed.length === 0) throw new Problem('InvalidInput', messages.manifest_empty());
  return parsed;
}

function readFile(text: string, options: Readable & { readonly file: string }): (ManifestDocument | ProblemDetail)[] {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: true,
    stringKeys: true,
    // What is odd about somebody's file is no concern of the server's own output.
    logLevel: 'error',
  });
  const at = (offset: number): Located => {
    const { line, col } = lines.linePos(offset);
    return { file: options.file, line, column: col };
  };
  return (Array.isArray(documents) ? documents : []).flatMap((document): (ManifestDocument | ProblemDetail)[] => {
    if (document.errors.length > 0) {
      return document.errors.map((error) => ({
        message: messages.manifest_syntax({ problem: error.message }),
        ...at(error.pos[0]),
      }));
    }
    // A line `---` at the very end begins nothing.
    if (document.contents === null || isNothing(document.contents)) return [];
    const read = readDocument(document, text, options, at);
    return Array.isArray(read) ? read : [read];
  });
}

export function invalidManifest(details: readonly ProblemDetail[]): Problem {
  return new Problem('InvalidInput', messages.manifest_invalid({ count: details.length }), { details });
}

const isNothing = (node: unknown): boolean => isScalar(node) && node.value === null && !node.source;

const sameObject = (one: ManifestDocument, other: ManifestDocument) =>
  one.kind === other.kind && one.name === other.name && one.project === other.project;

function readDocument(
  document: Document.Parsed,
  text: string,
  options: Readable,
  at: (offset: number) => Located,
): ManifestDocument | ProblemDetail[] {
  let plain: unknown;
  try {
    plain = document.toJS({ maxAliasCount });
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return [{ message: messages.manifest_syntax({ problem }), ...at(document.range[0]) }];
  }
  const details = (faults: readonly SchemaFault[]): ProblemDetail[] =>
    faults.map(({ path, unknownField, message }) => ({
      message,
      path: pathText(unknownField === undefined ? path : [...path, unknownField]),
      ...at(offsetOf(document, path, unknownField)),
    }));

  const foreign = foreignKindsOf(plain, options);
  const envelope = checkShape(foreign.length > 0 ? foreignEnvelopeSchema : envelopeSchema, plain);
  if (!envelope.success) return details(envelope.faults);
  const { kind, spec } = envelope.data;
  if (foreign.length === 0 && envelope.data.apiVersion !== apiVersion) {
    const message = messages.manifest_api_version({ found: envelope.data.apiVersion, expected: apiVersion });
    return [{ message, path: 'apiVersion', ...at(offsetOf(document, ['apiVersion'])) }];
  }
  const known = foreign.length > 0 ? foreign : options.kinds;
  if (!known.includes(kind)) {
    const suggestion = didYouMean(kind, known) ?? null;
    const message = messages.manifest_unknown_kind({ kind, suggestion, known });
    return [{ message, path: 'kind', ...at(offsetOf(document, ['kind'])) }];
  }
  const { name, project } = envelope.data.metadata;
  return {
    apiVersion: envelope.data.apiVersion,
    kind,
    name,
    // Only ours say a project; a namespace of another system is none.
    project: foreign.length === 0 && typeof project === 'string' ? project : options.project,
    spec,
    named: at(offsetOf(document, ['metadata', 'name'])),
    document: plain,
    source: text
      .slice(document.range[0], document.range[2])
      .replace(/^\s*---\s*\n/, '')
      .replace(/\n---\s*$/, '\n'),
    fault: (path, message) => {
      const full = ['spec', ...path];
      return { message: message(pathText(full)), path: pathText(full), ...at(offsetOf(document, full)) };
    },
    check: (schema) => {
      const checked = checkShape(schema, spec, ['spec']);
      return checked.success
        ? { success: true, spec: checked.data }
        : { success: false, details: details(checked.faults) };
    },
  };
}

/** The kinds that another system's documents of this apiVersion may have; none when they are not taken, or are ours. */
function foreignKindsOf(plain: unknown, { foreign = [] }: Readable): string[] {
  if (typeof plain !== 'object' || plain === null || !('apiVersion' in plain)) return [];
  return foreign.filter((dialect) => dialect.apiVersion === plain.apiVersion).map(({ kind }) => kind);
}

/** Where a path starts in the text; for a path that is not there, the nearest thing around it that is. */
function offsetOf(document: Document.Parsed, path: Path, unknownKey?: string): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const node: unknown = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (unknownKey !== undefined && isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === unknownKey);
      if (pair !== undefined && isScalar(pair.key) && pair.key.range) return pair.key.range[0];
    }
    if (typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)) {
      return Number(node.range[0]);
    }
  }
  return document.range[0];
}

import { isDeepStrictEqual } from 'node:util';
import type * as z from 'zod';
import type { Db, Transact, Tx } from '../engine/transaction.ts';
import type { Caller, Identity, Verb } from '../identity/index.ts';
import type { Problem, ProblemDetail } from '../lib/problem.ts';
import { invalidManifest, parseManifest } from './manifest.ts';
import type { ManifestDocument } from './manifest.ts';
import { manifestMessages as messages } from './manifest-messages.ts';
import type { Apply } from './manifest-schema.ts';
import { appendSpec, listSpecs, lockSpec } from './manifest-store.ts';

/** What a slice offers so that its noun can be applied, read and deleted as a manifest. */
export interface Kind<Spec = unknown> {
  /** As written after `kind:`. */
  readonly kind: string;
  readonly applyVerb: Verb;
  readonly viewVerb: Verb;
  readonly schema: z.ZodType<Spec>;
  exists(db: Db, project: string, name: string): Promise<boolean>;
  /** What the schema cannot see: names that do not exist, work that would be orphaned. */
  check(tx: Tx, candidate: Candidate<Spec>): Promise<ProblemDetail[]>;
  write(tx: Tx, caller: Caller, candidate: Candidate<Spec>): Promise<Written | void>;
}

export interface Written {
  /** A secret that was made for it, to be shown to whoever applied it and kept in no answer. */
  readonly secret?: string;
}

export interface Candidate<Spec> {
  readonly project: string;
  readonly name: string;
  readonly generation: number;
  readonly spec: Spec;
  readonly document: Pick<ManifestDocument, 'fault'>;
}

export type AppliedOutcome = 'created' | 'changed' | 'unchanged';

export interface Applied {
  readonly kind: string;
  readonly name: string;
  readonly project: string;
  readonly outcome: AppliedOutcome;
  readonly generation: number;
  readonly secret?: string;
}

/** Thrown to leave the transaction of a dry run without keeping anything. */
class DryRun extends Error {
  readonly applied: Applied[];

  constructor(applied: Applied[]) {
    super('dry run');
    this.applied = applied;
  }
}

export type ApplyManifest = (
  caller: Caller,
  input: Apply,
  options?: {
    /** For commands that create: thrown instead of changing what is there already with other content. */
    readonly whenExists?: () => Problem;
    /** Written in the same transaction, after a document that was created or changed. */
    readonly alongside?: (tx: Tx) => Promise<void>;
    /** Throws when the generation that is about to be replaced (0: none) is not the one that the author had seen. */
    readonly expectGeneration?: (current: number) => void;
  },
) => Promise<Applied[]>;

/**
 * Applies every document of a manifest in one transaction, in the order of `kinds` so that an app exists before the
 * pipeline that names it: all of them, or none.
 * @throws Problem InvalidInput with line and column; Forbidden when one document may not be applied by this caller.
 */
export function createApply(deps: {
  readonly transact: Transact;
  readonly identity: Identity;
  readonly kinds: readonly Kind[];
}): ApplyManifest {
  const { transact, identity, kinds } = deps;

  return async (caller, input, options = {}) => {
    const documents = parseManifest(input.manifest, { ...input, kinds: kinds.map((kind) => kind.kind) });
    const work = kinds.flatMap((kind) =>
      documents.filter((document) => document.kind === kind.kind).map((document) => ({ kind, document })),
    );
    for (const { kind, document } of work) {
      await identity.authorize(caller, kind.applyVerb, { project: document.project });
    }
    const specs: { kind: Kind; document: ManifestDocument; spec: unknown }[] = [];
    const faults: ProblemDetail[] = [];
    for (const { kind, document } of work) {
      const checked = document.check(kind.schema);
      if (checked.success) specs.push({ kind, document, spec: checked.spec });
      else faults.push(...checked.details);
    }
    if (faults.length > 0) throw invalidManifest(faults);

    try {
      return await transact(async (tx) => {
        const applied: Applied[] = [];
        for (const { kind, document, spec } of specs) {
          applied.push(await applyOne(tx, caller, kind, document, spec, options));
        }
        if (input.dryRun) throw new DryRun(applied);
        return applied;
      });
    } catch (error) {
      // What was made in a transaction that is given up is worth nothing.
      if (error instanceof DryRun) return error.applied.map(({ secret: _none, ...applied }) => applied);
      throw error;
    }
  };
}

async function applyOne(
  tx: Tx,
  caller: Caller,
  kind: Kind,
  document: ManifestDocument,
  spec: unknown,
  options: NonNullable<Parameters<ApplyManifest>[2]>,
): Promise<Applied> {
  const { project, name } = document;
  await lockSpec(tx.db, { project, kind: kind.kind, name });
  const [latest] = await listSpecs(tx.db, { project, kind: kind.kind, name });
  const exists = await kind.exists(tx.db, project, name);
  const report = { kind: kind.kind, name, project };
  options.expectGeneration?.(exists ? (latest?.generation ?? 0) : 0);
  if (exists && latest !== undefined && isDeepStrictEqual(latest.document, document.document)) {
    return { ...report, outcome: 'unchanged', generation: latest.generation };
  }
  if (exists && options.whenExists !== undefined) throw options.whenExists();
  const candidate = { project, name, spec, document, generation: (latest?.generation ?? 0) + 1 };
  const faults = await kind.check(tx, candidate);
  if (faults.length > 0) throw invalidManifest(faults);
  const written = (await kind.write(tx, caller, candidate)) ?? {};
  await options.alongside?.(tx);
  await appendSpec(tx.db, {
    ...report,
    generation: candidate.generation,
    document: document.document,
    source: document.source,
    actor: caller.actor,
    door: caller.door,
  });
  tx.emit({
    type: `${kind.kind.toLowerCase()}.${exists ? 'changed' : 'created'}`,
    project,
    subject: `${kind.kind.toLowerCase()}/${name}`,
    labels: { [kind.kind.toLowerCase()]: name },
    actor: caller.actor,
    door: caller.door,
    data: { generation: candidate.generation },
  });
  return { ...report, ...written, outcome: exists ? 'changed' : 'created', generation: candidate.generation };
}

export function appliedMessage(applied: Applied) {
  const { kind, name, generation } = applied;
  switch (applied.outcome) {
    case 'created':
      return messages.manifest_created({ kind, name });
    case 'changed':
      return messages.manifest_changed({ kind, name, generation });
    case 'unchanged':
      return messages.manifest_unchanged({ kind, name });
  }
}

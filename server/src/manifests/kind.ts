import type * as z from 'zod';
import type { Db, Tx } from '../engine/transaction.ts';
import type { Caller, Verb } from '../identity/index.ts';
import type { ProblemDetail } from '../lib/problem.ts';
import type { ManifestDocument } from './manifest.ts';

/** What can be said about a document of a kind without a server. */
export interface KindShape<Spec = unknown> {
  /** As written after `kind:`. */
  readonly kind: string;
  readonly schema: z.ZodType<Spec>;
  /** What the schema cannot see and the document alone shows. */
  judge?(candidate: Pick<Candidate<Spec>, 'name' | 'spec' | 'document'>): ProblemDetail[];
}

/** What a slice offers so that its noun can be applied, read and deleted as a manifest. */
export interface Kind<Spec = unknown> extends KindShape<Spec> {
  readonly applyVerb: Verb;
  readonly viewVerb: Verb;
  readonly removal: Removal;
  exists(db: Db, project: string, name: string): Promise<boolean>;
  /** What only the database shows: names that do not exist, work that would be orphaned. */
  check(tx: Tx, candidate: Candidate<Spec>): Promise<ProblemDetail[]>;
  write(tx: Tx, caller: Caller, candidate: Candidate<Spec>): Promise<Made | void>;
}

export interface Made {
  /** To be shown to whoever applied it, and kept in no answer. */
  readonly secret?: string;
}

/** How something of a kind goes away, whether by its own command or because nobody describes it any more. */
export interface Removal {
  readonly verb: Verb;
  /** Whether it goes before the rest of a manifest is applied, so that it stands in nobody's way. */
  readonly goesFirst?: boolean;
  /** @throws Problem Conflict when it would orphan what runs or what needs it; NotFound when it is not there */
  remove(tx: Tx, caller: Caller, key: { readonly project: string; readonly name: string }): Promise<void>;
}

export interface Candidate<Spec> {
  readonly project: string;
  readonly name: string;
  readonly generation: number;
  readonly spec: Spec;
  readonly document: Pick<ManifestDocument, 'fault'>;
}

import type * as z from 'zod';
import type { Db, Tx } from '../engine/transaction.ts';
import type { Caller, Verb } from '../identity/index.ts';
import type { Message } from '../lib/message.ts';
import type { ProblemDetail } from '../lib/problem.ts';
import type { Path } from '../lib/schema-issues.ts';
import type { ManifestDocument } from './manifest.ts';

/** What can be said about a document of a kind without a server. */
export interface KindShape<Spec = unknown> {
  /** As written after `kind:`. */
  readonly kind: string;
  readonly schema: z.ZodType<Spec>;
  /** Documents of other systems that are taken as they are. */
  readonly dialects?: readonly Dialect<Spec>[];
  /** What the schema cannot see and the document alone shows. */
  judge?(
    candidate: Pick<Candidate<Spec>, 'project' | 'name' | 'spec' | 'document'>,
    /** What stands beside it and comes before it. */
    before: readonly Beside[],
  ): Judgement;
}

export type Judgement = ProblemDetail[];

/** Another document of the same manifest. */
export interface Beside {
  readonly kind: string;
  readonly project: string;
  readonly name: string;
  readonly spec: unknown;
}

/** How another system writes a thing of this kind. */
export interface Dialect<Spec = unknown> {
  readonly apiVersion: string;
  /** What the other system allows below `spec:`, turned into a spec of ours. */
  readonly schema: z.ZodType<Spec>;
  /** Where the other system writes what ours has at this path. */
  pathOf(path: Path): Path;
  /** Things that have to be there as well, and are made when they are not. */
  implies(spec: Spec, name: string): readonly { readonly kind: string; readonly name: string; readonly spec: object }[];
}

/** What a slice offers so that its noun can be applied, read and deleted as a manifest. */
export interface Kind<Spec = unknown> extends KindShape<Spec> {
  readonly applyVerb: Verb;
  readonly viewVerb: Verb;
  readonly removal: Removal;
  exists(db: Db, project: string, name: string): Promise<boolean>;
  /** Whether what it stands for has changed since it was applied, so that the same document means something new. */
  isBehind?(db: Db, project: string, name: string): Promise<boolean>;
  /** What only the database shows: names that do not exist, work that would be orphaned. */
  check(tx: Tx, candidate: Candidate<Spec>): Promise<ProblemDetail[]>;
  write(tx: Tx, caller: Caller, candidate: Candidate<Spec>): Promise<Made | void>;
  /** What its author should know although nothing is wrong. */
  notices?(candidate: Pick<Candidate<Spec>, 'name' | 'spec'>): Message[];
}

export interface Made {
  /** To be shown to whoever applied it, and kept in no answer. */
  readonly secret?: string;
  /** What its author should know about what came of it. */
  readonly notices?: readonly Message[];
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
  readonly document: Pick<ManifestDocument, 'fault' | 'apiVersion'>;
  /** Everything that is applied in the same transaction, itself included. */
  readonly beside: readonly Pick<Beside, 'kind' | 'project' | 'name'>[];
}

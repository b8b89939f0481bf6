import { isDeepStrictEqual } from 'node:util';
import type { Transact, Tx } from '../engine/transaction.ts';
import type { Caller, Identity } from '../identity/index.ts';
import type { Message } from '../lib/message.ts';
import { Problem } from '../lib/problem.ts';
import { changesBetween } from './changes.ts';
import type { Change } from './changes.ts';
import type { Candidate, Kind } from './kind.ts';
import { invalidManifest } from './manifest.ts';
import { manifestMessages as messages } from './manifest-messages.ts';
import type { Apply } from './manifest-schema.ts';
import { appendSpec, listSpecs, lockSpec } from './manifest-store.ts';
import { judgeDocuments, sortedDocuments } from './read.ts';
import type { Judged } from './read.ts';
import { findMembership, joinSet, leaveSet, listMembers, lockSet, sourceOfSet } from './set-store.ts';
import type { Member, SetKey } from './set-store.ts';
import { tellApplied } from './tell-applied.ts';

export type AppliedOutcome = 'created' | 'changed' | 'unchanged' | 'deleted';

export interface Applied {
  /** The file that describes it; empty for what no file describes any more. */
  readonly file: string;
  readonly kind: string;
  readonly name: string;
  readonly project: string;
  readonly outcome: AppliedOutcome;
  readonly generation: number;
  /** For what was changed: where, and what was there. Never a secret. */
  readonly changes: readonly Change[];
  /** Made for it, and shown to whoever applied it. */
  readonly secret?: string;
  /** What its author should know although nothing is wrong. */
  readonly notices: readonly Message[];
}

/** Thrown to leave the transaction of a dry run without keeping anything. */
class DryRun extends Error {
  readonly applied: Applied[];

  constructor(applied: Applied[]) {
    super('dry run');
    this.applied = applied;
  }
}

interface ApplyOptions {
  /** For commands that create: thrown instead of changing what is there already with other content. */
  readonly whenExists?: () => Problem;
  /** Written in the same transaction, after a document that was created or changed. */
  readonly alongside?: (tx: Tx) => Promise<void>;
  /** Throws when the generation that is about to be replaced (0: none) is not the one that the author had seen. */
  readonly expectGeneration?: (current: number) => void;
}

/** What is applied: what came through the door, or what several files of a repository say together. */
export type Input = Omit<Apply, 'set'> & {
  readonly set?: string | undefined;
  readonly files?: readonly { readonly file: string; readonly text: string }[];
};

export type ApplyManifest = (caller: Caller, input: Input, options?: ApplyOptions) => Promise<Applied[]>;

/**
 * Applies every document of a manifest in one transaction, in the order of `kinds` so that an app exists before the
 * pipeline that names it: all of them, or none. With `prune`, what was applied through the same set before and is not in
 * the manifest any more goes away in the same transaction.
 * @throws Problem InvalidInput with line and column; Forbidden when one document may not be applied by this caller;
 *   Conflict when something would be orphaned.
 */
export function createApply(deps: {
  readonly transact: Transact;
  readonly identity: Identity;
  readonly kinds: readonly Kind[];
}): ApplyManifest {
  const { transact, identity, kinds } = deps;

  return async (caller, input, options = {}) => {
    const set = input.set === undefined ? undefined : { project: input.project, name: input.set };
    if (input.prune === true && set === undefined) {
      throw new Problem('InvalidInput', messages.manifest_prune_without_set());
    }
    const sorted = sortedDocuments(input, kinds);
    for (const { kind, document } of sorted) {
      await identity.authorize(caller, kind.applyVerb, { project: document.project });
    }
    const judged = judgeDocuments(sorted, kinds);
    for (const { kind, document, implied } of judged) {
      if (implied) await identity.authorize(caller, kind.applyVerb, { project: document.project });
    }

    try {
      return await transact(async (tx) => {
        if (set !== undefined) await lockSet(tx.db, set);
        const gone = set !== undefined && input.prune === true ? await absentees(tx, set, kinds, judged) : [];
        for (const { kind, member } of gone) {
          await identity.authorize(caller, kind.removal.verb, { project: member.project });
        }
        const first = gone.filter(({ kind }) => kind.removal.goesFirst === true);
        const last = gone.filter(({ kind }) => kind.removal.goesFirst !== true);
        const applied: Applied[] = [];
        for (const one of first) applied.push(...(await pruneOne(tx, caller, one)));
        const beside = judged.map(({ kind: { kind }, document: { project, name } }) => ({ kind, project, name }));
        for (const document of judged)
          applied.push(...(await applyOne(tx, caller, document, { set, beside }, options)));
        for (const one of last) applied.push(...(await pruneOne(tx, caller, one)));
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
  { kind, document, spec, implied }: Judged<Kind>,
  { set, beside }: { readonly set: SetKey | undefined; readonly beside: Candidate<unknown>['beside'] },
  options: ApplyOptions,
): Promise<Applied[]> {
  const { project, name } = document;
  const key = { project, kind: kind.kind, name };
  const report = { ...key, file: document.named.file, notices: kind.notices?.({ name, spec }) ?? [] };
  await lockSpec(tx.db, key);
  const [latest] = await listSpecs(tx.db, key);
  const exists = await kind.exists(tx.db, project, name);
  if (implied && exists) return [];
  if (!implied) options.expectGeneration?.(exists ? (latest?.generation ?? 0) : 0);
  if (set !== undefined) {
    const present = await findMembership(tx.db, key);
    const source = present === undefined ? undefined : sourceOfSet(present);
    const isOther = present?.name !== set.name || present.project !== set.project;
    // Two that describe one thing would undo each other for ever, and one would delete what the other has made.
    if (exists && source !== undefined && isOther) {
      const message = messages.manifest_described_elsewhere({ kind: kind.kind, name, source });
      throw invalidManifest([{ message, ...document.named }]);
    }
    await joinSet(tx.db, key, set);
  }
  // What is made anew without the set has nothing to do with what the set once described under this name.
  if (set === undefined && !exists) await leaveSet(tx.db, key);
  const isBehind = exists && (await kind.isBehind?.(tx.db, project, name)) === true;
  if (exists && latest !== undefined && isDeepStrictEqual(latest.document, document.document) && !isBehind) {
    return [{ ...report, outcome: 'unchanged', generation: latest.generation, changes: [] }];
  }
  if (exists && options.whenExists !== undefined) throw options.whenExists();
  const candidate = { project, name, spec, document, beside, generation: (latest?.generation ?? 0) + 1 };
  const faults = await kind.check(tx, candidate);
  if (faults.length > 0) throw invalidManifest(faults);
  const written = (await kind.write(tx, caller, candidate)) ?? {};
  await options.alongside?.(tx);
  await appendSpec(tx.db, {
    ...key,
    generation: candidate.generation,
    document: document.document,
    source: document.source,
    actor: caller.actor,
    door: caller.door,
  });
  const changes = exists ? changesBetween(latest?.document, document.document) : [];
  const previous = exists ? (latest?.generation ?? null) : null;
  const changed = changes.map(({ path }) => path);
  tellApplied(tx, caller, key, { generation: candidate.generation, previous, changed });
  return [
    {
      ...report,
      ...written,
      notices: [...report.notices, ...(written.notices ?? [])],
      outcome: exists ? 'changed' : 'created',
      generation: candidate.generation,
      changes,
    },
  ];
}

interface Absentee {
  readonly kind: Kind;
  readonly member: Member;
}

/** What the set had and the manifest has not: those that need others before the others. */
async function absentees(
  tx: Tx,
  set: SetKey,
  kinds: readonly Kind[],
  judged: readonly Judged<Kind>[],
): Promise<Absentee[]> {
  const members = await listMembers(tx.db, set);
  const absent = members.filter(
    (member) =>
      !judged.some(
        ({ kind, document }) =>
          kind.kind === member.kind && document.name === member.name && document.project === member.project,
      ),
  );
  return kinds
    .toReversed()
    .flatMap((kind) => absent.filter((member) => member.kind === kind.kind).map((member) => ({ kind, member })));
}

/** Nothing, when somebody else has already taken it away or made it their own. */
async function pruneOne(tx: Tx, caller: Caller, { kind, member }: Absentee): Promise<Applied[]> {
  await lockSpec(tx.db, member);
  const { project, name } = member;
  const isStill = (await findMembership(tx.db, member)) !== undefined;
  const exists = await kind.exists(tx.db, project, name);
  await leaveSet(tx.db, member);
  if (!isStill || !exists) return [];
  const [latest] = await listSpecs(tx.db, member);
  await kind.removal.remove(tx, caller, { project, name });
  const generation = latest?.generation ?? 0;
  return [{ file: '', kind: kind.kind, name, project, outcome: 'deleted', generation, changes: [], notices: [] }];
}

export function appliedMessage(applied: Pick<Applied, 'kind' | 'name' | 'generation' | 'outcome'>) {
  const { kind, name, generation } = applied;
  switch (applied.outcome) {
    case 'created':
      return messages.manifest_created({ kind, name });
    case 'changed':
      return messages.manifest_changed({ kind, name, generation });
    case 'unchanged':
      return messages.manifest_unchanged({ kind, name });
    case 'deleted':
      return messages.manifest_deleted({ kind, name });
  }
}

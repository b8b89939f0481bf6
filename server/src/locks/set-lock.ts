import type { Db, Transact, Tx } from '../engine/transaction.ts';
import type { Caller, Identity } from '../identity/index.ts';
import { newId } from '../lib/id.ts';
import type { Message } from '../lib/message.ts';
import { Problem } from '../lib/problem.ts';
import { lockTargetsWithin } from '../pipelines/index.ts';
import { holds, scopeWords } from './lock.ts';
import type { Lock, LockScope } from './lock.ts';
import { lockMessages as messages } from './lock-messages.ts';
import type { LiftLock, SetLock } from './lock-schema.ts';
import { findStandingLock, insertLock, liftLock, listStandingLocks } from './lock-store.ts';
import { requireScope } from './scope.ts';

export interface LockOutcome {
  readonly outcome: 'locked' | 'stolen' | 'lifted' | 'unchanged';
  readonly message: Message;
  readonly lock: Lock | null;
}

export interface LockParts {
  readonly db: Db;
  readonly transact: Transact;
  readonly identity: Identity;
  /** Wakes what may have to wait now, or may go on. */
  readonly onChanged: (tx: Tx, scope: LockScope) => Promise<void>;
}

/** `sluice lock`: from now on nothing new gets into the scope, until it is lifted or runs out. */
export function createSetLock(parts: LockParts): (caller: Caller, input: SetLock) => Promise<LockOutcome> {
  return async (caller, input) => {
    await authorize(parts, caller, input);
    const scope = await requireScope(parts.db, input);
    return parts.transact(async (tx) => {
      await lockTargetsWithin(tx.db, scope);
      const now = new Date();
      const known = await findStandingLock(tx.db, scope, now);
      if (known !== undefined && known.actorId === caller.actorId) {
        return {
          outcome: 'unchanged',
          message: messages.lock_stands({ ...wordsOf(scope), reason: known.reason }),
          lock: known,
        };
      }
      if (known !== undefined) await takeFrom(parts, tx, caller, known, input.steal, 'lock', now);
      const lock: Lock = {
        id: newId('lck'),
        ...scope,
        reason: input.reason,
        actor: caller.actor,
        actorId: caller.actorId,
        door: caller.door,
        createdAt: now,
        expiresAt: input.for === undefined ? null : new Date(now.getTime() + input.for),
        liftedAt: null,
        liftedBy: null,
      };
      await insertLock(tx.db, lock);
      tell(tx, caller, lock, {
        type: 'lock.set',
        data: { reason: lock.reason, expiresAt: lock.expiresAt?.toISOString() ?? null },
      });
      await parts.onChanged(tx, scope);
      const words = { ...wordsOf(scope), until: lock.expiresAt?.toISOString() ?? null };
      return known === undefined
        ? { outcome: 'locked', message: messages.lock_set(words), lock }
        : { outcome: 'stolen', message: messages.lock_stolen({ ...words, owner: known.actor }), lock };
    });
  };
}

/** `sluice unlock`: what waited goes on by itself. */
export function createLiftLock(parts: LockParts): (caller: Caller, input: LiftLock) => Promise<LockOutcome> {
  return async (caller, input) => {
    await authorize(parts, caller, input);
    const scope = await requireScope(parts.db, input);
    return parts.transact(async (tx) => {
      await lockTargetsWithin(tx.db, scope);
      const now = new Date();
      const known = await findStandingLock(tx.db, scope, now);
      if (known === undefined) {
        const others = await othersOn(tx.db, scope, now);
        return { outcome: 'unchanged', message: messages.lock_none({ ...wordsOf(scope), others }), lock: null };
      }
      const lifted = { ...known, liftedAt: now, liftedBy: caller.actor };
      if (known.actorId === caller.actorId) {
        await liftLock(tx.db, known.id, { by: caller.actor, at: now });
        tell(tx, caller, known, { type: 'lock.lifted', data: { reason: known.reason } });
        await parts.onChanged(tx, scope);
        return { outcome: 'lifted', message: messages.lock_lifted(wordsOf(scope)), lock: lifted };
      }
      await takeFrom(parts, tx, caller, known, input.steal, 'unlock', now);
      await parts.onChanged(tx, scope);
      const message = messages.lock_lifted_of_another({ ...wordsOf(scope), owner: known.actor });
      return { outcome: 'lifted', message, lock: lifted };
    });
  };
}

/** A lock on more than one app is for those who answer for more than one. */
async function authorize({ identity }: LockParts, caller: Caller, on: SetLock | LiftLock): Promise<void> {
  const { project, app, environment } = on;
  const place = {
    project,
    ...(app === undefined ? {} : { app }),
    ...(environment === undefined ? {} : { environment }),
  };
  await identity.authorize(caller, app === undefined ? 'lock.set.widely' : 'lock.set', place);
}

/** @throws Problem Conflict without `steal`, Forbidden with it for those who may not. */
async function takeFrom(
  { identity }: LockParts,
  tx: Tx,
  caller: Caller,
  known: Lock,
  steal: boolean,
  verb: 'lock' | 'unlock',
  now: Date,
): Promise<void> {
  if (!steal) {
    const words = scopeWords(known);
    const command = `sluice ${verb} ${words} --steal${verb === 'lock' ? ' --reason "…"' : ''}`;
    const facts = { ...wordsOf(known), owner: known.actor, reason: known.reason, command };
    throw new Problem('Conflict', messages.lock_of_another(facts));
  }
  const { project, app, environment } = known;
  const place = { project, ...(app === null ? {} : { app }), ...(environment === null ? {} : { environment }) };
  await identity.authorize(caller, 'lock.steal', place);
  await liftLock(tx.db, known.id, { by: caller.actor, at: now });
  tell(tx, caller, known, { type: 'lock.stolen', data: { reason: known.reason, owner: known.actor } });
}

/** Other locks that hold the same place, as they are typed. */
async function othersOn(db: Db, scope: LockScope, at: Date): Promise<string[]> {
  const { project, app, environment } = scope;
  if (app === null || environment === null) return [];
  const standing = await listStandingLocks(db, project, at);
  return standing.filter((lock) => holds(lock, { project, app, environment })).map(scopeWords);
}

function wordsOf({ app, environment, target }: LockScope) {
  return { app, environment, target };
}

function tell(
  tx: Tx,
  caller: Caller,
  lock: Lock,
  what: { readonly type: string; readonly data: Readonly<Record<string, string | null>> },
): void {
  const { project, app, environment, target } = lock;
  tx.emit({
    type: what.type,
    project,
    subject: `lock/${lock.id}`,
    labels: { ...(app === null ? {} : { app }), ...(environment === null ? {} : { environment }) },
    actor: caller.actor,
    door: caller.door,
    data: { ...what.data, target },
  });
}

import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase } from '../db/test-database.ts';
import type { TestDatabase } from '../db/test-database.ts';
import { ClaimLost } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { appear } from './replicas.ts';
import { claimDue, renewLeases, settle, sweep, workReason, writeWakes } from './work-store.ts';
import type { ClaimedWork } from './work-store.ts';

/**
 * The README's table as a program: one key, everything that can happen to it in any order, against the real statements.
 * Time is only "now" and "in an hour", so that the model needs no clock.
 */
type Place = 'none' | 'waiting' | 'due' | 'running' | 'parked';
interface Model {
  place: Place;
  /** While running: what a wake has asked for in the meantime. */
  owed: 'nothing' | 'later' | 'now';
  attempts: number;
  holder: ClaimedWork | undefined;
  /** Claims that were lost or answered. None of them may ever write again. */
  old: ClaimedWork[];
}

const reason = { code: 'waits', params: {}, text: 'waits' };
const anHour = 3_600_000;
const inAnHour = () => new Date(Date.now() + anHour);
const outcomes: Record<string, () => Exclude<Outcome, { kind: 'lost' }>> = {
  done: () => ({ kind: 'done' }),
  againNow: () => ({ kind: 'again', at: new Date(0), reason }),
  againLater: () => ({ kind: 'again', at: inAnHour(), reason }),
  retry: () => ({ kind: 'retry', error: reason, fault: false, delayMs: anHour, minDelayMs: 0 }),
  parked: () => ({ kind: 'parked', error: reason, minDelayMs: 0 }),
};
const steps = [
  'wakeNow',
  'wakeLater',
  'claim',
  'renew',
  'fence',
  'stale',
  'ownerDies',
  'leaseEnds',
  'hourPasses',
  ...Object.keys(outcomes),
];

let database: TestDatabase;
let incarnation: number;
const identity = { id: 'rep_model', name: 'model', host: 'here', pid: 1, version: '0', url: undefined };

beforeAll(async () => {
  // One connection, so that the incarnation's lock stays held.
  database = await createTestDatabase({ maxConnections: 1 });
  incarnation = await appear(database.db, identity);
});
afterAll(async () => {
  await database.drop();
});

const claimOnce = () => claimDue(database.db, incarnation, [{ kind: 'k', free: 1 }], 6000);

async function apply(model: Model, step: string): Promise<void> {
  const { db } = database;
  const { holder } = model;
  const end = (place: Place, attempts: number): void => {
    if (holder !== undefined) model.old.push(holder);
    Object.assign(model, { place, attempts, owed: 'nothing', holder: undefined });
  };
  const owed = model.owed;
  switch (step) {
    case 'wakeNow':
    case 'wakeLater': {
      const now = step === 'wakeNow';
      await writeWakes(db, [{ kind: 'k', key: 'x', at: now ? undefined : inAnHour() }]);
      if (model.place === 'running') model.owed = now || owed === 'now' ? 'now' : 'later';
      else {
        if (model.place === 'parked') model.attempts = 0;
        model.place = now || model.place === 'due' ? 'due' : 'waiting';
      }
      return;
    }
    case 'claim': {
      const { claims } = await claimOnce();
      expect(claims).toHaveLength(model.place === 'due' ? 1 : 0);
      const [claim] = claims;
      if (claim === undefined) return;
      expect(claim.attempts).toBe(model.attempts);
      Object.assign(model, { place: 'running', owed: 'nothing', holder: claim });
      return;
    }
    case 'renew': {
      const known = [...(holder === undefined ? [] : [holder]), ...model.old];
      const lost = await renewLeases(db, known, 6000);
      expect(lost.toSorted((a, b) => a - b)).toEqual(model.old.map(({ token }) => token).toSorted((a, b) => a - b));
      return;
    }
    case 'fence':
      if (holder !== undefined) await writeWakes(db, [], { claim: holder, leaseMs: 6000 });
      return;
    case 'stale':
      for (const claim of model.old) {
        for (const outcome of Object.values(outcomes)) expect(await settle(db, claim, outcome())).toBe(false);
        // In a transaction, as the engine does it: what the statement wrote before it found out is taken back.
        const late = db.transaction().execute((trx) => writeWakes(trx, [], { claim, leaseMs: 6000 }));
        await expect(late).rejects.toThrow(ClaimLost);
      }
      return;
    case 'ownerDies':
    case 'leaseEnds': {
      if (step === 'ownerDies') await sql`update work set owner = 999999 where owner is not null`.execute(db);
      else await sql`update work set lease_until = now() - interval '1 s' where owner is not null`.execute(db);
      expect(await sweep(db, identity.id, 4000)).toBe(holder === undefined ? 0 : 1);
      if (holder !== undefined) end(model.attempts < 3 ? 'due' : 'waiting', model.attempts + 1);
      return;
    }
    case 'hourPasses':
      await sql`update work set run_at = run_at - interval '2 hours'`.execute(db);
      if (model.place === 'waiting') model.place = 'due';
      if (model.owed === 'later') model.owed = 'now';
      return;
    default: {
      const outcome = outcomes[step]?.();
      if (holder === undefined || outcome === undefined) return;
      expect(await settle(db, holder, outcome)).toBe(true);
      const woken = owed === 'now' ? 'due' : 'waiting';
      if (step === 'done') end(owed === 'nothing' ? 'none' : woken, 0);
      else if (step === 'againNow') end('due', 0);
      else if (step === 'againLater') end(woken, 0);
      else if (step === 'retry') end(woken, model.attempts + 1);
      else if (owed === 'nothing') end('parked', model.attempts + 1);
      else end(woken, 0);
    }
  }
}

test('whatever happens in whatever order, a row is where the model says, and no old claim ever writes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...steps), { minLength: 1, maxLength: 40 }), async (steps) => {
      await sql`delete from work`.execute(database.db);
      await sql`update replicas set seen_at = now()`.execute(database.db);
      const model: Model = { place: 'none', owed: 'nothing', attempts: 0, holder: undefined, old: [] };
      for (const step of steps) {
        await apply(model, step);
        const row = await workReason(database.db, 'k', 'x');
        expect({ place: row?.state ?? 'none', attempts: row?.attempts ?? 0 }).toEqual({
          place: model.place,
          attempts: model.place === 'none' ? 0 : model.attempts,
        });
      }
    }),
    {
      numRuns: 150,
      examples: [
        [['wakeNow', 'claim', 'wakeNow', 'done', 'claim', 'done', 'stale', 'claim']],
        [['wakeNow', 'claim', 'parked', 'stale', 'wakeNow']],
      ],
    },
  );
});

test('a replica that has itself not been seen for long judges nobody', async () => {
  const { db } = database;
  await sql`delete from work`.execute(db);
  await writeWakes(db, [{ kind: 'k', key: 'x', at: undefined }]);
  await claimOnce();
  await sql`update work set owner = 999999, lease_until = now() - interval '1 hour'`.execute(db);
  await sql`update replicas set seen_at = now() - interval '5 s'`.execute(db);
  expect(await sweep(db, identity.id, 4000)).toBe(0);
  await sql`update replicas set seen_at = now()`.execute(db);
  expect(await sweep(db, identity.id, 4000)).toBe(1);
});

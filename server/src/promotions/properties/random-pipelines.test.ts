import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { WhyView } from '../../environments/index.ts';
import { openTestDelivery } from '../../test-delivery.ts';
import type { TestDelivery } from '../../test-delivery.ts';
import { query } from '../../test-sluice.ts';
import type { PromotionView } from '../promotion-schema.ts';
import { closedTo, worldsBetween } from './test-model.ts';
import type { World } from './test-model.ts';
import { people, pipelines, turns } from './test-draws.ts';
import type { Turn } from './test-draws.ts';
import { openPlay } from './test-play.ts';
import type { Play } from './test-play.ts';

// Random pipelines, random gates, random events in random order and at once, on the real engine. A failure prints the
// pipeline and the events, and the seed with which it comes again.
const isFull = process.env['SLUICE_TEST_FULL'] === '1';
const seeds = isFull ? { numRuns: 60 } : { numRuns: 4, seed: 20_260_711 };

let delivery: TestDelivery;
const tokens = new Map<string, string>();
beforeAll(async () => {
  delivery = await openTestDelivery({ checkAnswers: false });
  tokens.set('ada', await delivery.give('ada', 'admin'));
  for (const person of people) tokens.set(person, await delivery.give(person, 'approver'));
});
afterAll(() => delivery.stop());

test('no closed gate is passed, no promotion is lost, each that waits says why, and what it names opens it', async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(pipelines, turns, async (places, drawn) => {
      run += 1;
      delivery.runtime.broken.clear();
      const play = await openPlay(delivery, tokens, run, places);
      const passed = new Set<string>();
      for (const turn of [{ acts: [{ do: 'register', broken: 1 }] } as const, ...drawn]) {
        const worlds = await take(play, turn);
        await play.settled();
        await expectOnlyOpenGatesPassed(play, worlds, passed);
        await expectNothingLost(play);
        await expectReasons(play);
      }
      await openEverything(play);
    }),
    { ...seeds, endOnFailure: true },
  );
}, 900_000);

async function take(play: Play, turn: Turn): Promise<World[]> {
  const before = structuredClone(play.world);
  if ('hour' in turn) await play.hour();
  if ('repaired' in turn) play.repair();
  if ('open' in turn) {
    const waiting = (await play.unfinished()).filter(({ state }) => state === 'waiting');
    const one = waiting[turn.open % Math.max(1, waiting.length)];
    if (one !== undefined) {
      play.repair();
      await openNext(play, await play.promotion(one.id));
    }
    play.becomes(await truthOf(play, [before]));
  }
  if (!('acts' in turn)) return [before];
  const done = await Promise.all(turn.acts.map((act) => play.perform(act)));
  const changes = done.filter((change) => change !== undefined);
  const worlds = worldsBetween(before, changes);
  play.becomes(await truthOf(play, worlds));
  return worlds;
}

/** Of acts at once the server alone knows which came last. */
async function truthOf(play: Play, worlds: readonly World[]): Promise<World> {
  const last = structuredClone(worlds.at(-1) ?? play.world);
  const of = <Row extends Record<string, unknown>>(text: string) => query<Row>(delivery.database, text, [play.app]);
  const locks = await of<{ scope: string }>(
    `select coalesce(environment, '') as scope from locks where app = $1 and lifted_at is null`,
  );
  last.locks = locks.map(({ scope }) => scope);
  const [pipeline] = await of<{ generation: number }>('select generation from pipelines where app = $1');
  last.edition = pipeline?.generation ?? 0;
  const freezes = await of<{ environment: string }>(
    `select spec->'environments'->>0 as environment from freezes where spec->'apps'->>0 = $1`,
  );
  last.frozen = freezes.map(({ environment }) => environment);
  last.checks = await of<World['checks'][number]>(
    `select environment, version, context, state = 'success' or (state = 'error' and overridden_by is not null) as met
      from checks join artifacts on artifacts.id = artifact_id where checks.app = $1 order by checks.updated_at desc`,
  );
  const verdicts = await of<{ id: string; actor: string; approved: boolean; edition: number }>(
    `select promotion_id as id, approvals.actor, verdict = 'approved' as approved, approvals.spec_generation as edition
      from approvals join promotions on promotions.id = promotion_id where app = $1`,
  );
  last.verdicts = {};
  for (const { id, ...verdict } of verdicts) (last.verdicts[id] ??= []).push(verdict);
  return last;
}

/** By what the model knows, and by what was written down about it. */
async function expectOnlyOpenGatesPassed(play: Play, worlds: readonly World[], passed: Set<string>): Promise<void> {
  const rows = await query<{
    id: string;
    environment: string;
    version: string;
    actor: string;
    retried: number;
    gates: { name: string; status: string }[];
  }>(
    delivery.database,
    `select p.id, p.environment, a.version, p.actor, p.retried, p.passed_gates as gates
      from promotions p join artifacts a on a.id = p.artifact_id where p.app = $1 and p.passed_gates is not null`,
    [play.app],
  );
  for (const row of rows) {
    const key = `${row.id}/${row.retried}`;
    if (passed.has(key)) continue;
    passed.add(key);
    expect(row.gates.filter(({ status }) => status !== 'open')).toEqual([]);
    const closed = [...worlds, play.world].map((world) => closedTo(world, play.history, row));
    if (!closed.some((names) => names.length === 0)) {
      throw new Error(`${row.version} passed closed gates into ${row.environment}: ${JSON.stringify(closed)}`);
    }
  }
  const unasked = await query(
    delivery.database,
    `select r.id from releases r join promotions p on p.id = r.promotion_id
      where r.app = $1 and p.passed_gates is null and p.state <> 'finished' and p.retried = 0`,
    [play.app],
  );
  expect(unasked).toEqual([]);
}

async function expectNothingLost(play: Play): Promise<void> {
  for (const one of await play.unfinished()) {
    expect(['queued', 'waiting']).toContain(one.state);
    expect(one).toMatchObject({ has_work: true });
  }
}

async function expectReasons(play: Play): Promise<void> {
  for (const { id, environment, state } of await play.unfinished()) {
    const { artifact } = await play.promotion(id);
    const path = `/v1/apps/${play.app}/environments/${environment}/why?artifact=${artifact.version}`;
    const why = (await delivery.call('GET', path, tokens.get('ada'))).body as WhyView;
    expect(why).toMatchObject({ promotionId: id });
    if (state === 'queued') {
      expect(why.summary.code).toBe('why_queued');
      expect(why.command).toMatch(/^sluice watch prm_/);
      continue;
    }
    expect(why.summary.code).toBe('why_waiting');
    const shut = why.gates.filter((gate) => gate.status !== 'open');
    expect(shut.length).toBeGreaterThan(0);
    for (const gate of shut) {
      expect(gate.message.text).not.toBe('');
      const isNamed = gate.opensBy !== null || gate.changesAt !== null;
      expect({ gate, isNamed }).toMatchObject({ isNamed: true });
    }
  }
}

/** Does for everything that waits what its gates say, until nothing waits any more. */
async function openEverything(play: Play): Promise<void> {
  play.repair();
  for (let [next] = await play.unfinished(); next !== undefined; [next] = await play.unfinished()) {
    await finish(play, next.id);
  }
}

async function finish(play: Play, id: string): Promise<void> {
  for (let step = 0; step < 60; step += 1) {
    await play.settled();
    const promotion = await play.promotion(id);
    if (promotion.state === 'finished') {
      const isRejected = promotion.gates.some(({ status }) => status === 'closed');
      if (!isRejected) expect(['success', 'cancelled']).toContain(promotion.result);
      return;
    }
    if (promotion.state === 'queued') {
      const ahead = (await play.unfinished()).find(({ environment }) => environment === promotion.environment);
      if (ahead === undefined || ahead.id === id) throw new Error(`${id} is queued behind nobody`);
      await finish(play, ahead.id);
      continue;
    }
    await openNext(play, promotion);
  }
  throw new Error(`${id} does not come to an end`);
}

async function openNext(play: Play, promotion: PromotionView): Promise<void> {
  const gate = promotion.gates.find(({ status }) => status !== 'open');
  if (gate === undefined) throw new Error(`${promotion.id} waits for nothing: ${JSON.stringify(promotion)}`);
  await open(play, promotion, gate);
}

async function open(play: Play, promotion: PromotionView, gate: PromotionView['gates'][number]): Promise<void> {
  const { opensBy } = gate;
  switch (gate.name) {
    case 'freeze':
      // Its time is hours away and cannot be moved; that it opens then is a property of the gate itself.
      expect(Date.parse(gate.changesAt ?? '')).toBeGreaterThan(Date.now());
      await play.thaw(promotion.environment);
      break;
    case 'soak':
      if (opensBy === null) {
        const hours = Math.ceil((Date.parse(gate.changesAt ?? '') - Date.now()) / 3_600_000);
        for (let hour = 0; hour < hours; hour += 1) await play.hour();
      } else {
        const { promotion: again } = (await play.type(opensBy)) as { promotion: PromotionView | null };
        if (again !== null) await finish(play, again.id);
        return;
      }
      break;
    case 'approvals':
      for (const person of gate.message.params['canApprove'] as string[]) {
        await play.type(opensBy ?? '', person);
        await play.settled();
        if (!(await isShut(play, promotion.id, gate.name))) break;
      }
      break;
    default:
      await play.type(opensBy ?? '');
  }
  await play.settled();
  const now = (await play.promotion(promotion.id)).gates.find(
    (other) => other.name === gate.name && other.status !== 'open',
  );
  // Several locks and several checks stand behind one gate: then what was done is not asked for any more.
  if (now !== undefined) expect([now.message.text, now.opensBy]).not.toEqual([gate.message.text, gate.opensBy]);
  if (now !== undefined && !['lock', 'checks'].includes(gate.name)) {
    throw new Error(`did what ${gate.name} says, and it is still shut: ${now.message.text}`);
  }
}

async function isShut(play: Play, id: string, name: string): Promise<boolean> {
  const { state, gates } = await play.promotion(id);
  return state !== 'finished' && gates.some((gate) => gate.name === name && gate.status !== 'open');
}

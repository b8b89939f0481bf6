import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDelivery } from '../test-delivery.ts';
import type { TestDelivery } from '../test-delivery.ts';
import { planActs, query } from '../test-sluice.ts';
import { line, openShop } from './neighbours/test-shop.ts';
import type { Shop } from './neighbours/test-shop.ts';

// Two replicas on one database, and people who do what does not go together, at once, each at another of them.
let left: TestDelivery;
let right: TestDelivery;
const tokens: Record<string, string> = {};
const { acts, reached } = planActs();
beforeAll(async () => {
  left = await openTestDelivery({ reached });
  right = await openTestDelivery({ beside: left, reached });
  tokens['ada'] = await left.give('ada', 'admin');
  tokens['grace'] = await left.give('grace', 'approver');
});
afterAll(async () => {
  await right.stop();
  await left.stop();
});
const shop = (environments: string): Promise<Shop> => openShop(left, tokens, environments);
const atRight = (path: string, body: unknown, as = 'grace') => right.call('POST', path, tokens[as], body);
const approvals = line(['prod', 'gates: [{ approvals: {} }]']);

/** Every day and all day, but for the minute that was an hour ago. */
const freezing = (app: string): string => {
  const hourAgo = new Date(Date.now() - 3_600_000);
  const rrule = `FREQ=DAILY;BYHOUR=${hourAgo.getUTCHours()};BYMINUTE=${hourAgo.getUTCMinutes()}`;
  return `apiVersion: sluice.dev/v1alpha1\nkind: Freeze\nmetadata: { name: ${app} }\nspec: { apps: [${app}], environments: [prod], rrule: "${rrule}", for: 23h, reason: x }\n`;
};

test('an approval and a cancellation at once: one of them wins, and both learn what came of it', async () => {
  const { deliver, promote, waiting, ended, ask } = await shop(approvals);
  const outcomes = new Set<string>();
  for (let round = 0; round < 6; round += 1) {
    await deliver();
    const { id } = await promote('prod');
    await waiting(id);
    const approve = () => atRight(`/v1/promotions/${id}/approvals`, { verdict: 'approved' });
    const cancel = () => ask('POST', `/v1/promotions/${id}/cancel`, {});
    const [approved, cancelled] =
      round % 2 === 0
        ? await Promise.all([approve(), cancel()])
        : await Promise.all([cancel(), approve()]).then(([one, other]) => [other, one] as const);
    expect([200, 409]).toContain(approved.status);
    expect([200, 409]).toContain(cancelled.status);
    const { result, releases, gates } = await ended(id);
    outcomes.add(result ?? '');
    const hasGone = releases.length > 0;
    // A cancellation that was taken keeps everything from happening, whatever was approved.
    if (cancelled.status === 200) expect([result, hasGone]).toEqual(['cancelled', false]);
    else {
      expect([result, hasGone]).toEqual(['success', true]);
      expect(gates.find(({ name }) => name === 'approvals')).toMatchObject({ status: 'open' });
    }
  }
  expect([...outcomes].every((result) => ['success', 'cancelled'].includes(result))).toBe(true);
});

test('a rejection and an approval at once: it never goes through against a no that was taken', async () => {
  const { deliver, promote, waiting, ended, ask } = await shop(approvals);
  for (let round = 0; round < 4; round += 1) {
    await deliver();
    const { id } = await promote('prod');
    await waiting(id);
    const [, rejected] = await Promise.all([
      atRight(`/v1/promotions/${id}/approvals`, { verdict: 'approved' }),
      ask('POST', `/v1/promotions/${id}/approvals`, { verdict: 'rejected', reason: 'no' }),
    ]);
    const { result, releases } = await ended(id);
    if (rejected.status === 200) expect([result, releases]).toEqual(['failure', []]);
    else expect(result).toBe('success');
  }
});

test('a freeze that begins while the gates are passed lets what has passed finish, and nothing else', async () => {
  const { app, deliver, promote, ended, waiting } = await shop(line(['prod', 'order: strict']));
  await deliver();
  let frozen: unknown;
  // Here the decision has been written down, and nothing has been deployed.
  acts.set('promotion/deploy/before-run', async () => {
    frozen = (await atRight('/v1/apply', { manifest: freezing(app) }, 'ada')).status;
  });
  const { id } = await promote('prod');
  expect(await ended(id)).toMatchObject({ result: 'success', releases: [{ number: 1 }] });
  expect(frozen).toBe(200);
  const next = await promote('prod', await deliver());
  expect(await waiting(next.id)).toMatchObject({ releases: [], gates: [{ name: 'order' }, { name: 'freeze' }] });
});

test('a freeze that begins just before the last approval holds what was approved', async () => {
  const { app, deliver, promote, waiting, promotion, ask, lookAgain } = await shop(approvals);
  await deliver();
  const { id } = await promote('prod');
  await waiting(id);
  expect((await atRight('/v1/apply', { manifest: freezing(app) }, 'ada')).status).toBe(200);
  expect((await ask('POST', `/v1/promotions/${id}/approvals`, { verdict: 'approved' }, 'grace')).status).toBe(200);
  await lookAgain();
  expect(await promotion(id)).toMatchObject({ state: 'waiting', releases: [] });
});

test('with two replicas every promotion is carried out once, whichever of them is asked', async () => {
  const { app, deliver, promotions } = await shop(line(['prod', 'order: strict']));
  const version = await deliver();
  const body = { app, environment: 'prod', artifact: version };
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, index) =>
      (index % 2 === 0 ? left : right).call('POST', '/v1/promotions', tokens['ada'], body),
    ),
  );
  expect(answers.every(({ status }) => status < 300)).toBe(true);
  await expect
    .poll(() => promotions('prod'), { timeout: 15_000 })
    .toMatchObject([{ state: 'finished', result: 'success' }]);
  const given = await query(left.database, `select id from releases where app = $1 and environment = 'prod'`, [app]);
  expect(given).toHaveLength(1);
});

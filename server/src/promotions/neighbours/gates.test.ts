import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDelivery } from '../../test-delivery.ts';
import type { TestDelivery } from '../../test-delivery.ts';
import { line, openShop } from './test-shop.ts';
import type { Shop } from './test-shop.ts';

// Flaws that users of similar systems suffer from, each as a test that it is not ours. The whole list: docs/neighbours.md.
let delivery: TestDelivery;
const tokens: Record<string, string> = {};
beforeAll(async () => {
  delivery = await openTestDelivery();
  tokens['ada'] = await delivery.give('ada', 'admin');
  tokens['grace'] = await delivery.give('grace', 'approver');
});
afterAll(() => delivery.stop());
const shop = (environments: string): Promise<Shop> => openShop(delivery, tokens, environments);

/** Every day and all day, but for the minute that was an hour ago. */
const freezing = (): string => {
  const hourAgo = new Date(Date.now() - 3_600_000);
  return `rrule: "FREQ=DAILY;BYHOUR=${hourAgo.getUTCHours()};BYMINUTE=${hourAgo.getUTCMinutes()}", for: 23h, reason: x`;
};

test('Kargo: a promotion that is waiting does not say why', async () => {
  const { app, deliver, promote, waiting, get } = await shop(
    line(['prod', 'gates: [{ approvals: {} }, { soak: 1h }]']),
  );
  await deliver();
  const { id } = await promote('prod');
  const { message, gates } = await waiting(id);
  expect(message?.text).not.toBe('');
  const shut = gates.filter(({ status }) => status !== 'open');
  expect(shut.map(({ name }) => name)).toEqual(['soak', 'approvals']);
  expect(shut.every(({ opensBy, changesAt }) => opensBy !== null || changesAt !== null)).toBe(true);
  const why = await get<{ command: string }>(`/v1/apps/${app}/environments/prod/why`);
  expect(why.command).toBe(`sluice approve ${id}`);
});

test('Kargo: an approval lets through what has not soaked', async () => {
  const { deliver, promote, waiting, ask, lookAgain, promotion, gate } = await shop(
    line(['prod', 'gates: [{ approvals: {} }, { soak: 1h }]']),
  );
  await deliver();
  const { id } = await promote('prod');
  await waiting(id);
  await ask('POST', `/v1/promotions/${id}/approvals`, { verdict: 'approved' }, 'grace');
  await lookAgain();
  expect(await promotion(id)).toMatchObject({ state: 'waiting' });
  expect(await gate(id, 'approvals')).toMatchObject({ status: 'open' });
  expect(await gate(id, 'soak')).toMatchObject({ status: 'waiting' });
});

const checked = line(['prod', 'gates: [{ approvals: {} }]']).replace(
  'from: { branch: develop }',
  'from: { branch: develop }, requiredChecks: [ci/load]',
);

test('Kargo: what was verified once stays verified when it fails later', async () => {
  const { app, deliver, promote, waiting, ask, gate } = await shop(checked);
  const version = await deliver();
  const report = (state: string) =>
    ask('POST', '/v1/checks', { app, environment: 'development', artifact: version, context: 'ci/load', state });
  await report('success');
  const { id } = await promote('prod');
  await waiting(id);
  expect(await gate(id, 'checks')).toMatchObject({ status: 'open' });
  await report('failure');
  expect(await gate(id, 'checks')).toMatchObject({ status: 'waiting' });
});

test.each(['pending', 'failure'])('Akkeris: a check that is %s is let through by hand', async (state) => {
  const { app, deliver, ask } = await shop(checked);
  const version = await deliver();
  const what = { app, environment: 'development', artifact: version, context: 'ci/load', state };
  const { body } = await ask('POST', '/v1/checks', what);
  const { id } = (body as { check: { id: string } }).check;
  expect(await ask('POST', `/v1/checks/${id}/override`, { reason: 'tried by hand' })).toMatchObject({ status: 409 });
});

test('Akkeris: a check that was reported and a promotion that is held make no event', async () => {
  const { app, deliver, promote, waiting, ask, events } = await shop(checked);
  const version = await deliver();
  const { id } = await promote('prod');
  await waiting(id);
  await ask('POST', '/v1/checks', {
    app,
    environment: 'development',
    artifact: version,
    context: 'ci/load',
    state: 'failure',
  });
  expect(await events('promotion.waiting')).toMatchObject([{ labels: { promotion: id } }]);
  expect(await events('check.reported')).toHaveLength(1);
});

test('Akkeris: a context that is too long is refused with another limit than there is', async () => {
  const { app, deliver, ask } = await shop(checked);
  const version = await deliver();
  const of = (length: number) => ({
    app,
    environment: 'development',
    artifact: version,
    context: `ci/${'x'.repeat(length - 3)}`,
    state: 'success',
  });
  expect(await ask('POST', '/v1/checks', of(128))).toMatchObject({ status: 200 });
  const { status, body } = await ask('POST', '/v1/checks', of(129));
  expect([status, JSON.stringify(body)]).toEqual([400, expect.stringContaining('128')]);
});

test('Octopus: what is being deployed when a freeze begins fails', async () => {
  const { app, deliver, promote, ended, promotion, waiting, ask } = await shop(line(['prod', 'order: strict']));
  const version = await deliver();
  delivery.runtime.slow.add(version);
  const { id } = await promote('prod');
  await expect.poll(async () => (await promotion(id)).releases, { timeout: 15_000 }).toHaveLength(1);
  const manifest = `apiVersion: sluice.dev/v1alpha1\nkind: Freeze\nmetadata: { name: ${app} }\nspec: { apps: [${app}], environments: [prod], ${freezing()} }\n`;
  expect(await ask('POST', '/v1/apply', { manifest })).toMatchObject({ status: 200 });
  delivery.runtime.slow.delete(version);
  expect(await ended(id)).toMatchObject({ result: 'success' });
  // What comes after it waits.
  const next = await promote('prod', await deliver());
  expect(await waiting(next.id)).toMatchObject({ releases: [] });
});

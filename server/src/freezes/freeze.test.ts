import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { WhyView } from '../environments/index.ts';
import { createTestApp, startTestSluice } from '../test-sluice.ts';
import type { TestApp, TestSluice } from '../test-sluice.ts';
import type { FreezeView } from './freeze-schema.ts';

let sluice: TestSluice;
beforeAll(async () => {
  sluice = await startTestSluice();
});
afterAll(() => sluice.stop());

const environments = `
    - name: development
      from: { branch: develop }
      targets: [{ name: local, runtime: process }]
    - name: prod
      targets: [{ name: local, runtime: process }]
`;
/** Every day and all day, but for the minute that was just before this one. */
const now = (): string => {
  const hourAgo = new Date(Date.now() - 3_600_000);
  return `rrule: "FREQ=DAILY;BYHOUR=${hourAgo.getUTCHours()};BYMINUTE=${hourAgo.getUTCMinutes()}", for: 23h`;
};
const leapDays = 'rrule: "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", for: 24h';
const freeze = (name: string, spec: string) => ({
  manifest: `apiVersion: sluice.dev/v1alpha1\nkind: Freeze\nmetadata: { name: ${name} }\nspec: { ${spec} }\n`,
});
const apply = (name: string, spec: string) => sluice.door.post('/v1/apply', freeze(name, spec));
const freezes = async () => (await sluice.door.get<{ items: FreezeView[] }>('/v1/freezes')).items;
const why = (app: string) => sluice.door.get<WhyView>(`/v1/apps/${app}/environments/prod/why`);

async function delivered(name: string): Promise<TestApp> {
  const app = await createTestApp(sluice, name, { environments });
  await app.push('one');
  await app.live('development', 'one');
  return app;
}
const gateOf = async (app: TestApp, id: string) =>
  (await app.promotion(id)).gates.find((gate) => gate.name === 'freeze');

describe('a freeze', () => {
  test('holds the apps and environments that it names, says why and until when, and lets go when it is deleted', async () => {
    const held = await delivered('held');
    const free = await delivered('free');
    await apply('stocktaking', `apps: [held], environments: [prod], ${now()}, reason: stocktaking`);

    const { id } = await held.promote({ environment: 'prod' });
    await held.waiting(id);
    const gate = await gateOf(held, id);
    expect(gate).toMatchObject({ status: 'waiting', changesAt: expect.any(String) });
    expect(gate?.message.text).toBe(`stocktaking, until ${gate?.changesAt}`);
    expect((await why('held')).gates.find(({ name }) => name === 'freeze')).toMatchObject({ status: 'waiting' });
    const other = await free.promote({ environment: 'prod' });
    expect(await free.ended(other.id)).toMatchObject({ result: 'success' });
    expect(await freezes()).toMatchObject([
      { name: 'stocktaking', apps: ['held'], environments: ['prod'], freezing: true, until: gate?.changesAt },
    ]);

    await sluice.door.ask('DELETE', '/v1/manifests/freeze/stocktaking');
    expect(await held.ended(id)).toMatchObject({ result: 'success' });
    expect(await freezes()).toEqual([]);
  });

  test('without names holds everything of the project, and an edit lets go at once', async () => {
    const app = await delivered('any');
    await apply('all', `${now()}, reason: audit`);
    const { id } = await app.promote({ environment: 'prod' });
    await app.waiting(id);
    await apply('all', `${leapDays}, reason: audit`);
    expect(await app.ended(id)).toMatchObject({ result: 'success' });
    const [found] = await freezes();
    expect(found).toMatchObject({ name: 'all', apps: null, environments: null, freezing: false, generation: 2 });
    expect(found?.from).toMatch(/-02-29T00:00:00.000Z$/);
    expect(found?.until).toMatch(/-03-01T00:00:00.000Z$/);
    await sluice.door.ask('DELETE', '/v1/manifests/freeze/all');
  });

  test.each([
    ['an app that is not there', `apps: [shopp], ${leapDays}, reason: x`, 'spec.apps[0]', 'freeze_unknown_app'],
    [
      'an environment that is not there',
      `environments: [prodd], ${leapDays}, reason: x`,
      'spec.environments[0]',
      'freeze_unknown_environment',
    ],
    ['a calendar that means nothing', 'rrule: FREQ=DAILLY, for: 1h, reason: x', 'spec.rrule', 'calendar_rule_value'],
    ['a freeze without an end', 'rrule: "FREQ=DAILY;BYHOUR=0", for: 25h, reason: x', 'spec.for', 'freeze_never_ends'],
  ])('%s is refused where it stands', async (_what, spec, path, code) => {
    const refusal = await sluice.door.ask('POST', '/v1/apply', freeze('wrong', spec));
    expect(refusal).toMatchObject({ status: 400, body: { details: [{ path, message: { code } }] } });
  });
});

test('what is not there cannot be deleted', async () => {
  expect(await sluice.door.ask('DELETE', '/v1/manifests/freeze/nothing')).toMatchObject({
    status: 404,
    body: { code: 'freeze_not_found' },
  });
});

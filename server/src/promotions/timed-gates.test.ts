import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { applyWithApp, createTestApp, query, startTestSluice } from '../test-sluice.ts';
import type { TestApp, TestSluice } from '../test-sluice.ts';

let sluice: TestSluice;
beforeAll(async () => {
  sluice = await startTestSluice();
});
afterAll(() => sluice.stop());

const line = (gates: string) => `
    - name: development
      from: { branch: develop }
      targets: [{ name: local, runtime: process }]
    - name: prod
      gates: ${gates}
      targets: [{ name: local, runtime: process }]
`;
/** Every day and all day, but for the minute that was just before this one. */
const nearlyAlways = (): string => {
  const hourAgo = new Date(Date.now() - 3_600_000);
  return `rrule: "FREQ=DAILY;BYHOUR=${hourAgo.getUTCHours()};BYMINUTE=${hourAgo.getUTCMinutes()}", for: 23h`;
};

async function waiting(name: string, gates: string): Promise<{ app: TestApp; id: string }> {
  const app = await createTestApp(sluice, name, { environments: line(gates) });
  await app.push('two');
  await app.live('development', 'two');
  const { id } = await app.promote({ environment: 'prod' });
  await app.waiting(id);
  return { app, id };
}

const gateOf = async (app: TestApp, id: string, name: string) =>
  (await app.promotion(id)).gates.find((gate) => gate.name === name);

describe('a gate that opens by itself', () => {
  test('soak: waits since the environment before became healthy, and goes on at the moment it named', async () => {
    const { app, id } = await waiting('soaked', '[{ soak: 1h }]');
    const gate = await gateOf(app, id, 'soak');
    expect(gate).toMatchObject({ status: 'waiting', opensBy: null });
    const [release] = await app.releases('development');
    expect(Date.parse(gate?.changesAt ?? '') - Date.parse(release?.finishedAt ?? '')).toBe(3_600_000);
    const [row] = await query<{ run_at: Date }>(sluice.database, 'select run_at from work where key = $1', [id]);
    expect(row?.run_at.toISOString()).toBe(gate?.changesAt);
    // The hour passes.
    await query(sluice.database, `update releases set finished_at = finished_at - interval '1 hour' where app = $1`, [
      app.name,
    ]);
    await query(sluice.database, 'update work set run_at = now() where key = $1', [id]);
    expect(await app.ended(id)).toMatchObject({
      result: 'success',
      gates: [{ name: 'order' }, { name: 'soak', status: 'open' }],
    });
  });

  test('soak: what was replaced before it had soaked says how it can soak after all', async () => {
    const { app, id } = await waiting('replaced', '[{ soak: 1h }]');
    const [{ artifact } = { artifact: { version: '' } }] = await app.promotions('prod');
    await app.push('three');
    await app.live('development', 'three');
    expect(await gateOf(app, id, 'soak')).toMatchObject({
      status: 'waiting',
      changesAt: null,
      opensBy: `sluice promote replaced@${artifact.version} development`,
    });
  });

  test('freeze: names its reason and its end, and an edit of the pipeline ends it at once', async () => {
    const { app, id } = await waiting('frozen', `[{ freeze: { ${nearlyAlways()}, reason: stocktaking } }]`);
    const gate = await gateOf(app, id, 'freeze');
    expect(gate).toMatchObject({ status: 'waiting', since: expect.any(String), changesAt: expect.any(String) });
    expect(gate?.message.text).toBe(`stocktaking, until ${gate?.changesAt}`);
    expect(Date.parse(gate?.changesAt ?? '')).toBeGreaterThan(Date.now() + 20 * 3_600_000);
    await app.applyPipeline(line('[]'));
    expect(await app.ended(id)).toMatchObject({ result: 'success' });
  });

  test('window: only inside it something gets in', async () => {
    const { app, id } = await waiting(
      'windowed',
      '[{ window: { rrule: "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", for: 1h, reason: leap days } }]',
    );
    const gate = await gateOf(app, id, 'freeze');
    expect(gate?.changesAt).toMatch(/-02-29T00:00:00.000Z$/);
    await app.applyPipeline(line(`[{ window: { ${nearlyAlways()}, reason: office hours } }]`));
    expect(await app.ended(id)).toMatchObject({ result: 'success' });
  });
});

describe('a calendar that cannot be meant', () => {
  test.each([
    ['[{ freeze: { rrule: "FREQ=WEEKLY;BYDAY=FR", for: 1h, timeZone: Europe/Kiew, reason: x } }]', 'Europe/Kyiv?'],
    ['[{ freeze: { rrule: "FREQ=SECONDLY", for: 1h, reason: x } }]', 'FREQ=SECONDLY does not fit'],
    ['[{ freeze: { rrule: "FREQ=DAILY", for: 24h, reason: x } }]', 'never let anything in'],
    ['[{ window: { rrule: "FREQ=DAILY;UNTIL=20200101", for: 1h, reason: x } }]', 'never let anything in'],
    ['[{ freeze: { rrule: "FREQ=DAILY;BYHOR=3", for: 1h, reason: x } }]', 'Did you mean BYHOUR?'],
    ['[{ soak: 0s }]', 'between 1m and 366d'],
    ['[{ soak: 1h, approvals: {} }]', 'must be one of approvals, soak, freeze, window, http, artifact'],
    ['[{}]', 'must be one of approvals, soak, freeze, window, http, artifact'],
  ])('%s is refused with line and column, and the cure', async (gates, cure) => {
    const { status, body } = await applyWithApp(sluice.door, 'refused', line(gates));
    expect(status).toBe(400);
    expect(JSON.stringify(body)).toContain(cure);
    expect(body).toMatchObject({ details: [{ line: 11, column: expect.any(Number) }] });
  });
});

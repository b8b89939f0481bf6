import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApp, startTestSluice } from '../test-sluice.ts';
import type { TestSluice } from '../test-sluice.ts';

let sluice: TestSluice;
beforeAll(async () => {
  sluice = await startTestSluice();
});
afterAll(() => sluice.stop());

describe('a commit on its way', () => {
  test('a push becomes live in development by itself, and goes on by name, by version, and to the next one', async () => {
    const app = await createTestApp(sluice, 'shop');
    await app.push('one');
    await app.live('development', 'one');
    const [first] = await app.promotions('development');
    expect(first).toMatchObject({ automatic: true, result: 'success', actor: 'sluice:promotions' });

    const toQa = await app.promote({ environment: 'qa' });
    const inQa = await app.ended(toQa.id);
    expect(inQa).toMatchObject({ result: 'success', artifact: { version: first?.artifact.version } });
    expect(await app.answer('qa')).toBe('one');
  });
});

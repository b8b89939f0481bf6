import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, until } from '../../test-sluice.ts';
import { createPhoenix } from '../../test-phoenix.ts';
import type { Phoenix } from '../../test-phoenix.ts';

let phoenix: Phoenix;
beforeAll(async () => {
  phoenix = await createPhoenix();
  await phoenix.start();
});
afterAll(() => phoenix.end());

const target = (name: string): string => `{ name: ${name}, runtime: process }`;

test.each(['release/before-run', 'release/after-run', 'release/after-record', 'promotion/deploy/after-run'])(
  'a server that dies at %s in the middle of wave 2: the next one goes on there, nothing twice, nothing early',
  async (boundary) => {
    if (!phoenix.isRunning()) await phoenix.start();
    const app = await createTestApp(phoenix.sluice, `waves-${boundary.replaceAll('/', '-')}`, {
      environments: `
    - name: development
      from: { branch: develop }
      targets: [${target('local')}]
    - name: prod
      deploy: { waves: [[a], [b, c], [d]], pause: manual }
      targets: [${['a', 'b', 'c', 'd'].map(target).join(', ')}]
`,
    });
    await app.push('one');
    await app.live('development', 'one');
    const { id } = await app.promote({ environment: 'prod' });
    const pausedBefore = (wave: number) =>
      until(async () => {
        if (!phoenix.isRunning()) await phoenix.start();
        const found = await app.promotion(id).catch(() => undefined);
        const text = found?.steps.find(({ key }) => key === 'deploy')?.message?.text ?? '';
        return text.includes(`pauses before wave ${wave} of 3`) ? found : undefined;
      }, 30_000);
    const resume = () => phoenix.sluice.door.ask('POST', `/v1/promotions/${id}/resume`).catch(() => undefined);
    await pausedBefore(2);
    await phoenix.arm(boundary);
    await resume();
    await phoenix.died();
    const before = await pausedBefore(3);
    expect(before?.releases.map(({ target: name, number, result }) => [name, number, result])).toEqual([
      ['a', 1, 'success'],
      ['b', 1, 'success'],
      ['c', 1, 'success'],
    ]);
    await resume();
    expect(await app.ended(id)).toMatchObject({ result: 'success' });
    expect(await app.releases('prod')).toHaveLength(4);
  },
);

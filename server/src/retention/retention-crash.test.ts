import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPhoenix } from '../test-phoenix.ts';
import type { Phoenix } from '../test-phoenix.ts';
import { createTestApp, until } from '../test-sluice.ts';

let phoenix: Phoenix;
beforeAll(async () => {
  phoenix = await createPhoenix(undefined, { SLUICE_RETENTION_RELEASES: '2' });
  await phoenix.start();
});
afterAll(() => phoenix.end());

const environments = `
    - name: development
      from: { branch: develop }
      targets: [{ name: local, runtime: process }]
`;

test.each(['retention/after-prune', 'retention/after-remove'])(
  'a server that is killed at %s loses nothing that is needed, and the next one goes on',
  async (boundary) => {
    const name = boundary.split('-').at(-1) ?? '';
    const app = await createTestApp(phoenix.sluice, name, { environments });
    for (const version of ['one', 'two', 'three']) {
      await app.push(version);
      await app.live('development', version);
    }
    const { pool } = phoenix.sluice.database;
    await pool.query(`update artifacts set used_at = now() - interval '1 year' where app = $1`, [name]);
    await phoenix.arm(boundary);
    await pool.query(`update work set run_at = now() where kind = 'retention'`);
    await phoenix.died();
    await phoenix.start();
    await until(async () => {
      const { rows } = await pool.query(`select version from artifacts where app = $1 and content_removed`, [name]);
      return rows.length === 1 || undefined;
    });
    await until(async () => (await app.answer('development')) === 'three' || undefined);
    const { id } = await app.rollback({ environment: 'development' });
    expect(await app.ended(id)).toMatchObject({ result: 'success' });
    expect(await app.answer('development')).toBe('two');
  },
);

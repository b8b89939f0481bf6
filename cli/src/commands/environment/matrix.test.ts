import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveDocuments } from '../../test-api.ts';
import type { TestApi } from '../../test-api.ts';
import { sluice } from '../../test-command-line.ts';
import { environment, message, older } from '../../test-documents.ts';

const sentence =
  'The artifact has no Procfile, so Sluice does not know how to run it. Add a file named Procfile to it.';

let api: TestApi;

beforeAll(async () => {
  const failed = {
    id: 'prm_01j8k2',
    kind: 'promotion',
    state: 'finished',
    result: 'failure',
    version: older.version,
    message: message(sentence),
  } as const;
  const items = [environment('qa', 0, { promotion: failed }), environment('prod', 1)];
  api = await serveDocuments({ 'GET /v1/environments': { items, position: '1' } });
});
afterAll(() => api.stop());

test('a long note goes on in the next line, so that the columns stay in one glance', async () => {
  const { out } = await sluice(['list'], { server: api.url, columns: 240 });
  const [titles = '', ...lines] = out.split('\n');
  expect(titles.indexOf('PROD')).toBeLessThan(50);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(80);
  expect(out).toContain('The artifact has no Procfile');
});

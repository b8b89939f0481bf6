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
  const items = [
    environment('qa', 0, {
      promotion: failed,
      targets: [
        { name: 'eu', runtime: 'process', release: 3, version: older.version, healthy: true, url: null, message: null },
        { name: 'us', runtime: 'process', release: 2, version: '1.0.0', healthy: true, url: null, message: null },
      ],
    }),
    environment('prod', 1, {
      failedBuild: { revision: '4f2c9e1'.repeat(6).slice(0, 40), branch: 'develop', message: null },
      lock: { by: 'ada', reason: 'an incident', since: '2026-11-20T11:10:00Z', until: null },
    }),
  ];
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

test('an environment whose targets do not all have it says how many do', async () => {
  expect((await sluice(['list'], { server: api.url, columns: 240 })).out).toContain('1 of 2 targets');
  expect((await sluice(['list', '--lang', 'uk'], { server: api.url })).out).toContain('цілей: 1 з 2');
});

test('a push that was not built and a lock are told beside what runs', async () => {
  const { out } = await sluice(['list'], { server: api.url, columns: 240 });
  expect(out).toContain('✖ build of 4f2c9e1 failed');
  expect(out).toContain('⧗ locked by ada: an incident');
  const ukrainian = await sluice(['list', '--lang', 'uk'], { server: api.url, columns: 240 });
  expect(ukrainian.out).toContain('✖ збірка 4f2c9e1 не вдалася');
});

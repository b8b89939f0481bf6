import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveDocuments } from '../../test-api.ts';
import type { TestApi } from '../../test-api.ts';
import { sluice } from '../../test-command-line.ts';
import { newer } from '../../test-documents.ts';

const check = {
  id: 'chk_01j8k3',
  project: 'default',
  app: 'shop',
  environment: 'staging',
  artifact: newer,
  configurationVersion: 1,
  context: 'ci/integration',
  state: 'error',
  description: 'the runner is down and nobody knows since when',
  targetUrl: 'https://ci.example.com/7',
  propagate: false,
  actor: 'ci',
  override: { by: 'ada', reason: 'tried by hand' },
  createdAt: '2026-11-20T15:28:00Z',
  updatedAt: '2026-11-20T15:28:00Z',
};
const owed = { app: 'shop', environment: 'staging', artifact: newer, context: 'ci/load', state: null, since: null };

let api: TestApi;
beforeAll(async () => {
  api = await serveDocuments({
    'GET /v1/checks': { items: [check], nextCursor: null },
    'GET /v1/checks/owed': { items: [owed] },
    'GET /v1/locks': { items: [], nextCursor: null },
  });
});
afterAll(() => api.stop());

test('what was said about an app fits on eighty columns, in both languages', async () => {
  for (const language of ['en', 'uk']) {
    const { out, code } = await sluice(['checks', 'shop', '--lang', language], { server: api.url, columns: 80 });
    expect(code).toBe(0);
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(out).toContain('ci/integration');
  }
});

test('what is owed names the check, the version and the place; what was never said is told as such', async () => {
  const { out } = await sluice(['checks', '--owed'], { server: api.url, columns: 80 });
  expect(out).toContain('not reported');
  expect(out).toContain(`shop ${newer.version}`);
});

test.each([
  [['checks'], 'Of which app?'],
  [['check', 'report', 'shop', 'success'], 'sluice check report shop@1.4.0'],
  [['check', 'report', 'shop', 'staging', 'ci/load', 'green'], 'pending, success, failure, error'],
  [['check', 'override', 'chk_1'], 'Say why'],
  [['lock', 'shop'], 'Say why'],
  [['lock', '--reason', 'x'], 'say --everything'],
  [['lock', 'shop', '--everything', '--reason', 'x'], '--everything is everything'],
  [['unlock'], 'What is to be unlocked?'],
])('sluice %s is not understood, and says how it is said', async (words, cure) => {
  const { err, code } = await sluice(words, { server: api.url });
  expect(code).toBe(2);
  expect(err).toContain(cure);
});

test('nothing locked is said in words', async () => {
  expect((await sluice(['locks'], { server: api.url })).out).toContain('Nothing is locked.');
});

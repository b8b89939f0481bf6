import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveDocuments } from '../../test-api.ts';
import type { TestApi } from '../../test-api.ts';
import { seen, sluice } from '../../test-command-line.ts';

const entry = (type: string, changes: object) => ({
  id: '7',
  at: '2026-11-20T14:02:11Z',
  type,
  project: 'default',
  subject: 'pipeline/shop',
  labels: {},
  actor: 'ada',
  door: 'cli',
  address: '203.0.113.7',
  tokenId: 'tok_1',
  data: {},
  ...changes,
});
let breaksOff = false;
let api: TestApi;
beforeAll(async () => {
  api = await serveDocuments({
    'GET /v1/audit': {
      items: [
        entry('pipeline.changed', { data: { generation: 4, previous: 3, changed: ['spec.environments.prod.gates'] } }),
        entry('lock.set', { labels: { app: 'shop', environment: 'prod' }, data: { reason: 'an incident' } }),
        entry('promotion.started', { actor: 'sluice:promotions', door: 'system', address: null, tokenId: null }),
      ],
      nextCursor: 'x',
    },
    'GET /v1/audit/export': (_asked, response) => {
      response.writeHead(200, { 'content-type': 'application/x-ndjson' });
      response.write('{"id":"1"}\n', () => {
        if (breaksOff) response.destroy();
        else response.end('{"id":"2"}\n');
      });
      return undefined;
    },
  });
});
afterAll(() => api.stop());

async function shown(language: string): Promise<string> {
  const outcome = await sluice(['audit', '--lang', language], { server: api.url, columns: 80 });
  expect(outcome.out.split('\n').filter((line) => line.length > 80)).toEqual([]);
  return seen(outcome);
}

test('the audit at 80 columns, in English', async () => {
  expect(await shown('en')).toMatchInlineSnapshot(`
    "
    16:02:11  ada cli 203.0.113.7 pipeline.changed pipeline/shop generation 4:
              spec.environments.prod.gates
    16:02:11  ada  cli 203.0.113.7  lock.set  shop → prod  an incident
    16:02:11  sluice:promotions  system  promotion.started  pipeline/shop
    The newest 3. More: --limit, up to 200, or sluice audit export
    (exit 0)
    "
  `);
});

test('the audit at 80 columns, in Ukrainian', async () => {
  expect(await shown('uk')).toMatchInlineSnapshot(`
    "
    16:02:11  ada cli 203.0.113.7 pipeline.changed pipeline/shop покоління 4:
              spec.environments.prod.gates
    16:02:11  ada  cli 203.0.113.7  lock.set  shop → prod  an incident
    16:02:11  sluice:promotions  system  promotion.started  pipeline/shop
    Найновіших – 3. Більше: --limit, щонайбільше 200, або sluice audit export
    (exit 0)
    "
  `);
});

test('is chosen by what was said', async () => {
  const words = ['audit', '--actor', 'ada', '--since', '7d', '--env', 'prod', '--door', 'cli', '--all-projects'];
  await sluice(words, { server: api.url });
  expect(api.asked.at(-1)?.query).toEqual({
    project: '*',
    actor: 'ada',
    since: '7d',
    environment: 'prod',
    door: 'cli',
    limit: '50',
  });
});

test('an export is written as it comes, and what breaks off is not taken for the whole', async () => {
  const words = ['audit', 'export', '--format', 'csv', '--since', '90d', '--actor', 'ada'];
  expect(await sluice(words, { server: api.url })).toEqual({ code: 0, out: '{"id":"1"}\n{"id":"2"}\n', err: '' });
  expect(api.asked.at(-1)?.query).toEqual({ project: 'default', format: 'csv', since: '90d', actor: 'ada' });
  breaksOff = true;
  const broken = await sluice(['audit', 'export'], { server: api.url });
  expect(broken).toMatchObject({ code: 5, out: '{"id":"1"}\n' });
  expect(broken.err).not.toBe('');
});

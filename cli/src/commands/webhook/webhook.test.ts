import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serveDocuments } from '../../test-api.ts';
import type { TestApi } from '../../test-api.ts';
import { seen, sluice } from '../../test-command-line.ts';

const message = (text: string) => ({ code: 'any', params: {}, text });
const webhook = {
  id: 'whk_01j8k3',
  name: 'ci',
  project: 'default',
  generation: 1,
  url: 'https://ci.example.com/hooks/sluice/with/a/rather/long/path',
  events: null,
  apps: null,
  environments: null,
  enabled: true,
  waiting: 0,
  failures: 0,
  pausedUntil: null,
  previousSecretUntil: null,
  createdAt: '2026-11-20T15:00:00Z',
  updatedAt: '2026-11-20T15:00:00Z',
};
const delivery = {
  id: 'dlv_01j8k3m5p7r9t1v3x5z7b9d1f3',
  webhook: 'ci',
  eventId: '42',
  eventType: 'promotion.finished',
  type: 'dev.cdevents.taskrun.finished.0.3.0',
  state: 'delivered',
  attempts: 1,
  statusCode: 204,
  message: message('received, answered with 204'),
  dueAt: null,
  createdAt: '2026-11-20T15:28:00Z',
  attemptedAt: '2026-11-20T15:28:01Z',
  finishedAt: '2026-11-20T15:28:01Z',
};
const refused = {
  ...delivery,
  eventType: 'lock.set',
  state: 'pending',
  attempts: 3,
  statusCode: 500,
  message: message('ci.example.com answered with 500 instead of 2xx'),
  dueAt: '2026-11-20T15:31:00Z',
  finishedAt: null,
};
const hooks = '/v1/webhooks';
const down = { ...webhook, name: 'down', waiting: 12, failures: 4, pausedUntil: '2026-11-20T15:30:30Z' };
const waiting = { ...delivery, state: 'pending', attempts: 0, message: null, finishedAt: null };
const after = (name: string, outcome: object) => ({
  [`POST ${hooks}/${name}/test`]: { message: message('on its way'), delivery: { ...waiting, webhook: name } },
  [`GET ${hooks}/${name}/deliveries/${delivery.id}`]: { ...outcome, webhook: name, body: '{}' },
});

let api: TestApi;
beforeAll(async () => {
  api = await serveDocuments({
    [`GET ${hooks}`]: {
      items: [webhook, down, { ...webhook, name: 'off', enabled: false, events: ['lock.*', 'promotion.finished'] }],
      nextCursor: null,
    },
    [`GET ${hooks}/ci/deliveries`]: { items: [refused, delivery], nextCursor: null },
    [`GET ${hooks}/new/deliveries`]: { items: [], nextCursor: null },
    ...after('ci', delivery),
    ...after('down', refused),
    [`POST ${hooks}/ci/rotate-secret`]: {
      message: message('ci signs with a new secret.'),
      secret: 'whsec_abc',
      previousSecretUntil: '2026-11-21T15:30:00Z',
    },
    [`POST ${hooks}/ci/deliveries/dlv_1/redeliver`]: { message: message('dlv_1 is sent again'), delivery },
    [`DELETE ${hooks}/ci`]: { message: message('Webhook ci deleted.') },
    'POST /v1/apply': {
      applied: [
        {
          kind: 'Webhook',
          name: 'ci',
          project: 'default',
          outcome: 'created',
          generation: 1,
          message: message('Webhook ci created'),
          changes: [],
          notices: [],
          secret: 'whsec_abc',
        },
      ],
    },
  });
});
afterAll(() => api.stop());

const shown = async (line: string): Promise<string> =>
  seen(await sluice(line.split(' '), { server: api.url, columns: 80 }));

describe('what is seen of webhooks', () => {
  test('fits on eighty columns, in both languages', async () => {
    for (const language of ['en', 'uk']) {
      for (const line of ['webhooks', 'webhook deliveries ci', 'webhook deliveries new']) {
        const { out, code } = await sluice([...line.split(' '), '--lang', language], { server: api.url, columns: 80 });
        expect(code).toBe(0);
        expect(Math.max(...out.split('\n').map((row) => row.length))).toBeLessThanOrEqual(80);
      }
    }
  });

  test('tells how each is doing', async () => {
    expect(await shown('webhooks')).toMatchInlineSnapshot(`
      "
      WEBHOOK  STATE         TO SEND  NEXT TRY  TO                  EVENTS
      ci       ● up to date                     https://ci.exampl…  as CDEvents
      down     ✖ failing          12  17:30:30  https://ci.exampl…  as CDEvents
      off      ○ off                            https://ci.exampl…  lock.*, promotion…
      (exit 0)
      "
    `);
  });

  test('tells what was received, and why the rest was not', async () => {
    expect(await shown('webhook deliveries ci')).toMatchInlineSnapshot(`
      "
      17:28:00  lock.set              ⧗ pending, 3×  dlv_01j8k3m5p7r9t1v3x5z7b9d1f3
                ci.example.com answered with 500 instead of 2xx; next try 17:31:00
      17:28:00  promotion.finished    ✔ delivered  dlv_01j8k3m5p7r9t1v3x5z7b9d1f3
      (exit 0)
      "
    `);
  });
});

test('a test waits for the answer of the receiver and ends as that does', async () => {
  expect(await shown('webhook test ci')).toMatchInlineSnapshot(`
    "
    ✔ ci: received, answered with 204
    (exit 0)
    "
  `);
  expect(await shown('webhook test down')).toMatchInlineSnapshot(`
    "
    ✖ Not received: ci.example.com answered with 500 instead of 2xx. It is tried
      again by itself. See: sluice webhook deliveries down
    (exit 1)
    "
  `);
});

test('a secret stands alone on its line', async () => {
  const rotated = await sluice(['webhook', 'rotate', 'ci'], { server: api.url });
  expect(rotated.out.split('\n')).toContain('whsec_abc');
  const applied = await sluice(['apply', '-f', '-'], { server: api.url, input: 'kind: Webhook\n' });
  expect(applied.out).toMatch(/^✔ Webhook ci created\n.*only now:\nwhsec_abc\n$/);
});

test('the other verbs say what was done', async () => {
  expect(await shown('webhook redeliver ci dlv_1')).toContain('✔ dlv_1 is sent again');
  for (const line of ['webhook delete ci', 'delete webhook ci']) {
    expect(await shown(line)).toContain('✔ Webhook ci deleted.');
  }
  const { err, code } = await sluice(['webhook', 'deliveries', 'ci', '--state', 'lost'], { server: api.url });
  expect([code, err]).toEqual([2, expect.stringContaining('pending, delivered, failed')]);
});

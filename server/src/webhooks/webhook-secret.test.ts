import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApp, query, startTestSluice, until } from '../test-sluice.ts';
import type { TestSluice } from '../test-sluice.ts';
import { isSignedWith, startReceiver } from './test-receiver.ts';
import type { Receiver } from './test-receiver.ts';
import type { DeliveryView } from './webhook-schema.ts';

let sluice: TestSluice;
beforeAll(async () => {
  sluice = await startTestSluice();
});
afterAll(() => sluice.stop());

interface Applied {
  readonly applied: { outcome: string; generation: number; secret?: string }[];
}

const manifestOf = (name: string, url: string): string => `apiVersion: sluice.dev/v1alpha1
kind: Webhook
metadata: { name: ${name} }
spec: { url: "${url}", events: [webhook.tested] }
`;

const apply = async (name: string, url: string, more: object = {}) =>
  (await sluice.door.post<Applied>('/v1/apply', { manifest: manifestOf(name, url), ...more })).applied[0];

async function tested(name: string, receiver: Receiver) {
  const count = receiver.received.length;
  await sluice.door.post(`/v1/webhooks/${name}/test`, {});
  return until(async () => receiver.received[count]);
}

describe('the secret of a webhook', () => {
  test('is shown when it is made, and nowhere afterwards', async () => {
    const receiver = await startReceiver();
    const secret = (await apply('shy', receiver.url))?.secret ?? '';
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(await apply('shy', receiver.url)).toMatchObject({ outcome: 'unchanged' });
    expect((await apply('shy', receiver.url))?.secret).toBeUndefined();
    const request = await tested('shy', receiver);
    expect(isSignedWith(secret, request)).toBe(true);
    await createTestApp(sluice, 'beside');

    const rotated = await sluice.door.post<{ secret: string }>('/v1/webhooks/shy/rotate-secret', {});
    const said = await Promise.all(
      [
        '/v1/webhooks',
        '/v1/webhooks/shy/deliveries',
        '/v1/manifests/webhook/shy',
        '/v1/manifests/webhook/shy/history',
        '/v1/events?limit=1000',
      ].map((path) => sluice.door.get(path)),
    );
    const rows = await query(
      sluice.database,
      `select (select json_agg(w) from webhooks w) w, (select json_agg(d) from webhook_deliveries d) d,
        (select json_agg(s) from specs s) s, (select json_agg(e) from events e) e`,
    );
    const everything = [JSON.stringify(said), JSON.stringify(rows), sluice.log(), request.body].join('\n');
    for (const one of [secret, rotated.secret]) {
      expect(one).toMatch(/^whsec_/);
      expect(everything).not.toContain(one.slice('whsec_'.length));
    }
    expect(JSON.stringify(said)).toContain('webhook.rotated');
  });

  test('is not made by a dry run, nor kept with the answer to a repeated request', async () => {
    const receiver = await startReceiver();
    expect((await apply('dry', receiver.url, { dryRun: true }))?.secret).toBeUndefined();
    const ask = async (): Promise<{ status: number; body: string }> => {
      const response = await fetch(`${sluice.url}/v1/apply`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${sluice.door.token}`,
          'content-type': 'application/json',
          'idempotency-key': 'once-and-only-once',
        },
        body: JSON.stringify({ manifest: manifestOf('dry', receiver.url) }),
      });
      return { status: response.status, body: await response.text() };
    };
    expect((await ask()).body).toContain('whsec_');
    expect(await ask()).toMatchObject({ status: 409, body: expect.stringContaining('idempotency_answer_lost') });
  });

  test('may be changed without losing an event: the one before signs along', async () => {
    const receiver = await startReceiver();
    const first = (await apply('turning', receiver.url))?.secret ?? '';
    const { secret: second } = await sluice.door.post<{ secret: string }>('/v1/webhooks/turning/rotate-secret', {});
    const both = await tested('turning', receiver);
    expect([isSignedWith(first, both), isSignedWith(second, both)]).toEqual([true, true]);
    // The day passes.
    await query(
      sluice.database,
      `update webhooks set previous_until = now() - interval '1 minute' where name = 'turning'`,
    );
    const one = await tested('turning', receiver);
    expect([isSignedWith(first, one), isSignedWith(second, one)]).toEqual([false, true]);
  });

  test('is another one for another address, at once', async () => {
    const [here, there] = [await startReceiver(), await startReceiver()];
    const first = (await apply('moving', here.url))?.secret ?? '';
    const second = (await apply('moving', there.url))?.secret ?? '';
    expect(second).toMatch(/^whsec_/);
    const request = await tested('moving', there);
    expect([isSignedWith(first, request), isSignedWith(second, request)]).toEqual([false, true]);
  });
});

test('who may not operate neither sees nor changes webhooks', async () => {
  const receiver = await startReceiver();
  const developer = await sluice.as('grace', 'developer');
  const answer = await developer.ask('POST', '/v1/apply', { manifest: manifestOf('theirs', receiver.url) });
  expect([answer.status, answer.body.code]).toEqual([403, 'forbidden']);
  expect((await developer.ask('GET', '/v1/webhooks')).status).toBe(403);
});

test('an address in a private network is not called where the operator does not allow it', async () => {
  const guarded = await startTestSluice({ env: { SLUICE_PRIVATE_HOSTS: '0' } });
  try {
    const receiver = await startReceiver();
    await guarded.door.post('/v1/apply', { manifest: manifestOf('inside', receiver.url) });
    await guarded.door.post('/v1/webhooks/inside/test', {});
    const refused = await until(async () => {
      const { items } = await guarded.door.get<{ items: DeliveryView[] }>('/v1/webhooks/inside/deliveries');
      return items.find(({ attempts }) => attempts > 0);
    });
    expect(refused).toMatchObject({ state: 'pending', statusCode: null, message: { code: 'outgoing_private' } });
    expect(receiver.received).toEqual([]);
  } finally {
    await guarded.stop();
  }
});

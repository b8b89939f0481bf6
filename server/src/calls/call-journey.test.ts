import { createServer } from 'node:http';
import type { IncomingHttpHeaders, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { isSigned } from '../lib/outgoing/standard-webhooks.ts';
import { holdEverything, openTestDelivery } from '../test-delivery.ts';
import type { TestDelivery } from '../test-delivery.ts';
import { nextCall } from './call.ts';

let delivery: TestDelivery;
let admin: string;
let other: Server;
let url: string;
const heard: { readonly path: string; readonly headers: IncomingHttpHeaders; readonly body: string }[] = [];
/** What is answered, one after the other; 204 afterwards. */
const answers: number[] = [];

beforeAll(async () => {
  delivery = await openTestDelivery();
  admin = await delivery.give('ada', 'admin');
  await holdEverything(delivery.database);
  other = createServer((request, response) => {
    void (async () => {
      let body = '';
      for await (const part of request) body += String(part);
      heard.push({ path: request.url ?? '', headers: request.headers, body });
      response.writeHead(answers.shift() ?? 204);
      response.end();
    })();
  });
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await delivery.stop();
  other.closeAllConnections();
  await new Promise((resolve) => other.close(resolve));
});

const post = (path: string, body: unknown) => delivery.call('POST', path, admin, body);

/** An app with one environment that calls an address, and a first version on its way there. */
async function shipped(
  app: string,
  call: string,
  version = '1.0.0',
): Promise<{ secret: string; newest: () => Promise<unknown> }> {
  const manifest = `apiVersion: sluice.dev/v1alpha1
kind: App
metadata: { name: ${app} }
spec: {}
---
apiVersion: sluice.dev/v1alpha1
kind: Pipeline
metadata: { name: ${app} }
spec:
  app: ${app}
  environments:
    - name: prod
      from: { branch: main }
      deploy: { onSuccess: { call: "${call}" } }
      targets: [{ name: local, runtime: process }]
`;
  expect(await post('/v1/apply', { manifest })).toMatchObject({ status: 200 });
  await expect
    .poll(async () => (await delivery.call('GET', `/v1/apps/${app}`, admin)).body)
    .toMatchObject({ repositoryState: 'ready' });
  const made = await post(`/v1/apps/${app}/signing-secret`, {});
  const { secret } = z.object({ secret: z.string() }).parse(made.body);
  const digest = `sha256:${Buffer.from(app.padEnd(32, '.')).toString('hex')}`;
  const registered = { app, digest, revision: 'a'.repeat(40), version, branch: 'main', author: 'ada', subject: 'One' };
  expect(await post('/v1/artifacts', registered)).toMatchObject({ status: 201 });
  return {
    secret,
    newest: async () => {
      const { body } = await delivery.call('GET', `/v1/promotions?app=${app}&limit=1`, admin);
      return z.object({ items: z.array(z.unknown()) }).parse(body).items[0];
    },
  };
}

test('once something has arrived its environment calls an address, signed, until that answers', async () => {
  answers.push(500);
  const { secret, newest } = await shipped('shop', `${url}/live/\${app}?version=\${version}`, '1.0.0');
  await expect.poll(newest, { timeout: 10_000 }).toMatchObject({
    result: 'success',
    call: { state: 'delivered', attempts: 2, message: { code: 'call_delivered' } },
  });
  const calls = heard.filter(({ path }) => path === '/live/shop?version=1.0.0');
  expect(calls).toHaveLength(2);
  const [first, second] = calls;
  expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
  expect(second?.body).toBe(first?.body);
  if (first === undefined) throw new Error('nobody called');
  const { headers, body } = first;
  const signed = { id: String(headers['webhook-id']), timestamp: String(headers['webhook-timestamp']), body };
  expect(isSigned(secret, signed, String(headers['webhook-signature']))).toBe(true);
  expect(JSON.parse(body)).toMatchObject({
    type: 'promotion.succeeded',
    data: { app: 'shop', environment: 'prod', version: '1.0.0', revision: 'a'.repeat(40) },
  });
  const events = await delivery.call('GET', '/v1/events?type=call.delivered&app=shop', admin);
  expect(events.body).toMatchObject({ items: [{ labels: { environment: 'prod' }, data: { attempts: 2 } }] });
});

test('whatever comes of it, what has arrived has arrived; after a day it is not called any more', async () => {
  const { newest } = await shipped('deaf', 'http://127.0.0.1:1/', '1.0.0');
  await expect
    .poll(newest, { timeout: 10_000 })
    .toMatchObject({ result: 'success', call: { state: 'pending', message: { code: 'call_again' } } });
  await delivery.database.pool.query(`update calls set give_up_at = now() where app = 'deaf'`);
  await delivery.database.pool.query(`update work set run_at = now() where kind = 'call'`);
  await expect
    .poll(newest, { timeout: 10_000 })
    .toMatchObject({ result: 'success', call: { state: 'abandoned', message: { code: 'call_abandoned' } } });
  const events = await delivery.call('GET', '/v1/events?type=call.abandoned&app=deaf', admin);
  expect(events.body).toMatchObject({ items: [{ data: { host: '127.0.0.1:1' } }] });
});

test('an address that cannot be called is refused when it is applied', async () => {
  const manifest = `apiVersion: sluice.dev/v1alpha1
kind: Pipeline
metadata: { name: wrong }
spec:
  app: wrong
  environments:
    - name: prod
      deploy: { onSuccess: { call: "file:///etc/passwd" } }
      targets: [{ name: local, runtime: process }]
`;
  const { status, body } = await post('/v1/apply', { manifest });
  expect([status, JSON.stringify(body)]).toEqual([
    400,
    expect.stringContaining('must be an http:// or https:// address'),
  ]);
});

test('it waits longer with every attempt, and never longer than a quarter of an hour', () => {
  const now = new Date(0);
  expect(nextCall(1, now, 0.999).getTime()).toBeLessThanOrEqual(1000);
  expect(nextCall(4, now, 0).getTime()).toBe(4000);
  expect(nextCall(99, now, 0.999).getTime()).toBeLessThanOrEqual(900_000);
});

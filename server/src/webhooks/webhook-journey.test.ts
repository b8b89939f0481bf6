import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApp, query, startTestSluice, until } from '../test-sluice.ts';
import type { TestApp, TestSluice } from '../test-sluice.ts';
import { isSignedWith, startReceiver } from './test-receiver.ts';
import type { Received, Receiver } from './test-receiver.ts';
import type { DeliveryView, WebhookView } from './webhook-schema.ts';

let sluice: TestSluice;

beforeAll(async () => {
  sluice = await startTestSluice();
});
afterAll(() => sluice.stop());

const environments = `
    - name: development
      from: { branch: develop }
      targets: [{ name: local, runtime: process }]
    - name: prod
      targets: [{ name: local, runtime: process }]
`;

interface Applied {
  readonly applied: { outcome: string; secret?: string }[];
}

const manifestOf = (name: string, spec: object): string =>
  JSON.stringify({ apiVersion: 'sluice.dev/v1alpha1', kind: 'Webhook', metadata: { name }, spec });

/** Applies it and answers with the secret that was shown. */
async function hook(name: string, spec: object): Promise<string> {
  const { applied } = await sluice.door.post<Applied>('/v1/apply', { manifest: manifestOf(name, spec) });
  return applied[0]?.secret ?? '';
}

async function deliveries(name: string, search = ''): Promise<DeliveryView[]> {
  return (await sluice.door.get<{ items: DeliveryView[] }>(`/v1/webhooks/${name}/deliveries${search}`)).items;
}

const webhook = async (name: string): Promise<WebhookView | undefined> =>
  (await sluice.door.get<{ items: WebhookView[] }>('/v1/webhooks')).items.find((one) => one.name === name);

const ofType = (receiver: Receiver, type: string): Received[] =>
  receiver.received.filter(({ event }) => event.data.customData['type'] === type);

const arrived = (receiver: Receiver, type: string, count = 1): Promise<Received[]> =>
  until(async () => {
    const found = ofType(receiver, type);
    return found.length >= count ? found : undefined;
  });

/** Something that happens at once. */
const lock = (app: string): Promise<unknown> => sluice.door.post('/v1/locks', { app, reason: `for ${app}` });

async function lived(name: string): Promise<TestApp> {
  const app = await createTestApp(sluice, name, { environments });
  await app.push('one');
  await app.live('development', 'one');
  return app;
}

describe('a webhook', () => {
  test('gets what CDEvents has words for, signed and in order', async () => {
    const receiver = await startReceiver();
    const app = await createTestApp(sluice, 'told', { environments });
    const secret = await hook('told', { url: receiver.url, apps: ['told'] });
    await app.push('one');
    await app.live('development', 'one');
    await arrived(receiver, 'execution.started');
    const [deployed] = await arrived(receiver, 'release.finished');
    await app.push('two');
    await app.live('development', 'two');
    await arrived(receiver, 'release.finished', 2);
    await app.ended((await app.rollback({ environment: 'development' })).id);
    await arrived(receiver, 'promotion.finished', 3);

    expect(deployed?.headers['content-type']).toBe('application/cloudevents+json; charset=utf-8');
    expect(deployed?.event).toMatchObject({
      specversion: '1.0',
      type: 'dev.cdevents.service.deployed.0.3.0',
      subject: 'service/told/development/local',
      data: {
        context: { specversion: '0.5.1', chainId: expect.stringMatching(/^exe_/) },
        subject: {
          content: {
            environment: { id: 'environment/told/development' },
            artifactId: expect.stringMatching(/^pkg:oci\/told@sha256%3A[0-9a-f]{64}\?tag=0\.0\.1-develop\.1$/),
          },
        },
        customData: { type: 'release.finished', labels: { app: 'told', environment: 'development' } },
      },
    });
    expect(ofType(receiver, 'release.finished').map(({ event }) => event.type.split('.')[3])).toEqual([
      'deployed',
      'upgraded',
      'rolledback',
    ]);
    const { received } = receiver;
    expect(received.every((one) => one.event.type.startsWith('dev.cdevents.'))).toBe(true);
    expect(received.every((one) => isSignedWith(secret, one))).toBe(true);
    expect(isSignedWith(secret, { ...(received[0] as Received), body: `${received[0]?.body} ` })).toBe(false);
    const ids = received.map(({ event }) => Number(event.id));
    expect(ids).toEqual(ids.toSorted((one, other) => one - other));
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(ids.length);
  });

  test('gets only the events, apps and environments that it names', async () => {
    const receiver = await startReceiver();
    const app = await lived('chosen');
    await lived('other');
    await hook('chosen', {
      url: receiver.url,
      events: ['promotion.finished', 'lock.*'],
      apps: ['chosen'],
      environments: ['prod'],
    });
    await lock('chosen');
    await sluice.door.post('/v1/locks', { app: 'chosen', environment: 'development', reason: 'x' });
    await sluice.door.post('/v1/locks/lift', { app: 'chosen' });
    await app.ended((await app.promote({ environment: 'prod' })).id);
    await sluice.door.post('/v1/locks', { app: 'other', environment: 'prod', reason: 'x' });
    await sluice.door.post('/v1/locks', { app: 'chosen', environment: 'prod', reason: 'the last' });
    const [locked] = await arrived(receiver, 'lock.set');
    expect(locked?.event).toMatchObject({
      type: 'dev.cdeventsx.sluice-lock.set.0.1.0',
      data: { subject: { content: { reason: 'the last' } } },
    });
    expect(receiver.received.map(({ event }) => event.data.customData['type'])).toEqual([
      'promotion.finished',
      'lock.set',
    ]);
  });

  test('is told of environments that come and go, and of a pull request from its opening to its merge', async () => {
    const receiver = await startReceiver();
    await hook('reviews', { url: receiver.url });
    const app = await createTestApp(sluice, 'reviewed', {
      environments: environments.replace('- name: prod', '- name: prod\n      promote: { by: pull-request }'),
    });
    const told = (): string[] =>
      receiver.received
        .filter(({ event }) => event.subject.match(/^change\/|^environment\/reviewed\//) !== null)
        .map(({ event }) => `${event.type.split('.').slice(2, 4).join('.')} ${event.subject.split('/').at(-1)}`);
    await until(async () => (told().length === 2 ? true : undefined));
    expect(told()).toEqual(['environment.created development', 'environment.created prod']);
    await app.push('one');
    await app.live('development', 'one');
    const { id } = await app.promote({ environment: 'prod' });
    await app.waiting(id);
    await sluice.door.post(`/v1/promotions/${id}/approvals`, { verdict: 'approved' });
    await app.ended(id);
    const change = await until(async () => told().find((one) => one.startsWith('change.merged')));
    const number = change.split(' ')[1];
    await app.applyPipeline(`
    - name: development
      from: { branch: develop }
      targets: [{ name: local, runtime: process }]
    - name: next
      targets: [{ name: local, runtime: process }]
    - name: prod
      promote: { by: pull-request }
      targets: [{ name: local, runtime: process }]
`);
    await app.applyPipeline(environments);
    await until(async () => (told().at(-1)?.startsWith('environment.deleted') === true ? true : undefined));
    expect(told().slice(2)).toEqual([
      `change.created ${number}`,
      `change.reviewed ${number}`,
      `change.merged ${number}`,
      'environment.created next',
      'environment.deleted next',
    ]);
    expect((await sluice.door.ask('DELETE', '/v1/webhooks/reviews')).status).toBe(200);
  });

  test('is tried again after a failure, with the same id and the same body', async () => {
    const receiver = await startReceiver();
    await lived('again');
    const secret = await hook('again', { url: receiver.url, events: ['lock.*'], apps: ['again'] });
    receiver.answer = () => (receiver.received.length === 1 ? 500 : 200);
    await lock('again');
    const [first, second] = await arrived(receiver, 'lock.set', 2);
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
    expect(second?.body).toBe(first?.body);
    expect(isSignedWith(secret, second as Received)).toBe(true);
    const done = await until(async () => (await deliveries('again', '?state=delivered'))[0]);
    expect(done).toMatchObject({
      id: first?.headers['webhook-id'],
      eventType: 'lock.set',
      attempts: 2,
      statusCode: 200,
      message: { text: 'received, answered with 200' },
      dueAt: null,
    });
    expect(await webhook('again')).toMatchObject({ waiting: 0, failures: 0, pausedUntil: null });
  });

  test('that refuses one event for ever still gets the later ones', async () => {
    const receiver = await startReceiver();
    await lived('picky');
    await hook('picky', { url: receiver.url, events: ['lock.*'], apps: ['picky'] });
    receiver.answer = ({ event }) => (event.data.customData['type'] === 'lock.set' ? 422 : 204);
    await lock('picky');
    await arrived(receiver, 'lock.set');
    await sluice.door.post('/v1/locks/lift', { app: 'picky' });
    await arrived(receiver, 'lock.lifted');
    const [refused] = await until(async () => {
      const found = await deliveries('picky', '?state=pending');
      return (found[0]?.attempts ?? 0) > 0 ? found : undefined;
    });
    expect(refused).toMatchObject({ eventType: 'lock.set', statusCode: 422, dueAt: expect.any(String) });
    expect(refused?.message?.text).toMatch(/^127\.0\.0\.1:\d+ answered with 422 instead of 2xx$/);
  });

  test('that is down holds neither promotions nor other webhooks, and gets everything when it is back', async () => {
    const silent = await startReceiver();
    silent.answer = () => 'hang';
    const healthy = await startReceiver();
    const app = await lived('apart');
    await hook('silent', { url: silent.url, events: ['promotion.*'], apps: ['apart'] });
    await hook('dead', { url: 'http://127.0.0.1:1/', events: ['*'], apps: ['apart'] });
    await hook('healthy', { url: healthy.url, events: ['promotion.*'], apps: ['apart'] });
    const { id } = await app.promote({ environment: 'prod' });
    expect(await app.ended(id)).toMatchObject({ result: 'success' });
    await arrived(healthy, 'promotion.finished');
    await until(async () => {
      const found = await webhook('dead');
      return found !== undefined && found.pausedUntil !== null && found.waiting > 1 ? true : undefined;
    });

    const back = await startReceiver();
    await hook('dead', { url: back.url, events: ['*'], apps: ['apart'] });
    await arrived(back, 'promotion.finished');
    const types = back.received.map(({ event }) => event.data.customData['type']);
    expect(types.indexOf('promotion.requested')).toBeLessThan(types.indexOf('promotion.finished'));
  });

  test('gives an event up after three days, says so, and sends it once more when asked', async () => {
    const receiver = await startReceiver();
    receiver.answer = () => 503;
    await lived('late');
    await hook('late', { url: receiver.url, events: ['lock.*', 'webhook.*'], apps: ['late'] });
    await lock('late');
    await arrived(receiver, 'lock.set');
    const [waiting] = await until(async () => {
      const found = await deliveries('late');
      return (found[0]?.attempts ?? 0) > 0 ? found : undefined;
    });
    // The days pass.
    await query(sluice.database, `update webhook_deliveries set give_up_at = now(), due_at = now() where id = $1`, [
      waiting?.id,
    ]);
    await query(sluice.database, `update work set run_at = now() where kind = 'webhook'`);
    const failed = await until(async () => (await deliveries('late', '?state=failed'))[0]);
    const events = await sluice.door.get<{ items: { data: Record<string, unknown> }[] }>(
      '/v1/events?type=webhook.abandoned&limit=1000',
    );
    expect(events.items.filter(({ data }) => data['delivery'] === failed.id)).toHaveLength(1);

    receiver.answer = () => 200;
    const before = receiver.received.length;
    const again = await sluice.door.ask('POST', `/v1/webhooks/late/deliveries/${failed.id}/redeliver`);
    expect(again).toMatchObject({ status: 202, body: { delivery: { state: 'pending', attempts: 0 } } });
    const done = await until(async () => (await deliveries('late', '?state=delivered'))[0]);
    expect(done.id).toBe(failed.id);
    expect(receiver.received.slice(before).map(({ headers }) => headers['webhook-id'])).toEqual([failed.id]);
    // What was delivered may be sent again as well.
    await sluice.door.post(`/v1/webhooks/late/deliveries/${done.id}/redeliver`, {});
    await until(async () => (receiver.received.length >= before + 2 ? true : undefined));
    expect(receiver.received.at(-1)?.body).toBe(receiver.received[before]?.body);
  });

  test('that is switched off sends nothing, and does not make up for it', async () => {
    const receiver = await startReceiver();
    await lived('off');
    const spec = { url: receiver.url, events: ['lock.*'], apps: ['off'] };
    await hook('off', { ...spec, enabled: false });
    expect((await sluice.door.ask('POST', '/v1/webhooks/off/test')).body).toMatchObject({ code: 'webhook_disabled' });
    await lock('off');
    await hook('off', spec);
    await sluice.door.post('/v1/locks/lift', { app: 'off' });
    await arrived(receiver, 'lock.lifted');
    expect(receiver.received).toHaveLength(1);
  });

  test('lists its deliveries a page at a time, the newest first', async () => {
    const receiver = await startReceiver();
    await hook('paged', { url: receiver.url, events: ['token.*'] });
    for (const _ of [1, 2, 3]) await sluice.door.post('/v1/webhooks/paged/test', {});
    await until(async () => ((await deliveries('paged', '?state=delivered')).length === 3 ? true : undefined));
    const all = (await deliveries('paged')).map(({ id }) => id);
    const first = await sluice.door.get<{ items: DeliveryView[]; nextCursor: string }>(
      '/v1/webhooks/paged/deliveries?limit=2',
    );
    const second = await sluice.door.get<{ items: DeliveryView[]; nextCursor: null }>(
      `/v1/webhooks/paged/deliveries?limit=2&cursor=${first.nextCursor}`,
    );
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(all);
    expect(second.nextCursor).toBeNull();
    expect(all).toHaveLength(3);
  });

  test('is gone with everything when it is deleted', async () => {
    const receiver = await startReceiver();
    await hook('gone', { url: receiver.url });
    expect((await sluice.door.ask('DELETE', '/v1/webhooks/gone')).status).toBe(200);
    const { status, body } = await sluice.door.ask('GET', '/v1/webhooks/gone/deliveries');
    expect([status, body.code]).toEqual([404, 'webhook_not_found']);
    expect((await sluice.door.ask('GET', '/v1/manifests/webhook/gone')).status).toBe(404);
    // The name is free again, with another secret and nothing remembered.
    expect(await hook('gone', { url: receiver.url })).toMatch(/^whsec_/);
  });
});

describe('what is written down wrongly', () => {
  test.each([
    [{ url: 'ftp://example.com' }, 'http:// or https://'],
    [{ url: 'https://user:word@example.com' }, 'without a user name'],
    [{ url: 'https://example.com', events: ['promotion.finishd'] }, 'Did you mean promotion.finished?'],
    [{ url: 'https://example.com', events: ['promotions.*'] }, 'Did you mean promotion.*?'],
    [{ url: 'https://example.com', events: ['promotion'] }, 'must be a type of event'],
    [{ url: 'https://example.com', apps: ['nowhere-at-all'] }, 'there is no app "nowhere-at-all"'],
    [{ url: 'https://example.com', environments: ['moon'] }, 'no pipeline has an environment "moon"'],
    [{ url: 'https://example.com', secret: 'mine' }, 'secret'],
  ])('%j is refused', async (spec, why) => {
    const answer = await sluice.door.ask('POST', '/v1/apply', { manifest: manifestOf('wrong', spec) });
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.body).replaceAll('\\"', '"')).toContain(why);
  });
});

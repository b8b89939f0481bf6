import { createServer } from 'node:http';
import type { IncomingHttpHeaders, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { applyWithApp, createTestApp, planActs, query, startTestSluice, until } from '../test-sluice.ts';
import type { TestApp, TestSluice } from '../test-sluice.ts';
import { isSigned, signedHeaders } from '../lib/outgoing/standard-webhooks.ts';

interface Told {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const { acts, reached } = planActs();
let sluice: TestSluice;
let other: Server;
let url: string;
const told: Told[] = [];
/** How often the other side refuses before it takes something, by path. */
const refusals = new Map<string, number>();
const secrets = new Map<string, string>();

beforeAll(async () => {
  sluice = await startTestSluice({ reached });
  other = createServer((request, response) => {
    void (async () => {
      let body = '';
      for await (const part of request) body += String(part);
      const path = request.url ?? '';
      told.push({ path, headers: request.headers, body });
      const left = refusals.get(path) ?? 0;
      refusals.set(path, left - 1);
      response.writeHead(left > 0 ? 503 : 202);
      response.end();
    })();
  });
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await sluice.stop();
  other.closeAllConnections();
  await new Promise((resolve) => other.close(resolve));
});

const line = (promote: string) => `
    - name: development
      from: { branch: develop }
      targets: [{ name: local, runtime: process }]
    - name: prod
      promote: ${promote}
      targets: [{ name: cluster, runtime: external }]
`;

async function prepared(name: string, more = ''): Promise<TestApp> {
  const environments = line(`{ by: notify, url: "${url}/${name}"${more} }`);
  const app = await createTestApp(sluice, name, { environments });
  await app.push('two');
  await app.live('development', 'two');
  const { secret } = await sluice.door.post<{ secret: string }>(`/v1/apps/${name}/signing-secret`, {});
  secrets.set(name, secret);
  return app;
}

const toldTo = (name: string, count = 1): Promise<Told> =>
  until(async () => told.filter(({ path }) => path === `/${name}`)[count - 1]);

const toldAbout = (id: string): Promise<Told> => until(async () => told.find(({ body }) => body.includes(id)));

interface Changes {
  readonly id?: string;
  readonly secret?: string;
  readonly at?: Date;
  readonly headers?: Record<string, string>;
}

async function answer(id: string, name: string, what: object, changes: Changes = {}) {
  await toldTo(name);
  // The one about this promotion; for one that nobody was told about, any.
  const sent = await until(
    async () => told.find(({ body }) => body.includes(id)) ?? told.find(({ path }) => path === `/${name}`),
  );
  const body = JSON.stringify(what);
  const webhookId = changes.id ?? String(sent.headers['webhook-id']);
  const secret = changes.secret ?? secrets.get(name) ?? '';
  const headers = { ...signedHeaders({ id: webhookId, body }, [secret], changes.at ?? new Date()), ...changes.headers };
  const response = await fetch(`${sluice.url}/v1/promotions/${id}/answer`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  return { status: response.status, body: (await response.json()) as { code?: string; outcome?: string } };
}

describe('a promotion that tells an outside system', () => {
  test('can be called off while it waits: the answer that comes later does not count', async () => {
    const app = await prepared('off');
    const { id } = await app.promote({ environment: 'prod' });
    await toldTo('off');
    await until(async () => (await app.promotion(id)).steps[0]?.message?.text.includes('was told') || undefined);
    expect((await sluice.door.ask('POST', `/v1/promotions/${id}/cancel`, {})).status).toBe(200);
    const ended = await app.ended(id);
    expect(ended).toMatchObject({ result: 'cancelled', releases: [] });
    expect(ended.message?.text).toContain('may have begun');
    expect(await answer(id, 'off', { result: 'success' })).toMatchObject({
      status: 409,
      body: { code: 'answer_too_late' },
    });
    // Tried again, it is told anew, and the new answer counts.
    const first = String((await toldTo('off')).headers['webhook-id']);
    expect((await sluice.door.ask('POST', `/v1/promotions/${id}/retry`, {})).status).toBe(200);
    const second = String((await toldTo('off', 2)).headers['webhook-id']);
    expect(second).not.toBe(first);
    expect((await answer(id, 'off', { result: 'success' }, { id: first })).status).toBe(401);
    expect((await answer(id, 'off', { result: 'success' }, { id: second })).status).toBe(200);
    expect(await app.ended(id)).toMatchObject({ result: 'success' });
  });

  test('cannot be called off any more when the other side has said that it is done', async () => {
    const app = await prepared('done');
    const { id } = await app.promote({ environment: 'prod' });
    await toldTo('done');
    const cancelled = Promise.withResolvers<number>();
    acts.set('promotion/notify/before-run', async () => {
      cancelled.resolve((await sluice.door.ask('POST', `/v1/promotions/${id}/cancel`, {})).status);
    });
    expect((await answer(id, 'done', { result: 'success' })).status).toBe(200);
    expect(await cancelled.promise).toBe(409);
    expect(await app.ended(id)).toMatchObject({ result: 'success' });
  });

  test('sends what is on its way, signed, and goes on by the signed answer', async () => {
    const app = await prepared('told');
    const { id } = await app.promote({ environment: 'prod', reason: 'spring sale' });
    const { headers, body } = await toldTo('told');
    const signed = { id: String(headers['webhook-id']), timestamp: String(headers['webhook-timestamp']), body };
    expect(isSigned(secrets.get('told') ?? '', signed, String(headers['webhook-signature']))).toBe(true);
    expect(JSON.parse(body)).toMatchObject({
      type: 'promotion.notify',
      data: {
        promotion: id,
        kind: 'promotion',
        app: 'told',
        environment: 'prod',
        reason: 'spring sale',
        actor: 'admin',
      },
    });
    expect(new URL((JSON.parse(body) as { data: { answerTo: string } }).data.answerTo).pathname).toBe(
      `/v1/promotions/${id}/answer`,
    );
    const waits = await until(async () => {
      const found = (await app.promotion(id)).steps[0]?.message?.text;
      return found?.includes('was told') === true ? found : undefined;
    });
    expect(waits).toContain('its answer may come until');
    const what = { result: 'success', message: 'deployed\nto 3 regions', link: 'https://cd.example.com/7' };
    expect(await answer(id, 'told', what)).toMatchObject({ status: 200, body: { outcome: 'taken' } });
    const done = await app.ended(id);
    expect(done).toMatchObject({
      result: 'success',
      steps: [{ key: 'notify', link: 'https://cd.example.com/7' }, { key: 'tag' }, { key: 'deploy' }],
      releases: [{ target: 'cluster', result: 'success' }],
    });
    expect(done.steps[0]?.message?.text).toContain('says done: deployed to 3 regions');
    // The same again is known; another one is not taken.
    expect(await answer(id, 'told', what)).toMatchObject({ status: 200, body: { outcome: 'known' } });
    expect(await answer(id, 'told', { result: 'failure' })).toMatchObject({
      status: 409,
      body: { code: 'answer_given' },
    });
    expect(await app.events('promotion.answered')).toHaveLength(1);
    expect(sluice.log()).not.toContain(secrets.get('told'));
  });

  test('fails when the other side says so, and a rollback is told as well', async () => {
    const app = await prepared('failing');
    const { id } = await app.promote({ environment: 'prod' });
    await answer(id, 'failing', { result: 'failure', message: 'no capacity' });
    expect(await app.ended(id)).toMatchObject({
      result: 'failure',
      message: { text: expect.stringContaining('says it failed: no capacity') },
      releases: [],
    });
    for (const version of ['two', 'three']) {
      if (version === 'three') {
        await app.push(version);
        await app.live('development', version);
      }
      const again = await app.promote({ environment: 'prod' });
      await toldAbout(again.id);
      await answer(again.id, 'failing', { result: 'success' });
      expect(await app.ended(again.id)).toMatchObject({ result: 'success' });
    }
    const back = await app.rollback({ environment: 'prod', reason: 'slow' });
    const { data } = JSON.parse((await toldAbout(back.id)).body) as { data: Record<string, unknown> };
    expect(data).toMatchObject({ kind: 'rollback', promotion: back.id, reason: 'slow' });
    await answer(back.id, 'failing', { result: 'success' });
    expect(await app.ended(back.id)).toMatchObject({
      result: 'success',
      steps: [{ key: 'notify' }, { key: 'deploy' }],
    });
  });

  test('takes an answer only when it is signed for this promotion, now, by the secret of the app', async () => {
    const app = await prepared('guarded');
    await prepared('stranger');
    const { id } = await app.promote({ environment: 'prod' });
    const what = { result: 'success' };
    const anHour = 3_600_000;
    const refused = { status: 401, body: { code: 'answer_not_signed' } };
    expect(await answer(id, 'guarded', what, { secret: secrets.get('stranger') ?? '' })).toMatchObject(refused);
    expect(await answer(id, 'guarded', what, { id: 'ntc_01j8other' })).toMatchObject(refused);
    expect(await answer(id, 'guarded', what, { headers: { 'webhook-signature': 'v1,AAAA' } })).toMatchObject(refused);
    expect(await answer(id, 'guarded', what, { headers: { 'webhook-timestamp': '1' } })).toMatchObject(refused);
    expect(await answer(`${id.slice(0, -1)}x`, 'guarded', what)).toMatchObject(refused);
    const old = { status: 401, body: { code: 'answer_too_old' } };
    expect(await answer(id, 'guarded', what, { at: new Date(Date.now() - anHour) })).toMatchObject(old);
    expect(await answer(id, 'guarded', what, { at: new Date(Date.now() + anHour) })).toMatchObject(old);
    expect(await answer(id, 'guarded', { result: 'maybe' })).toMatchObject({ status: 400 });
    expect((await answer(id, 'guarded', { result: 'success', link: 'javascript:alert(1)' })).status).toBe(400);
    expect((await app.promotion(id)).state).not.toBe('finished');
    const { secret } = await sluice.door.post<{ secret: string }>('/v1/apps/guarded/signing-secret', {});
    expect(await answer(id, 'guarded', what)).toMatchObject(refused);
    expect(await answer(id, 'guarded', what, { secret })).toMatchObject({ status: 200 });
    expect(await app.ended(id)).toMatchObject({ result: 'success' });
  });

  test('is tried again with the same id and body until it is taken', async () => {
    refusals.set('/refusing', 1);
    const app = await prepared('refusing');
    const { id } = await app.promote({ environment: 'prod' });
    const waits = await until(async () => {
      const found = (await app.promotion(id)).steps[0]?.message?.text;
      return found?.includes('answered 503') === true ? found : undefined;
    });
    expect(waits).toContain('does not take it after 1 tries');
    const [first, second] = [await toldTo('refusing', 1), await toldTo('refusing', 2)];
    expect([second.headers['webhook-id'], second.body]).toEqual([first.headers['webhook-id'], first.body]);
    expect(await answer(id, 'refusing', { result: 'success' })).toMatchObject({ status: 200 });
    expect(await app.ended(id)).toMatchObject({ result: 'success' });
  });

  test('after a crash between sending and writing that down says the same again', async () => {
    const app = await prepared('crashing');
    acts.set('notice/after-run', async () => {
      throw new Error('as if the server had died here');
    });
    const { id } = await app.promote({ environment: 'prod' });
    const [first, second] = [await toldTo('crashing', 1), await toldTo('crashing', 2)];
    expect([second.headers['webhook-id'], second.body]).toEqual([first.headers['webhook-id'], first.body]);
    await answer(id, 'crashing', { result: 'success' });
    expect(await app.ended(id)).toMatchObject({ result: 'success' });
  });

  test('ends with timeout when no answer comes in time, and takes none afterwards', async () => {
    const app = await prepared('late', ', timeout: 1s');
    const { id } = await app.promote({ environment: 'prod' });
    expect(await app.ended(id)).toMatchObject({
      result: 'timeout',
      message: { text: expect.stringContaining('did not answer until') },
      steps: [{ key: 'notify', result: 'timeout' }, {}, {}],
    });
    const late = await answer(id, 'late', { result: 'success' });
    expect(late).toMatchObject({ status: 409, body: { code: 'answer_too_late' } });
  });

  test('without a secret fails with the command that makes one; what is kept of one is sealed', async () => {
    const environments = line(`{ by: notify, url: "${url}/unsigned" }`);
    const app = await createTestApp(sluice, 'unsigned', { environments });
    await app.push('two');
    await app.live('development', 'two');
    const done = await app.ended((await app.promote({ environment: 'prod' })).id);
    expect(done).toMatchObject({
      result: 'failure',
      message: { text: expect.stringContaining('sluice app signing-secret unsigned') },
    });
    const rows = await query<{ sealed: string }>(sluice.database, 'select sealed from signing_secrets');
    for (const { sealed } of rows) expect(sealed).toMatch(/^v1\./);
  });
});

test.each([
  ['{ by: notify }', 'url: is required for promote: { by: notify }'],
  ['{ by: notify, url: "file:///etc/passwd" }', 'must be an http:// or https:// address'],
  ['{ by: notify, url: "https://x.example/", timeout: 10d }', 'must be between 1s and 7d'],
  ['{ by: direct, url: "https://x.example/" }', 'is only for promote: { by: notify }'],
])('%s is refused with the cure', async (promote, cure) => {
  const { status, body } = await applyWithApp(sluice.door, 'refused', line(promote));
  expect(status).toBe(400);
  expect(JSON.stringify(body)).toContain(cure);
});

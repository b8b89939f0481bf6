import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { applyWithApp, createTestApp, query, startTestSluice, until } from '../test-sluice.ts';
import type { TestApp, TestSluice } from '../test-sluice.ts';

/** What the other side answers, by the first word of the path. */
type Answers = Map<string, { status?: number; body?: string; silent?: boolean }>;

let sluice: TestSluice;
let other: Server;
let url: string;
const answers: Answers = new Map();
const asked: { path: string; method: string; body: string; headers: IncomingMessage['headers'] }[] = [];

beforeAll(async () => {
  sluice = await startTestSluice();
  other = createServer((request, response) => {
    void (async () => {
      let body = '';
      for await (const part of request) body += String(part);
      const path = request.url ?? '';
      asked.push({ path, method: request.method ?? '', body, headers: request.headers });
      const answer = answers.get(path.split(/[/?]/)[1] ?? '') ?? { status: 404 };
      if (answer.silent === true) return;
      response.writeHead(answer.status ?? 200, { 'x-side': 'other' });
      response.end(answer.body ?? '');
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

const line = (gates: string) => `
    - name: development
      from: { branch: develop }
      targets: [{ name: local, runtime: process }]
    - name: prod
      gates: ${gates}
      targets: [{ name: local, runtime: process }]
`;

async function asking(name: string, gates: string): Promise<{ app: TestApp; id: string }> {
  const app = await createTestApp(sluice, name, { environments: line(gates) });
  await app.push('two');
  await app.live('development', 'two');
  const { id } = await app.promote({ environment: 'prod' });
  return { app, id };
}

const gateOf = async (app: TestApp, id: string, name = 'http') =>
  (await app.promotion(id)).gates.find((gate) => gate.name === name);
const saying = (app: TestApp, id: string, words: string) =>
  until(async () => {
    const gate = await gateOf(app, id);
    return gate?.message.text.includes(words) === true ? gate : undefined;
  });

describe('a gate that asks an address', () => {
  test('asks again when a promotion goes on after a failure', async () => {
    answers.set('again', { body: '{"approved": true}' });
    const app = await createTestApp(sluice, 'again', {
      environments: line(`[{ http: { url: "${url}/again", condition: "body.approved", every: 5s } }]`),
      files: { Procfile: 'web: test $SLUICE_ENVIRONMENT = development && exec node app.cjs; exit 1\n' },
    });
    await app.push('two');
    await app.live('development', 'two');
    const { id } = await app.promote({ environment: 'prod' });
    expect(await app.ended(id)).toMatchObject({ result: 'failure' });
    answers.set('again', { body: '{"approved": false, "reason": "not any more"}' });
    // What was answered the first time is too old by now.
    await query(sluice.database, 'delete from http_answers where promotion_id = $1', [id]);
    await sluice.door.post(`/v1/promotions/${id}/retry`, {});
    await saying(app, id, 'not any more');
    answers.set('again', { body: '{"approved": true}' });
    expect(await app.ended(id)).toMatchObject({ steps: [{ key: 'tag' }, { key: 'deploy', result: 'failure' }] });
  });

  test('waits with the reason that it was given, asks again, and lets through when the condition holds', async () => {
    answers.set('tickets', { body: '{"approved": false, "reason": "CHG-7 has no\\u0007 owner"}' });
    const { app, id } = await asking(
      'ticketed',
      `[{ http: { url: "${url}/tickets/\${app}/\${version}?to=\${environment}", condition: "status == 200 && body.approved", every: 5s, headers: { X-Team: shop } } }]`,
    );
    const gate = await saying(app, id, 'does not say yes (200): CHG-7 has no owner');
    expect(gate.status).toBe('waiting');
    expect(Date.parse(gate.changesAt ?? '')).toBeGreaterThan(Date.parse(gate.since ?? ''));
    const { items } = await sluice.door.get<{ items: { version: string }[] }>('/v1/apps/ticketed/artifacts');
    const first = asked.find(({ path }) => path.startsWith('/tickets'));
    expect(first).toMatchObject({
      path: `/tickets/ticketed/${items[0]?.version}?to=prod`,
      method: 'GET',
      headers: { 'x-team': 'shop' },
    });
    const why = await sluice.door.get<{ gates: { name: string; message: { text: string } }[] }>(
      '/v1/apps/ticketed/environments/prod/why',
    );
    expect(why.gates.find(({ name }) => name === 'http')?.message.text).toContain('CHG-7');
    answers.set('tickets', { body: '{"approved": true}' });
    const done = await app.ended(id);
    expect(done.result).toBe('success');
    expect(done.gates.find(({ name }) => name === 'http')?.message.text).toContain('says yes (200)');
  });

  test('sends what is on its way where it is told to post', async () => {
    answers.set('posted', { body: 'go' });
    const { app, id } = await asking(
      'posting',
      `[{ http: { url: "${url}/posted", method: POST, every: 5s, condition: "body == 'go' && headers['x-side'] == 'other'" } }]`,
    );
    expect(await app.ended(id)).toMatchObject({ result: 'success' });
    const { body, headers } = await until(async () => asked.find(({ path }) => path === '/posted'));
    expect(headers['webhook-signature']).toBeUndefined();
    expect(JSON.parse(body)).toMatchObject({ app: 'posting', environment: 'prod', promotion: id });
  });

  test('signs what it asks where the app has a secret', async () => {
    answers.set('signed', { body: '{"ok": true}' });
    const app = await createTestApp(sluice, 'signing', {
      environments: line(`[{ http: { url: "${url}/signed", method: POST, every: 5s, condition: "body.ok" } }]`),
    });
    const { secret } = await sluice.door.post<{ secret: string }>('/v1/apps/signing/signing-secret', {});
    await app.push('two');
    await app.live('development', 'two');
    await app.ended((await app.promote({ environment: 'prod' })).id);
    const { headers, body } = await until(async () => asked.find(({ path }) => path === '/signed'));
    const content = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`;
    const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
    expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', key).update(content).digest('base64')}`);
  });

  test('that gets no answer holds neither another gate nor another promotion, and an edit asks anew', async () => {
    answers.set('silent', { silent: true });
    answers.set('quick', { body: '{"ok": false}' });
    const gates = `[{ http: { url: "${url}/silent", condition: "true", timeout: 2s } }, { http: { url: "${url}/quick", every: 5s, condition: "body.ok" } }]`;
    const { app, id } = await asking('silenced', gates);
    await saying(app, id, 'being asked');
    await until(async () =>
      (await app.promotion(id)).gates.some(({ message }) => message.text.includes('does not say yes'))
        ? true
        : undefined,
    );
    const late = await saying(app, id, 'did not answer within 2000 ms');
    expect(late.status).toBe('waiting');
    await app.applyPipeline(line(`[{ http: { url: "${url}/quick", every: 5s, condition: "!body.ok" } }]`));
    expect(await app.ended(id)).toMatchObject({ result: 'success' });
  });

  test('does not take what it cannot judge for a yes', async () => {
    answers.set('odd', { body: '{"list": "none"}' });
    const { app, id } = await asking('odd', `[{ http: { url: "${url}/odd", condition: "body.approved" } }]`);
    const gate = await saying(app, id, 'No such key: approved');
    expect(gate.status).toBe('waiting');
  });
});

describe('a gate about the artifact', () => {
  test('refuses what came by another branch, and says which may enter', async () => {
    const refusing = line('[{ artifact: { branches: [main, "release/*"] } }]');
    const app = await createTestApp(sluice, 'policed', {
      environments: refusing.replace('gates:', 'promote: { auto: true }\n      gates:'),
    });
    await app.push('two');
    await app.live('development', 'two');
    const words = /came by develop; only main, release\/\* may enter/;
    const itself = await until(async () => (await app.promotions('prod'))[0]);
    expect(await app.ended(itself.id)).toMatchObject({
      result: 'failure',
      message: { text: expect.stringMatching(words) },
    });
    const refused = await sluice.door.ask('POST', '/v1/promotions', { app: 'policed', environment: 'prod' });
    expect(refused).toMatchObject({
      status: 409,
      body: { code: 'promotion_refused', detail: expect.stringMatching(words) },
    });
    await app.applyPipeline(
      line('[{ artifact: { branches: [dev*], versions: "<1", condition: "!artifact.rebuilt" } }]'),
    );
    const again = await app.ended((await app.promote({ environment: 'prod' })).id);
    expect(again).toMatchObject({ result: 'success' });
  });
});

describe('a gate that cannot be meant', () => {
  test.each([
    ['[{ http: { url: "http://x.example/${vers}", condition: "true" } }]', 'must be without ${…}, other than'],
    ['[{ http: { url: "http://${app}.example/", condition: "true" } }]', 'must be an address whose host holds no'],
    ['[{ http: { url: "http://u:p@x.example/", condition: "true" } }]', 'without a user name'],
    ['[{ http: { url: "http://x.example/", condition: "true", headers: { Authorization: x } } }]', 'is a credential'],
    ['[{ http: { url: "http://x.example/", condition: "true", headers: { Host: x } } }]', 'is set by Sluice itself'],
    [
      '[{ http: { url: "http://x.example/", condition: "stats == 200" } }]',
      'character 1 of the condition: Unknown variable: stats',
    ],
    ['[{ http: { url: "http://x.example/", condition: "status" } }]', 'gives int, not true or false'],
    [`[{ http: { url: "http://x.example/", condition: "${'1 + '.repeat(300)}1 == status" } }]`, 'Ask for less'],
    [
      '[{ http: { url: "http://x.example/", condition: "body.all(a, body.all(b, body.all(c, a == b)))" } }]',
      'Use at most 2 inside each other',
    ],
    ['[{ http: { url: "http://x.example/", condition: "true", every: 1s } }]', 'must be between 5s and 1d'],
    ['[{ artifact: {} }]', 'must be at least one of branches, versions, condition'],
    ['[{ artifact: { versions: "about 3" } }]', 'must be a range of versions'],
    ['[{ artifact: { condition: "artifact.verison == \'1\'" } }]', 'No such key: verison'],
  ])('%s is refused with line and column, and the cure', async (gates, cure) => {
    const { status, body } = await applyWithApp(sluice.door, 'refused', line(gates));
    expect(status).toBe(400);
    expect(JSON.stringify(body).replaceAll(String.raw`\"`, '"')).toContain(cure);
    expect(body).toMatchObject({ details: [{ line: 11, column: expect.any(Number) }] });
  });
});

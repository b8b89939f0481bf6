import type { ServerResponse } from 'node:http';
import type { Promotion } from '@sluice/client';
import { afterEach, describe, expect, test } from 'vitest';
import { problem, serveDocuments } from '../../test-api.ts';
import type { Answer, TestApi } from '../../test-api.ts';
import { seen, sluice } from '../../test-command-line.ts';
import { diffStagingProd, finished, gate, message, newer, older, promotion, step } from '../../test-documents.ts';

let apis: TestApi[] = [];

afterEach(async () => {
  await Promise.all(apis.map((api) => api.stop()));
  apis = [];
});

async function serve(routes: Readonly<Record<string, Answer>>, port?: number): Promise<TestApi> {
  const api = await serveDocuments(routes, port);
  apis.push(api);
  return api;
}

/** A promotion whose stream tells of one change after another, as each is read. */
function journey(states: readonly Promotion[]): Readonly<Record<string, Answer>> {
  let at = 0;
  let stream: ServerResponse | undefined;
  const tell = (): void => void stream?.write(`id: ${at}\ndata: {"type":"promotion.changed"}\n\n`);
  return {
    'POST /v1/promotions': { outcome: 'started', message: message('on its way'), promotion: states[0] },
    'GET /v1/diff': { items: [diffStagingProd] },
    'GET /v1/promotions/prm_01j8k3': () => {
      at = Math.min(at + 1, states.length - 1);
      setImmediate(tell);
      return states[at];
    },
    'GET /v1/promotions/prm_01j8k3/events': (_asked, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.flushHeaders();
      stream = response;
      return undefined;
    },
  };
}

const started = promotion({ steps: [], gates: [] });
const waiting = promotion({
  state: 'waiting',
  steps: [],
  gates: [
    gate('order', 'open', 'healthy in development for 12 min'),
    gate('approvals', 'waiting', '0 of 1. Can approve: linus', { opensBy: 'sluice approve prm_01j8k3' }),
  ],
});

describe('a promotion that is waited for', () => {
  test('is told line by line where nobody looks at a screen', async () => {
    const api = await serve(journey([started, waiting, promotion(), finished()]));
    expect(seen(await sluice(['promote', 'shop@1.2.0-develop.7', 'qa', '--wait'], { server: api.url })))
      .toMatchInlineSnapshot(`
        "
        shop 1.2.0-develop.7 (4f2c9e1) → qa
          replaces 1.2.0-develop.6 · 4 commits by ada, grace
          ✔ order       healthy in development for 12 min
          ⧗ approvals   0 of 1. Can approve: linus             sluice approve prm_01j8k3
          ✔ merge       develop 4f2c9e1 → qa 81bd0a3                               0.1 s
          ✔ artifact    same content, same digest sha256:9c1e…                     0.0 s
          ◐ deploy      local: starting, waiting for GET /healthz
          ✔ deploy      local: healthy                                             1.4 s
        ✔ live in qa after 2.1 s     http://qa.shop.localhost:7070
          next: sluice promote shop staging
        (exit 0)
        "
      `);
  });

  test('is drawn over in place on a screen', async () => {
    const api = await serve(journey([started, promotion(), finished()]));
    const { out, code } = await sluice(['promote', 'shop', 'qa', '--wait', '--no-color'], {
      server: api.url,
      isScreen: true,
    });
    expect(code).toBe(0);
    // What stands there in the end: everything after the last time it was drawn over.
    expect(out.split('\u001B[0J').at(-1)).toMatchInlineSnapshot(`
      "shop 1.2.0-develop.7 (4f2c9e1) → qa
        replaces 1.2.0-develop.6 · 4 commits by ada, grace
        ✔ order       healthy in development for 12 min
        ✔ merge       develop 4f2c9e1 → qa 81bd0a3                               0.1 s
        ✔ artifact    same content, same digest sha256:9c1e…                     0.0 s
        ✔ deploy      local: healthy                                             1.4 s
      ✔ live in qa after 2.1 s     http://qa.shop.localhost:7070
        next: sluice promote shop staging
      "
    `);
  });

  test('in Ukrainian', async () => {
    const api = await serve(journey([started, waiting, finished()]));
    expect(seen(await sluice(['promote', 'shop', 'qa', '--wait', '--lang', 'uk'], { server: api.url })))
      .toMatchInlineSnapshot(`
        "
        shop 1.2.0-develop.7 (4f2c9e1) → qa
          замість 1.2.0-develop.6 · 4 коміти (ada, grace)
          ✔ order       healthy in development for 12 min
          ⧗ approvals   0 of 1. Can approve: linus             sluice approve prm_01j8k3
          ✔ merge       develop 4f2c9e1 → qa 81bd0a3                               0,1 с
          ✔ artifact    same content, same digest sha256:9c1e…                     0,0 с
          ✔ deploy      local: healthy                                             1,4 с
        ✔ працює в qa, за 2,1 с     http://qa.shop.localhost:7070
          далі: sluice promote shop staging
        (exit 0)
        "
      `);
  });

  test('that fails ends with 1, the reason and where to look', async () => {
    const failed = promotion({
      state: 'finished',
      result: 'failure',
      message: message('web ended with exit code 1 before it was ready'),
      steps: [step('deploy', { result: 'failure', message: message('local: exit code 1') })],
      finishedAt: '2026-11-20T15:30:00Z',
    });
    const api = await serve(journey([started, failed]));
    expect(seen(await sluice(['promote', 'shop', 'qa', '--wait'], { server: api.url }))).toMatchInlineSnapshot(`
      "
      shop 1.2.0-develop.7 (4f2c9e1) → qa
        replaces 1.2.0-develop.6 · 4 commits by ada, grace
        ✔ order       healthy in development for 12 min
        ✖ deploy      local: exit code 1                                         0.1 s
      ✖ shop 1.2.0-develop.7 did not get to qa: web ended with exit code 1 before it
        was ready
        Look closer: sluice why shop@1.2.0-develop.7 qa
      (exit 1)
      "
    `);
  });

  test('with JSON prints one document and nothing else', async () => {
    const api = await serve(journey([started, finished()]));
    const { out, err, code } = await sluice(['promote', 'shop', 'qa', '--wait', '-o', 'json'], { server: api.url });
    expect([code, err]).toEqual([0, '']);
    expect(JSON.parse(out)).toMatchObject({ outcome: 'started', promotion: { state: 'finished', result: 'success' } });
  });

  test('longer than --timeout ends with 6 and says that it goes on', async () => {
    const api = await serve(journey([waiting]));
    const outcome = await sluice(['promote', 'shop', 'qa', '--wait', '--timeout', '50ms'], { server: api.url });
    expect(outcome.code).toBe(6);
    expect(outcome.err).toBe('Not finished after 0.1 s. It goes on by itself. Follow it: sluice watch prm_01j8k3\n');
  });

  test('ends with 130 at Ctrl-C', async () => {
    const api = await serve(journey([waiting]));
    const interrupt = new AbortController();
    const outcome = await sluice(['promote', 'shop', 'qa', '--wait'], {
      server: api.url,
      interrupt: interrupt.signal,
      onAnswer: () => interrupt.abort(),
    });
    expect(outcome.code).toBe(130);
    expect(outcome.err).toContain('It goes on by itself.');
  });
});

test('a rollback says what it did and what it did not do', async () => {
  const back = finished({ kind: 'rollback', environment: 'prod', artifact: older, replaces: newer, next: null });
  const [release] = back.releases;
  const done = { ...back, releases: release === undefined ? [] : [{ ...release, number: 43, fromNumber: 41 }] };
  const moved = { outcome: 'started', message: message('on its way back'), promotion: done };
  const api = await serve({ 'POST /v1/rollbacks': moved });
  const words = ['rollback', 'shop', 'prod', '--reason', 'totals wrong', '--wait'];
  expect(seen(await sluice(words, { server: api.url }))).toMatchInlineSnapshot(`
    "
    shop 1.1.0 (0b77d21) → prod     back from 1.2.0-develop.7
      ✔ order       healthy in development for 12 min
      ✔ merge       develop 4f2c9e1 → qa 81bd0a3                               0.1 s
      ✔ artifact    same content, same digest sha256:9c1e…                     0.0 s
      ✔ deploy      local: healthy                                             1.4 s
    ✔ prod serves 1.1.0 again after 2.1 s (release v43, from v41)
      http://qa.shop.localhost:7070
      1.2.0-develop.7 is withdrawn and will not be promoted by itself. Its change is
      still in the branches: revert it there, or the next promotion brings it back.
      sluice diff shop@1.1.0 shop@1.2.0-develop.7
    (exit 0)
    "
  `);
  expect(api.asked[0]?.body).toEqual({
    project: 'default',
    app: 'shop',
    environment: 'prod',
    reason: 'totals wrong',
    whenBusy: 'refuse',
  });
});

test('watching goes on over a restart of the server', async () => {
  const first = await serve({
    'GET /v1/promotions/prm_01j8k3': promotion(),
    'GET /v1/diff': { items: [] },
    'GET /v1/promotions/prm_01j8k3/events': (_asked, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('retry: 10\n\nid: 41\ndata: {}\n\n');
      return undefined;
    },
  });
  const told: string[] = [];
  const watching = sluice(['watch', 'prm_01j8k3'], { server: first.url, onAnswer: (text) => told.push(text) });
  await expect.poll(() => first.asked.filter(({ path }) => path.endsWith('/prm_01j8k3')).length).toBeGreaterThan(2);
  await first.stop();
  const second = await serve(
    {
      'GET /v1/promotions/prm_01j8k3': finished(),
      'GET /v1/promotions/prm_01j8k3/events': (_asked, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.flushHeaders();
        return undefined;
      },
    },
    Number(new URL(first.url).port),
  );
  const outcome = await watching;
  expect(outcome.code).toBe(0);
  expect(outcome.out).toContain('✔ live in qa after 2.1 s');
  expect(outcome.err).toBe('The connection is gone; trying again …\n');
  expect(second.asked.find(({ path }) => path.endsWith('/events'))?.headers['last-event-id']).toBe('41');
});

describe('what cannot be done', () => {
  test.each([
    [problem(400, 'request_invalid', 'Bad.'), 2],
    [problem(401, 'token_unknown', 'Bad token.'), 3],
    [problem(403, 'forbidden', 'linus may not promote to prod: it needs the role approver there.'), 3],
    [problem(404, 'environment_not_found', 'There is no environment "stagin". Did you mean staging?'), 4],
    [problem(409, 'promotion_busy', 'Somebody promoted shop to qa 2 s ago.'), 1],
    [problem(500, 'internal_fault', 'Something broke.'), 1],
  ])('%o', async (document, code) => {
    const api = await serve({ 'POST /v1/promotions': document });
    expect(await sluice(['promote', 'shop', 'qa'], { server: api.url })).toEqual({
      code,
      out: '',
      err: `✖ ${document.detail}\n`,
    });
  });

  test('is a problem document with -o json', async () => {
    const document = problem(404, 'environment_not_found', 'There is no environment "stagin".');
    const api = await serve({ 'POST /v1/promotions': document });
    const { out, err } = await sluice(['promote', 'shop', 'stagin', '-o', 'json'], { server: api.url });
    expect(out).toBe('');
    expect(JSON.parse(err)).toEqual(document);
  });

  test('a server that is not there is said clearly, with the way to start it', async () => {
    const api = await serve({});
    await api.stop();
    expect(await sluice(['list'], { server: api.url })).toEqual({
      code: 5,
      out: '',
      err: `✖ Sluice is not running: nothing answers at ${api.url}. Start it with npm start.\n`,
    });
  });

  test('something else on that port is not taken for Sluice', async () => {
    const api = await serve({
      'GET /v1/environments': (_asked, response) => {
        response.writeHead(200, { 'content-type': 'text/html' });
        response.end('<html>');
        return undefined;
      },
    });
    const { code, err } = await sluice(['list'], { server: api.url });
    expect([code, err]).toEqual([5, `✖ Something answers at ${api.url}, but it is not Sluice. Check the address.\n`]);
  });
});

test('what people say in other words is the same request', async () => {
  const answered: Answer = { outcome: 'unchanged', message: message('shop is in qa already'), promotion: null };
  const api = await serve({ 'POST /v1/promotions': answered });
  for (const words of [
    'shop@1.4.0 qa',
    'shop@1.4.0 to qa',
    'qa shop@1.4.0',
    'shop@1.4.0 на qa',
    'shop@1.4.0 --reason dates qa',
  ]) {
    const outcome = await sluice(['promote', ...words.split(' ')], { server: api.url });
    expect(outcome).toEqual({ code: 0, out: '✔ shop is in qa already\n', err: '' });
  }
  const bodies = api.asked.map(({ body }) => body);
  const plain = { project: 'default', app: 'shop', artifact: '1.4.0', environment: 'qa', whenBusy: 'refuse' };
  expect(bodies).toEqual([plain, plain, plain, plain, { ...plain, reason: 'dates' }]);
  expect(api.asked[0]?.headers).toMatchObject({
    'sluice-door': 'cli',
    authorization: 'Bearer slc_test',
    'accept-language': 'en',
  });
  expect(api.asked[0]?.headers['idempotency-key']).toMatch(/^[0-9a-f-]{36}$/);
});

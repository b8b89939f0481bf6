import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { outgoingUrlSchema } from './outgoing-schema.ts';
import { createSendRequest } from './send-request.ts';

const anywhere = createSendRequest({ privateHosts: true });
const publicOnly = createSendRequest({ privateHosts: false });
const bounds = { method: 'GET', timeoutMs: 10_000, maxBytes: 1000 } as const;

async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('a request to an address that somebody gave', () => {
  test('carries method, headers and body, and gives status, headers and text back', async () => {
    const url = await listen((request, response) => {
      void (async () => {
        let text = '';
        for await (const part of request) text += String(part);
        response.writeHead(418, { 'x-from': 'tea' });
        response.end(`${request.method} ${String(request.headers['x-key'])} ${text}`);
      })();
    });
    const answer = await anywhere({ ...bounds, url, method: 'POST', headers: { 'x-key': 'k' }, body: 'привіт' });
    expect(answer).toMatchObject({ status: 418, body: 'POST k привіт', headers: { 'x-from': 'tea' } });
  });

  test('does not follow a redirect', async () => {
    let asked = 0;
    const url = await listen((_request, response) => {
      asked += 1;
      response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data' });
      response.end();
    });
    expect((await anywhere({ ...bounds, url })).status).toBe(302);
    expect(asked).toBe(1);
  });

  test.each([
    'http://127.0.0.1/',
    'http://[::1]/',
    'http://0.0.0.0/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://localhost/',
    'http://169.254.169.254/',
    'http://[::ffff:10.0.0.1]/',
    'http://[64:ff9b::7f00:1]/',
  ])('is refused where %s is private and that is not allowed', async (url) => {
    await expect(publicOnly({ ...bounds, url })).rejects.toMatchObject({ code: 'outgoing_private' });
  });

  test('ends when the answer takes too long, or is too long', async () => {
    const never = await listen(() => {});
    await expect(anywhere({ ...bounds, url: never, timeoutMs: 50 })).rejects.toMatchObject({
      code: 'outgoing_timeout',
      kind: 'Unavailable',
    });
    const endless = await listen((_request, response) => {
      const more = (): void => {
        if (response.write('x'.repeat(600))) setImmediate(more);
        else response.once('drain', more);
      };
      more();
    });
    await expect(anywhere({ ...bounds, url: endless })).rejects.toMatchObject({ code: 'outgoing_too_large' });
  });

  test('says why nobody answers', async () => {
    const url = await listen((request) => request.socket.destroy());
    await expect(anywhere({ ...bounds, url })).rejects.toMatchObject({ code: 'outgoing_no_answer' });
    await expect(anywhere({ ...bounds, url: 'http://nowhere.invalid/' })).rejects.toMatchObject({
      code: 'outgoing_unknown_host',
    });
  });
});

test.each([
  ['https://example.com/hook?x=1', true],
  ['http://user:secret@example.com/', false],
  ['file:///etc/passwd', false],
  ['gopher://example.com/', false],
  ['javascript:alert(1)', false],
  ['https://example.com/#part', false],
  ['example.com', false],
])('%s may be written down: %s', (url, allowed) => {
  expect(outgoingUrlSchema.safeParse(url).success).toBe(allowed);
});

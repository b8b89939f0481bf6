import { describe, expect, test } from 'vitest';
import { createRouterBench, host } from './test-router.ts';

describe('whoever tries to slip a request past the router', () => {
  const { serve, send, raw } = createRouterBench();

  const smuggled = 'GET /smuggled HTTP/1.1\r\nHost: qa.shop.localhost\r\n\r\n';
  test.each([
    [
      'both lengths',
      `POST / HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${smuggled}`,
    ],
    ['two lengths', `POST / HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 0\r\nContent-Length: 60\r\n\r\n${smuggled}`],
    ['a length with a sign', `POST / HTTP/1.1\r\nHost: ${host}\r\nContent-Length: +0\r\n\r\n${smuggled}`],
    ['an odd coding', `POST / HTTP/1.1\r\nHost: ${host}\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n${smuggled}`],
    [
      'chunked that is not last',
      `POST / HTTP/1.1\r\nHost: ${host}\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n${smuggled}`,
    ],
    [
      'a coding behind a tab',
      `POST / HTTP/1.1\r\nHost: ${host}\r\nTransfer-Encoding:\x0bchunked\r\n\r\n0\r\n\r\n${smuggled}`,
    ],
    ['a space before the colon', `POST / HTTP/1.1\r\nHost: ${host}\r\nContent-Length : 60\r\n\r\n${smuggled}`],
    ['a folded header', `GET / HTTP/1.1\r\nHost: ${host}\r\nX-A: b\r\n Content-Length: 60\r\n\r\n${smuggled}`],
    ['a bare line feed', `GET / HTTP/1.1\r\nHost: ${host}\r\nX-A: b\nTransfer-Encoding: chunked\r\n\r\n${smuggled}`],
    ['a NUL in a value', `GET / HTTP/1.1\r\nHost: ${host}\r\nX-A: b\0c\r\n\r\n${smuggled}`],
    ['two hosts', `GET / HTTP/1.1\r\nHost: ${host}\r\nHost: evil.com\r\n\r\n${smuggled}`],
    ['no host', `GET / HTTP/1.1\r\n\r\n${smuggled}`],
    ['a whole address for a target', `GET http://evil.com/ HTTP/1.1\r\nHost: ${host}\r\n\r\n${smuggled}`],
    [
      'a chunk of a bad size',
      `POST / HTTP/1.1\r\nHost: ${host}\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n${smuggled}`,
    ],
    ['huge headers', `GET / HTTP/1.1\r\nHost: ${host}\r\nX-A: ${'a'.repeat(40_000)}\r\n\r\n${smuggled}`],
  ])('refuses %s and lets nothing slip in behind it', async (_, bytes) => {
    const seen: string[] = [];
    await serve((incoming, response) => {
      seen.push(incoming.url ?? '');
      incoming.resume();
      response.end('app');
    });
    const answer = await raw(bytes);
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect(answer.match(/HTTP\/1\.1 /g)).toHaveLength(1);
    expect(seen.filter((url) => url.includes('smuggled'))).toEqual([]);
  });

  test('passes on no answer that an app has split in two', async () => {
    await serve((incoming) => {
      incoming.socket.end(
        'HTTP/1.1 200 OK\r\nX-A: b\rSet-Cookie: evil=1\r\nContent-Length: 2\r\nContent-Length: 0\r\n\r\nok',
      );
    });
    const answer = await send();
    expect(answer.status).toBe(502);
    expect(answer.headers['set-cookie']).toBeUndefined();
  });
});

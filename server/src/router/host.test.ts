import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addressOf, hostOf, normalizeHost, parseHost } from './host.ts';

const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?$/);
const name = fc
  .record({
    project: fc.oneof(fc.constant('default'), label),
    app: label,
    environment: label,
    target: fc.option(label, { nil: undefined }),
  })
  .map(({ target, ...rest }) => (target === undefined ? rest : { ...rest, target }));
const baseDomain = fc.constantFrom('localhost', 'apps.example.com', 'in.example.com');

describe('the address of an app', () => {
  test('is read back as what it was made of, however it is written', () => {
    fc.assert(
      fc.property(name, baseDomain, fc.constantFrom('', ':7070', '.', '.:80'), fc.boolean(), (of, base, end, upper) => {
        const host = hostOf(of, base) + end;
        expect(parseHost(normalizeHost(upper ? host.toUpperCase() : host) ?? '', base)).toEqual(of);
      }),
    );
  });

  test('means one thing only: two names never have the same host', () => {
    fc.assert(
      fc.property(name, name, baseDomain, (one, other, base) => {
        const differ = hostOf(one, base) !== hostOf(other, base);
        expect(differ || JSON.stringify(one) === JSON.stringify(other)).toBe(true);
      }),
    );
  });

  test('leaves out the port that the scheme implies', () => {
    const shop = { project: 'default', app: 'shop', environment: 'qa' };
    expect(addressOf(shop, { scheme: 'http', baseDomain: 'localhost', port: 7070 })).toBe(
      'http://qa.shop.localhost:7070',
    );
    expect(
      addressOf({ ...shop, project: 'acme', target: 'eu' }, { scheme: 'https', baseDomain: 'a.dev', port: 443 }),
    ).toBe('https://eu.qa.shop.in.acme.a.dev');
  });

  test.each(['', 'a b', 'evil.com/.localhost', 'qa.shop.localhost:70x', '[::1', 'a@b', 'a\u0000b', '..localhost.'])(
    'is never %j',
    (header) => {
      expect(parseHost(normalizeHost(header) ?? '', 'localhost')).toBeUndefined();
    },
  );
});

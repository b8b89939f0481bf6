import { afterEach, beforeEach, expect, test } from 'vitest';
import { serveDocuments } from '../../test-api.ts';
import type { TestApi } from '../../test-api.ts';
import { sluice } from '../../test-command-line.ts';
import { message } from '../../test-documents.ts';

let api: TestApi;

beforeEach(async () => {
  api = await serveDocuments({
    'PATCH /v1/apps/shop/environments/qa/configuration': {
      message: message('LOG_LEVEL: changed in qa (configuration 4)'),
      configuration: { project: 'default', app: 'shop', environment: 'qa', version: 4, entries: [] },
      promotionId: 'prm_01j8k3',
    },
  });
});
afterEach(() => api.stop());

test('values come from the words or from standard input', async () => {
  const words = [
    'config',
    'set',
    'shop',
    'qa',
    'LOG_LEVEL=debug',
    'EMPTY=',
    'URL=a=b',
    'KEY=-',
    '--secret',
    '--reason',
    'rotation',
  ];
  const outcome = await sluice(words, { server: api.url, input: 'two\nlines\n' });
  expect(outcome).toEqual({
    code: 0,
    out: '✔ LOG_LEVEL: changed in qa (configuration 4)\n  Follow it: sluice watch prm_01j8k3\n',
    err: '',
  });
  expect(api.asked[0]?.body).toEqual({
    project: 'default',
    set: { LOG_LEVEL: 'debug', EMPTY: '', URL: 'a=b', KEY: 'two\nlines' },
    secret: true,
    reason: 'rotation',
  });
});

test('unset sends names', async () => {
  await sluice(['config', 'unset', 'shop', 'qa', 'LOG_LEVEL', 'KEY'], { server: api.url });
  expect(api.asked[0]?.body).toEqual({ project: 'default', unset: ['LOG_LEVEL', 'KEY'] });
});

test.each([
  [['LOG_LEVEL'], '✖ "LOG_LEVEL" is not KEY=value. For a value from standard input: LOG_LEVEL=-\n'],
  [['=x'], '✖ A name is missing before the "=".\n'],
  [['A=-', 'B=-'], '✖ Only one value can come from standard input.\n'],
])('%j is refused before anything is sent', async (pairs, err) => {
  const outcome = await sluice(['config', 'set', 'shop', 'qa', ...pairs], { server: api.url });
  expect(outcome).toEqual({ code: 2, out: '', err });
  expect(api.asked).toEqual([]);
});

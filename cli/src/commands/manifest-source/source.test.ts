import { afterEach, expect, test } from 'vitest';
import type { ManifestSource } from '@sluice/client';
import { serveDocuments } from '../../test-api.ts';
import type { TestApi } from '../../test-api.ts';
import { sluice } from '../../test-command-line.ts';

let api: TestApi;
afterEach(() => api.stop());

const message = (text: string) => ({ code: 'x', params: {}, text });
const synced: ManifestSource = {
  name: 'platform',
  project: 'default',
  generation: 1,
  app: 'platform',
  branch: 'main',
  path: 'deploy',
  prune: true,
  onDrift: 'show',
  actor: 'ada',
  state: 'drifted',
  message: message('not as in 4f2c9e1 any more: App shop'),
  seenRevision: '4f2c9e1',
  appliedRevision: '4f2c9e1',
  appliedAt: '2026-11-27T09:00:00Z',
  lookedAt: null,
  objects: [
    { file: 'deploy/shop.yaml', kind: 'App', name: 'shop', project: 'default', drift: ['spec.description'] },
    { file: 'deploy/shop.yaml', kind: 'Pipeline', name: 'shop', project: 'default', drift: null },
    { file: 'deploy/books.yaml', kind: 'App', name: 'books', project: 'default', drift: [] },
  ],
  faults: [],
};
const failed: ManifestSource = {
  ...synced,
  name: 'other',
  path: '',
  state: 'failed',
  message: message('8b1d2aa is not applied: 1 thing is wrong in the manifest.'),
  objects: [],
  faults: [{ file: 'b.yaml', line: 5, column: 3, message: message('There is no field "descripton".') }],
};

test('what is followed is told with where it comes from and how it stands', async () => {
  api = await serveDocuments({ 'GET /v1/manifest-sources': { items: [synced, failed] } });
  expect((await sluice(['sources'], { server: api.url, columns: 80 })).out).toBe(`\
SOURCE    FROM                    STATE      LOOKED AT
platform  platform/deploy @ main  ⧗ drifted  never
other     platform @ main         ✖ failed   never
`);
});

test('one is told with every document, what was changed by hand, and what was refused', async () => {
  api = await serveDocuments({
    'GET /v1/manifest-sources/platform': synced,
    'GET /v1/manifest-sources/other': failed,
    'POST /v1/manifest-sources/platform/sync': { message: message('platform is looked at now.') },
  });
  const options = { server: api.url, columns: 100 };
  expect((await sluice(['source', 'show', 'platform'], options)).out).toBe(`\
platform  platform/deploy @ main  applied as ada
⧗ drifted: not as in 4f2c9e1 any more: App shop

FILE               DOCUMENT       IS
deploy/shop.yaml   App shop       changed by hand: spec.description
deploy/shop.yaml   Pipeline shop  as described
deploy/books.yaml  App books      not there any more
`);
  expect((await sluice(['source', 'show', 'other'], options)).out).toBe(`\
other  platform @ main  applied as ada
✖ failed: 8b1d2aa is not applied: 1 thing is wrong in the manifest.
  b.yaml:5:3: There is no field "descripton".
`);
  expect((await sluice(['source', 'sync', 'platform'], options)).out).toBe('✔ platform is looked at now.\n');
});

test('none is told with how to make one', async () => {
  api = await serveDocuments({ 'GET /v1/manifest-sources': { items: [] } });
  expect((await sluice(['get', 'manifest-sources'], { server: api.url })).out).toMatch(
    /^No repository is followed here\./,
  );
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPhoenix } from '../test-phoenix.ts';
import type { Phoenix } from '../test-phoenix.ts';
import { createTestApp, threeEnvironments, until } from '../test-sluice.ts';
import type { SourceView } from './source-schema.ts';

let phoenix: Phoenix;
beforeAll(async () => {
  phoenix = await createPhoenix();
  await phoenix.start();
});
afterAll(() => phoenix.end());

const source = `apiVersion: sluice.dev/v1alpha1
kind: ManifestSource
metadata: { name: platform }
spec: { app: platform, branch: develop }
`;
const shop = (description: string) => `apiVersion: sluice.dev/v1alpha1
kind: App
metadata: { name: shop }
spec: { description: ${description} }
`;

test('a server that is killed between applying a commit and writing that down applies nothing twice', async () => {
  const app = await createTestApp(phoenix.sluice, 'platform', { environments: threeEnvironments });
  await phoenix.sluice.door.post('/v1/apply', { manifest: source });
  await phoenix.arm('manifest-source/after-apply');
  const revision = await app.push('one', { 'shop.yaml': shop('one') });
  await phoenix.died();
  await phoenix.start();
  const status = await until(async () => {
    const found = await phoenix.sluice.door.get<SourceView>('/v1/manifest-sources/platform');
    return found.state === 'synced' && found.seenRevision === revision ? found : undefined;
  });
  expect(status.objects).toMatchObject([{ file: 'shop.yaml', kind: 'App', name: 'shop', drift: null }]);
  expect(await phoenix.sluice.door.get('/v1/apps/shop')).toMatchObject({ generation: 1, description: 'one' });
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDelivery } from '../test-delivery.ts';
import type { TestDelivery } from '../test-delivery.ts';

let delivery: TestDelivery;
let operator: string;

beforeAll(async () => {
  delivery = await openTestDelivery();
  operator = await delivery.give('ada', 'operator');
});
afterAll(() => delivery.stop());

const manifest = (owner: string) =>
  `apiVersion: sluice.dev/v1alpha1\nkind: App\nmetadata: { name: shared }\nspec: { owner: ${owner} } # who to ask\n`;
const apply = (owner: string, headers: Record<string, string> = {}) =>
  delivery.call('POST', '/v1/apply', operator, { manifest: manifest(owner) }, headers);
const read = (headers: Record<string, string> = {}) =>
  delivery.call('GET', '/v1/manifests/app/shared', operator, undefined, headers);

test('a manifest that somebody else has changed meanwhile is not overwritten', async () => {
  expect((await apply('ada')).status).toBe(200);
  const seen = (await read()).headers.get('etag') ?? '';
  expect(seen).toBe('"1"');

  expect((await apply('grace', { 'if-match': seen })).body).toMatchObject({ applied: [{ outcome: 'changed' }] });
  const late = await apply('linus', { 'if-match': seen });
  expect(late).toMatchObject({ status: 412, body: { code: 'precondition_failed' } });

  const now = await read();
  expect(now.headers.get('etag')).toBe('"2"');
  expect(now.body).toMatchObject({ generation: 2, manifest: manifest('grace'), actor: 'ada' });
});

test('who has the newest manifest already is told so without getting it again', async () => {
  await apply('ada');
  const tag = (await read()).headers.get('etag') ?? '';
  expect(await read({ 'if-none-match': tag })).toMatchObject({ status: 304, body: '' });
  expect((await read({ 'if-none-match': '"0"' })).status).toBe(200);
});

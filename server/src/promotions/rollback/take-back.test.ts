import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { requireArtifactById } from '../../artifacts/index.ts';
import { systemCaller } from '../../identity/index.ts';
import { environmentOf, findPipelineOfApp } from '../../pipelines/index.ts';
import { openTestDelivery } from '../../test-delivery.ts';
import type { TestDelivery } from '../../test-delivery.ts';
import { findPromotion } from '../promotion-store.ts';
import { requestPromotion } from '../request-promotion.ts';

let delivery: TestDelivery;
beforeAll(async () => {
  delivery = await openTestDelivery();
});
afterAll(() => delivery.stop());

const manifest = `apiVersion: sluice.dev/v1alpha1
kind: App
metadata: { name: shop }
spec: {}
---
apiVersion: sluice.dev/v1alpha1
kind: Pipeline
metadata: { name: shop }
spec:
  app: shop
  environments:
    - { name: prod, from: { branch: main }, targets: [{ name: local, runtime: process }] }
`;

test('what takes back a failure keeps its place when something newer comes by itself', async () => {
  const token = await delivery.give('ada', 'admin');
  await delivery.call('POST', '/v1/apply', token, { manifest });
  await expect
    .poll(async () => (await delivery.call('GET', '/v1/apps/shop', token)).body)
    .toMatchObject({ repositoryState: 'ready' });
  const revision = 'a'.repeat(40);
  const digest = `sha256:${'0'.repeat(64)}`;
  const registered = { app: 'shop', digest, revision, version: '1.0.0', author: 'ada', subject: 'Begin' };
  const { body } = await delivery.call('POST', '/v1/artifacts', token, registered);
  const { id } = z.object({ artifact: z.object({ id: z.string() }) }).parse(body).artifact;

  const ends = await delivery.engine.transact(async (tx) => {
    const pipeline = await findPipelineOfApp(tx.db, 'default', 'shop');
    const environment = pipeline && environmentOf(pipeline, 'prod');
    if (pipeline === undefined || environment === undefined) throw new Error('nothing there');
    const artifact = await requireArtifactById(tx.db, id);
    const wanted = { pipeline, environment, executionId: null, artifact, revision, automatic: true, reason: null };
    const caller = systemCaller('promotions');
    const back = await requestPromotion(tx, caller, { ...wanted, kind: 'rollback', whenBusy: 'queue', command: '' });
    const next = { ...wanted, revision: 'b'.repeat(40), kind: 'promotion' as const };
    await requestPromotion(tx, caller, { ...next, whenBusy: 'supersede', command: '' });
    return findPromotion(tx.db, back.promotion.id);
  });
  expect(ends).toMatchObject({ kind: 'rollback', supersededBy: null });
});

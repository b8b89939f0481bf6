import { expect, onTestFinished, test } from 'vitest';
import { createPhoenix } from '../test-phoenix.ts';
import { until } from '../test-sluice.ts';
import { startReceiver } from './test-receiver.ts';
import type { DeliveryView } from './webhook-schema.ts';

test('a server that dies between sending and recording sends again, with the same id', async () => {
  const receiver = await startReceiver();
  const phoenix = await createPhoenix();
  onTestFinished(() => phoenix.end());
  await phoenix.start();
  const { door } = phoenix.sluice;
  await door.post('/v1/apply', {
    manifest: `apiVersion: sluice.dev/v1alpha1
kind: Webhook
metadata: { name: ci }
spec: { url: "${receiver.url}", events: [app.created] }
`,
  });
  await phoenix.arm('webhook/after-send');
  await door.post('/v1/apps', { name: 'shop' });
  await phoenix.died();
  expect(receiver.received).toHaveLength(1);
  await phoenix.start();
  const done = await until(async () => {
    const { items } = await door.get<{ items: DeliveryView[] }>('/v1/webhooks/ci/deliveries?state=delivered');
    return items[0];
  });
  const [first, second, ...more] = receiver.received;
  expect(more).toEqual([]);
  expect(second?.headers['webhook-id']).toBe(done.id);
  expect(first?.headers['webhook-id']).toBe(done.id);
  expect(second?.event.id).toBe(first?.event.id);
});

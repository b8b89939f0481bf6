import { afterAll, beforeAll, expect, test } from 'vitest';
import { clone, cloneUrl, must } from './checkout.ts';
import type { Checkout } from './checkout.ts';
import { createCommandLine } from './command-line.ts';
import { flood, pushOf } from './flood.ts';
import { growthDuring } from './memory.ts';
import { createPlayground } from './playground.ts';
import type { Playground } from './playground.ts';
import { startProduct } from './product.ts';
import type { Product } from './product.ts';
import { shopFiles } from './shop.ts';

// Half a gigabyte goes through git before the limit is reached, which takes a while.
const gibibyte = 1024 ** 3;
/** Some buffers, never the thing itself. */
const flatBytes = 150 * 1024 ** 2;

let place: Playground;
let product: Product;
let shop: Checkout;

beforeAll(async () => {
  place = await createPlayground();
  product = await startProduct(place);
  await must(createCommandLine(place)('app create shop'));
  shop = await clone(place, cloneUrl(product, 'shop'), 'shop');
});
afterAll(() => place.remove());

test('a push of 1 GB is refused while it comes, in flat memory, and the next one goes through', async () => {
  const growth = await growthDuring(product.pid, async () => {
    const { status, sentBytes } = await flood(
      `${product.url}/git/shop.git/git-receive-pack`,
      {
        'content-type': 'application/x-git-receive-pack-request',
        authorization: `Basic ${Buffer.from(`ada:${product.token}`).toString('base64')}`,
      },
      pushOf(gibibyte),
    );
    expect(sentBytes).toBeLessThan(gibibyte);
    // Who closes while the other still speaks cannot be sure to be heard.
    expect([413, undefined]).toContain(status);
  });
  expect(growth).toBeLessThan(flatBytes);
  await shop.commit('Open the shop', shopFiles('one'));
  await must(shop.git('push', '--quiet', 'origin', 'HEAD:main'));
  const { out } = await must(shop.git('ls-remote', '--heads', 'origin'));
  expect(out).toContain('refs/heads/main');
  expect(out).not.toContain('huge');
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Environment, Pipeline } from '../client/src/index.ts';
import { clone, cloneUrl, must } from './checkout.ts';
import { createCommandLine } from './command-line.ts';
import type { CommandLine } from './command-line.ts';
import { createPlayground } from './playground.ts';
import type { Playground } from './playground.ts';
import { startProduct } from './product.ts';
import type { Product } from './product.ts';
import { shopFiles } from './shop.ts';
import { until } from './until.ts';

// The story of the founding document about Akkeris pipelines, in its own spellings, from an empty server on.
let place: Playground;
let product: Product;
let sluice: CommandLine;

beforeAll(async () => {
  place = await createPlayground();
  product = await startProduct(place);
  sluice = createCommandLine(place);
});
afterAll(async () => {
  await product.stop();
  await place.remove();
});

async function typed(words: string): Promise<string> {
  const { code, out, err } = await sluice(words);
  if (code !== 0) throw new Error(`sluice ${words} ended with ${code}: ${out}${err}`);
  return out;
}
const refused = async (words: string): Promise<string> => (await sluice(words)).err;
const versions = async (environment: string) => {
  const { items } = await sluice.json<{ items: Environment[] }>(`list --env ${environment}`);
  return Object.fromEntries(items.flatMap(({ targets }) => targets.map(({ name, version }) => [name, version])));
};

test('a pipeline is made, promoted, asked, guarded and taken apart as in Akkeris; every answer ends with the Sluice spelling', async () => {
  expect(await typed('pipelines:create myapp')).toContain('In Sluice: sluice app create myapp');
  const first = await typed('pipelines:add myapp -a myapp-dev -s development');
  expect(first).toContain(
    'In Sluice: sluice apply -f myapp.yaml, where myapp.yaml is\n  apiVersion: sluice.dev/v1alpha1',
  );
  // The later stage first: a stage finds its own place.
  await typed('pipelines:add myapp -a myapp-eu -s production');
  await typed('pipelines:add myapp -a myapp-qa -s staging');
  const more = await typed('pipelines:add myapp -a myapp-stg -s staging');
  expect(more).toContain('In Sluice: sluice get pipeline myapp > myapp.yaml');
  expect(await typed('pipelines -o yaml')).toMatch(/^items:\n {2}- name: myapp\n/);
  const { items } = await sluice.json<{ items: Pipeline[] }>('pipelines');
  expect(items[0]?.environments.map(({ name, targets }) => [name, targets.map((target) => target.name)])).toEqual([
    ['development', ['myapp-dev']],
    ['staging', ['myapp-qa', 'myapp-stg']],
    ['production', ['myapp-eu']],
  ]);
  expect(await refused('pipelines:add myapp -a myapp-qa -s production')).toContain('myapp-qa is in myapp/staging');
  expect(await refused('pipelines:add myapp -a myapp-pr -s review')).toContain('There is no stage review');

  const url = cloneUrl(product, 'myapp');
  const shop = await clone(place, url, 'myapp');
  await shop.commit('Begin', shopFiles('one'));
  await must(shop.git('push', '--quiet', 'origin', 'HEAD:main'));
  const one = await until('one in development', async () => (await versions('development'))['myapp-dev'] ?? undefined);

  const promoted = await typed('pipelines:promote -a myapp-dev');
  expect(promoted).toContain('In Sluice: sluice promote myapp staging --from development/myapp-dev');
  await until('it in staging', async () =>
    Object.values(await versions('staging')).every((version) => version === one) ? true : undefined,
  );
  const releases = await typed('releases -a myapp-qa');
  expect(releases).toMatch(/v1 .*serving/);
  expect(releases).toContain('In Sluice: sluice history myapp staging --target myapp-qa');

  await shop.commit('Say two', shopFiles('two'));
  await must(shop.git('push', '--quiet', 'origin', 'HEAD:main'));
  const two = await until('two in development', async () => {
    const version = (await versions('development'))['myapp-dev'];
    return version === one ? undefined : (version ?? undefined);
  });
  expect(await typed('pipelines:promote -a myapp-dev -t myapp-qa')).toContain(
    'In Sluice: sluice promote myapp staging --from development/myapp-dev --target myapp-qa',
  );
  await until('two on qa', async () => ((await versions('staging'))['myapp-qa'] === two ? true : undefined));
  expect((await versions('staging'))['myapp-stg']).toBe(one);
  const older = await typed('pipelines:promote -a myapp-stg -r 1');
  expect(older).toContain('In Sluice: sluice promote myapp production --from staging/myapp-stg --release v1');
  await until('one in production', async () => ((await versions('production'))['myapp-eu'] === one ? true : undefined));

  expect(await typed('pipelines:status:set --required=true ci/circle -a myapp-qa')).toContain('requiredChecks');
  await typed('pipelines:promote -a myapp-dev -t myapp-stg');
  await until('two on stg', async () => ((await versions('staging'))['myapp-stg'] === two ? true : undefined));
  await typed('pipelines:promote -a myapp-qa');
  expect(await typed('why myapp production')).toContain('ci/circle');
  await typed('check report myapp staging ci/circle success');
  expect(await typed('pipelines:status myapp -a myapp-qa')).toContain('In Sluice: sluice checks myapp staging');
  await until('two in production', async () => ((await versions('production'))['myapp-eu'] === two ? true : undefined));
  expect(await typed('pipelines:status:set --required=false ci/circle -p myapp -s staging')).toContain(
    'requiredChecks',
  );

  expect(await typed('releases:rollback 1 -a myapp-eu')).toContain(
    'In Sluice: sluice rollback myapp production --to myapp-eu/v1',
  );
  await until('one again', async () => ((await versions('production'))['myapp-eu'] === one ? true : undefined));
  expect(await typed('pipelines:info myapp')).toContain('In Sluice: sluice list myapp');
  expect(await typed('pipelines:diff -a myapp-qa')).toContain('In Sluice: sluice diff myapp staging production');
  for (const words of ['pipelines', 'hooks', 'audits']) expect(await typed(words)).toContain('In Sluice: sluice ');
});

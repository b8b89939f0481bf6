import type { Pipeline } from '@sluice/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serveDocuments } from '../../test-api.ts';
import type { TestApi } from '../../test-api.ts';
import { seen, sluice } from '../../test-command-line.ts';
import { message, promotion } from '../../test-documents.ts';

type Environment = Pipeline['environments'][number];
const environment = (name: string, order: number, after: string[], targets: readonly string[]): Environment => ({
  name,
  order,
  after,
  strategy: 'direct',
  branch: null,
  feedBranch: null,
  automatic: false,
  orderRule: 'strict',
  approvals: 0,
  targets: targets.map((target) => ({ name: target, runtime: 'process' })),
});
const pipeline = (name: string, environments: readonly Environment[]): Pipeline => ({
  name,
  project: 'default',
  app: name,
  generation: 1,
  template: null,
  environments: [...environments],
  createdAt: '2026-11-20T15:00:00Z',
  updatedAt: '2026-11-20T15:00:00Z',
});
const shop = pipeline('shop', [
  environment('development', 0, [], ['shop-dev']),
  environment('staging', 1, ['development'], ['shop-qa', 'shop-stg']),
  environment('demo', 2, ['staging'], ['local']),
  environment('production', 3, ['staging'], ['shop-eu', 'shop-us']),
]);
const basket = pipeline('basket', [environment('development', 0, [], ['local'])]);
const manifest = `apiVersion: sluice.dev/v1alpha1
kind: Pipeline
metadata: { name: shop }
spec:
  app: shop
  environments:
    - name: development # what is pushed
      from: { branch: main }
      targets: [{ name: shop-dev, runtime: process }]
    - name: staging
      requiredChecks: [ci/unit] # they know why
      targets:
        - { name: shop-qa, runtime: process }
        - { name: shop-stg, runtime: process }
    - name: demo
      after: [staging]
      targets: [{ name: local, runtime: process }]
    - name: production
      after: [staging]
      targets: [{ name: shop-eu, runtime: process }, { name: shop-us, runtime: process }]
`;

let api: TestApi;
beforeAll(async () => {
  const document = (kind: string, name: string, text: string) => ({ kind, name, generation: 1, manifest: text });
  api = await serveDocuments({
    'GET /v1/pipelines': { items: [basket, shop], nextCursor: null },
    'GET /v1/pipelines/shop': shop,
    'GET /v1/manifests/pipeline/shop': document('Pipeline', 'shop', manifest),
    'GET /v1/manifests/pipeline/weave': document('Pipeline', 'weave', 'apiVersion: pipelines.weave.works/v1alpha1\n'),
    'POST /v1/apply': {
      applied: [
        { kind: 'Pipeline', name: 'shop', outcome: 'changed', message: message('changed'), changes: [], notices: [] },
      ],
    },
    'DELETE /v1/pipelines/basket': { message: message('gone') },
    'POST /v1/promotions': {
      outcome: 'started',
      message: message('shop 1.2.0 is on its way'),
      promotion: promotion({ environment: 'staging' }),
    },
    'GET /v1/releases': { items: [], nextCursor: null },
    'GET /v1/checks': { items: [] },
  });
});
afterAll(() => api.stop());

const run = (line: string) => sluice(line.split(' '), { server: api.url });
const asked = (method: string) => api.asked.findLast((one) => one.method === method)?.body;
/** Lists are written with a space inside their brackets; all else is as it was. */
const applied = (): string =>
  (asked('POST') as { manifest: string }).manifest.replaceAll('[ ', '[').replaceAll(' ]', ']');

describe('promoting', () => {
  test('what an app of a stage serves goes to the next stage, or to the apps that are named', async () => {
    expect(seen(await run('pipelines:promote -a shop-dev'))).toMatchInlineSnapshot(`
      "
      ◐ shop 1.2.0 is on its way
        Follow it: sluice watch prm_01j8k3
      In Sluice: sluice promote shop staging --from development/shop-dev
      (exit 0)
      "
    `);
    expect(asked('POST')).toEqual({
      project: 'default',
      app: 'shop',
      environment: 'staging',
      from: { environment: 'development', target: 'shop-dev' },
      whenBusy: 'refuse',
    });
    const { out } = await run('pipelines:promote -a shop-qa -t shop-eu,shop-us -r 12 --lang uk');
    expect(out).toContain(
      'У Sluice: sluice promote shop production --from staging/shop-qa --release v12 --target shop-eu --target shop-us\n',
    );
    expect(asked('POST')).toMatchObject({
      environment: 'production',
      from: { environment: 'staging', target: 'shop-qa', release: 'v12' },
      targets: ['shop-eu', 'shop-us'],
    });
    expect((await run('pipelines:promote -a shop-development')).out).toContain('--from development\n');
    expect((await run('pipelines:promote -a shop-dev -o json')).out).not.toContain('In Sluice');
  });

  test.each([
    ['pipelines:promote -a nobody', 4, 'No pipeline has a target or an environment called "nobody".'],
    ['pipelines:promote -a local', 2, '"local" is in more than one place: basket/development, shop/demo.'],
    ['pipelines:promote -a local -p shop', 2, 'Nothing follows demo, so there is nowhere to promote to.'],
    ['pipelines:promote -a shop-qa', 2, 'Several environments follow staging: demo, production.'],
    ['pipelines:promote -a shop-dev -t shop-eu', 2, '"shop-eu" is not in a stage that follows development.'],
    ['pipelines:promote -a shop-qa -t shop-eu -t shop-demo', 2, 'The apps after --to are in different stages.'],
    ['pipelines:promote -a shop-dev -r newest', 2, '"newest" is no release. Say v12, 12 or latest.'],
    ['pipelines:promote', 2, 'Something is missing: -a, --app <app>.'],
    ['pipelines:add shop -a shop-pr -s review', 2, 'There is no stage review'],
    ['pipelines:add shop -a shop-pr -s canary', 2, '--stage cannot be "canary".'],
    ['pipelines:add shop -a shop-qa -s production', 1, 'shop-qa is in shop/staging. Take it out there first'],
    ['pipelines:add shop -a shop-qa -s staging', 1, 'shop-qa is in shop/staging already.'],
    ['pipelines:status:set --required=true ci/x', 2, 'Of which stage? Say -a APP, or -p PIPELINE -s STAGE.'],
    ['pipelines:status:set --required=true ci/x -p shop -s qa', 4, 'The pipeline shop has no environment qa.'],
    ['pipelines:status:set --required=true ci/x -p weave -s qa', 1, 'is written in the words of another system'],
    ['pipelines:status', 2, 'Of which app? Say -a APP, or the name of the pipeline.'],
    ['releases:rollback -a shop-eu', 2, 'production has several targets. Say which release shop-eu goes back to'],
  ])('%s', async (line, code, sentence) => {
    const outcome = await run(line);
    expect(outcome.err).toContain(sentence);
    expect(outcome.code).toBe(code);
    expect((await run(`${line} --lang uk`)).err).not.toContain(sentence);
  });
});

describe('the spec is changed where it stands, and comments stay', () => {
  test('a target more', async () => {
    expect((await run('pipelines:add shop -a shop-asia -s production')).out).toContain(
      'In Sluice: sluice get pipeline shop > shop.yaml',
    );
    expect(applied()).toBe(
      manifest.replace('{ name: shop-us, runtime: process }', '$&, { name: shop-asia, runtime: process }'),
    );
  });

  test('a required check more, and less', async () => {
    await run('pipelines:status:set --required=true ci/circle -a shop-qa');
    expect(applied()).toBe(manifest.replace('[ci/unit]', '[ci/unit, ci/circle]'));
    await run('pipelines:status:set --required=true ci/circle -p shop -s development');
    expect(applied()).toContain('runtime: process }]\n      requiredChecks: [ci/circle]\n    - name: staging');
    await run('pipelines:status:set --required=false ci/unit -a shop-qa');
    expect(applied()).not.toContain('requiredChecks');
  });

  test('a target less; the last one takes its environment along, and the last environment the pipeline', async () => {
    await run('pipelines:remove -a shop-stg');
    expect(applied()).toBe(manifest.replace('        - { name: shop-stg, runtime: process }\n', ''));
    await run('pipelines:remove -a local -p shop');
    expect(applied()).toBe(manifest.replace(/ {4}- name: demo\n.*\n.*\n/, ''));
    expect((await run('pipelines:remove -a local -p basket')).out).toContain(
      'In Sluice: sluice delete pipeline basket\n',
    );
  });
});

test('the spellings have a page of their own and are not among the commands', async () => {
  const page = await run('help akkeris');
  expect(page.code).toBe(0);
  for (const language of ['en', 'uk']) {
    const { out } = await run(`help akkeris --lang ${language}`);
    expect(out.split('\n').filter((line) => line.length > 80)).toEqual([]);
  }
  const whole = await run('--help');
  expect(whole.out).not.toContain('pipelines:');
  expect(whole.out).toContain('sluice help akkeris');
  expect((await run('__complete pip')).out).toBe('');
  expect((await run('help promote')).out).toContain('Usage: sluice promote');
  expect((await run('help me')).err).toContain('There is no page "me".');
  for (const [spelling] of [
    ['pipelines:add'],
    ['pipelines:promote'],
    ['pipelines:status:set'],
    ['releases'],
    ['releases:rollback'],
  ]) {
    for (const language of ['en', 'uk']) {
      const { code, out } = await run(`${spelling} --help --lang ${language}`);
      expect(code).toBe(0);
      expect(out.split('\n').filter((line) => line.length > 80)).toEqual([]);
    }
  }
});

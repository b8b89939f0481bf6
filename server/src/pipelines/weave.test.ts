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

/** As Weave GitOps had it in its cluster, annotations and status included. */
const podinfo = `---
apiVersion: pipelines.weave.works/v1alpha1
kind: Pipeline
metadata:
  name: podinfo-pipeline
  namespace: flux-system
  annotations: { weave.works/owner: team-podinfo }
spec:
  appRef:
    apiVersion: helm.toolkit.fluxcd.io/v2beta1
    kind: HelmRelease
    name: podinfo
  promotion:
    strategy:
      pull-request:
        type: github
        url: https://git.example.com/team/fleet
        baseBranch: main
        secretRef: { name: promotion-credentials }
  environments:
    - name: dev
      targets:
        - namespace: podinfo-dev
          clusterRef: { kind: GitopsCluster, name: dev, namespace: flux-system }
    - name: qa
      targets: [{ namespace: qa }, { namespace: perf }]
    - name: prod
      promotion: { manual: true, strategy: { notification: {} } }
      targets:
        - namespace: podinfo
          clusterRef: { kind: GitopsCluster, name: prod }
status:
  conditions: []
---
apiVersion: pipelines.weave.works/v1alpha1
kind: Pipeline
metadata: { name: other, namespace: flux-system }
spec:
  appRef: { apiVersion: argoproj.io/v1alpha1, kind: Application, name: other }
  environments: [{ name: dev, targets: [{ namespace: other }] }]
`;
const apply = (manifest: string, more: object = {}) =>
  delivery.call('POST', '/v1/apply', operator, { manifest, ...more });
const get = async (path: string) => (await delivery.call('GET', path, operator)).body;

test('pipelines of Weave GitOps are accepted unchanged, together with the apps that they name', async () => {
  const answer = await apply(podinfo);
  expect(answer).toMatchObject({
    status: 200,
    body: {
      applied: [
        { kind: 'App', name: 'podinfo', outcome: 'created' },
        { kind: 'App', name: 'other', outcome: 'created' },
        {
          kind: 'Pipeline',
          name: 'podinfo-pipeline',
          outcome: 'created',
          notices: [{ code: 'pipeline_without_runtime', params: { runtimes: ['flux'] } }],
        },
        { kind: 'Pipeline', name: 'other', outcome: 'created' },
      ],
    },
  });
  expect(await get('/v1/pipelines/podinfo-pipeline')).toMatchObject({
    app: 'podinfo',
    environments: [
      { name: 'dev', after: [], automatic: false, targets: [{ name: 'dev-podinfo-dev', runtime: 'flux' }] },
      { name: 'qa', after: ['dev'], automatic: true, approvals: 0, targets: [{ name: 'qa' }, { name: 'perf' }] },
      { name: 'prod', after: ['qa'], automatic: false, approvals: 1, targets: [{ name: 'prod-podinfo' }] },
    ],
  });
  // What was written stays what it was.
  expect(await get('/v1/manifests/pipeline/other')).toMatchObject({
    manifest: expect.stringContaining('apiVersion: pipelines.weave.works/v1alpha1'),
  });
  expect((await apply(podinfo)).body).toMatchObject({ applied: [{ outcome: 'unchanged' }, { outcome: 'unchanged' }] });
});

test('its targets say that nothing here can reach them, and are never shown as deployed', async () => {
  await apply(podinfo);
  const message = { text: 'no runtime for flux here' };
  expect(await get('/v1/environments?app=podinfo&environment=qa')).toMatchObject({
    items: [
      {
        state: 'empty',
        artifact: null,
        targets: [
          { release: null, healthy: null, message },
          { release: null, healthy: null, message },
        ],
      },
    ],
  });
  expect(await get('/v1/apps/podinfo/environments/prod/why')).toMatchObject({
    summary: { code: 'why_no_runtime', params: { runtimes: ['flux'], targets: ['prod-podinfo'] } },
    command: null,
  });
  for (const artifact of [undefined, '1.0.0']) {
    const wanted = { app: 'podinfo', environment: 'prod', artifact };
    // A dry run says the same.
    for (const path of ['/v1/promotions', '/v1/promotions/plan']) {
      expect(await delivery.call('POST', path, operator, wanted)).toMatchObject({
        status: 409,
        body: { code: 'promotion_no_runtime', params: { environment: 'prod', runtimes: ['flux'] } },
      });
    }
  }
});

test('an app that is there is left as it is', async () => {
  await apply('apiVersion: sluice.dev/v1alpha1\nkind: App\nmetadata: { name: mine }\nspec: { owner: grace }\n');
  const answer = await apply(podinfo.split('---\n')[2]?.replaceAll('other', 'mine') ?? '');
  expect(answer.body).toMatchObject({ applied: [{ kind: 'Pipeline', name: 'mine', outcome: 'created' }] });
  expect(await get('/v1/apps/mine')).toMatchObject({ owner: 'grace' });
});

test('what was implied goes with what implied it', async () => {
  const one = podinfo.split('---\n')[2]?.replaceAll('other', 'going') ?? '';
  const keeper = 'apiVersion: sluice.dev/v1alpha1\nkind: App\nmetadata: { name: keeper }\nspec: {}\n';
  await apply(`${keeper}---\n${one}`, { set: 'fleet' });
  expect((await apply(keeper, { set: 'fleet', prune: true })).body).toMatchObject({
    applied: [
      { kind: 'Pipeline', name: 'going', outcome: 'deleted' },
      { kind: 'App', name: 'keeper', outcome: 'unchanged' },
      { kind: 'App', name: 'going', outcome: 'deleted' },
    ],
  });
});

test.each([
  ['a field that Weave does not have', 'appRef:', 'apRef:', 'spec.apRef', 9],
  ['a kind that is not its own', 'kind: Pipeline', 'kind: GitopsCluster', 'kind', 3],
  ['a strategy of another type', 'type: github', 'type: gitub', 'spec.promotion.strategy.pull-request.type', 16],
  ['environments of one name', 'name: qa', 'name: dev', 'spec.environments[1].name', 25],
])('%s is refused where it stands', async (_what, right, wrong, path, line) => {
  expect(await apply(podinfo.replace(right, wrong))).toMatchObject({
    status: 400,
    body: { details: expect.arrayContaining([expect.objectContaining({ path, line })]) },
  });
});

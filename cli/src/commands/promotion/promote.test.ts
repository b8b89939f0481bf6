import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { serveDocuments } from '../../test-api.ts';
import type { TestApi } from '../../test-api.ts';
import { seen, sluice } from '../../test-command-line.ts';
import { message, newer, promotion } from '../../test-documents.ts';

let api: TestApi;
beforeAll(async () => {
  api = await serveDocuments({
    'POST /v1/rollbacks': { outcome: 'started', message: message('goes back'), promotion: promotion() },
    'POST /v1/promotions': {
      outcome: 'started',
      message: message('shop is on its way'),
      promotion: promotion({ environment: 'prod', targets: ['eu', 'us'] }),
    },
    'GET /v1/promotions/prm_01j8k3': promotion({
      environment: 'prod',
      targets: ['eu', 'us'],
      state: 'finished',
      result: 'success',
      finishedAt: '2026-11-20T15:30:00Z',
    }),
  });
});
afterAll(() => api.stop());

const body = async (line: string): Promise<unknown> => {
  expect(await sluice(line.split(' '), { server: api.url })).toMatchObject({ code: 0, err: '' });
  return api.asked.at(-1)?.body;
};

test('targets, and where the artifact comes from, reach the server as they were said', async () => {
  const common = { project: 'default', app: 'shop', environment: 'prod', whenBusy: 'refuse' };
  expect(await body('promote shop prod --target eu --target us')).toEqual({ ...common, targets: ['eu', 'us'] });
  expect(await body('promote shop to prod --from staging')).toEqual({ ...common, from: { environment: 'staging' } });
  expect(await body('promote shop from staging/eu to prod --release v12')).toEqual({
    ...common,
    from: { environment: 'staging', target: 'eu', release: 'v12' },
  });
});

test('a rollback goes to the release that was said', async () => {
  expect(await body('rollback shop prod --to eu/v12')).toMatchObject({ environment: 'prod', to: 'eu/v12' });
});

const item = (app: string, outcome: string, text: string, more: object = {}) => ({
  app,
  artifact: newer,
  outcome,
  message: message(text),
  promotionId: null,
  command: null,
  ...more,
});
const everything = [
  item('basket', 'unchanged', 'is there already'),
  item('pay', 'refused', 'linus may not promote to prod: it needs the role developer there. Who can: ada, grace.', {
    artifact: null,
    command: 'sluice why pay prod',
  }),
  item('search', 'waits', 'waits for approvals: 0 of 1', { promotionId: 'prm_2', command: 'sluice watch prm_2' }),
  item('shop', 'starts', 'goes now', { promotionId: 'prm_01j8k3', command: 'sluice watch prm_01j8k3' }),
  item('users', 'not-ready', 'nothing of it is healthy in staging yet', { artifact: null }),
];

test('everything that is ready: what moves comes first, and one that is refused makes the end a failure', async () => {
  const answerAll = { from: 'staging', to: 'prod', dryRun: false, items: everything };
  const all = await serveDocuments({ 'POST /v1/promotions/bulk': answerAll });
  onTestFinished(() => all.stop());
  expect(seen(await sluice('promote --all --from staging --to prod'.split(' '), { server: all.url })))
    .toMatchInlineSnapshot(`
    "
    ◐ shop 1.2.0-develop.7    goes now
                              sluice watch prm_01j8k3
    ⧗ search 1.2.0-develop.7  waits for approvals: 0 of 1
                              sluice watch prm_2
    · users                   nothing of it is healthy in staging yet
    ✖ pay                     linus may not promote to prod: it needs the role
                              developer there. Who can: ada, grace.
                              sluice why pay prod
    ✔ 1 app has it in prod already; nothing to do there.
    (exit 1)
    "
  `);
  expect(all.asked.at(-1)?.body).toEqual({
    project: 'default',
    from: 'staging',
    to: 'prod',
    whenBusy: 'refuse',
    dryRun: false,
  });
  expect(seen(await sluice('promote --all prod --lang uk --dry-run'.split(' '), { server: all.url })))
    .toMatchInlineSnapshot(`
    "
    ◐ shop 1.2.0-develop.7    goes now
                              sluice watch prm_01j8k3
    ⧗ search 1.2.0-develop.7  waits for approvals: 0 of 1
                              sluice watch prm_2
    · users                   nothing of it is healthy in staging yet
    ✖ pay                     linus may not promote to prod: it needs the role
                              developer there. Who can: ada, grace.
                              sluice why pay prod
    ✔ 1 застосунок без змін: у prod вже те саме.
    (exit 1)
    "
  `);
  expect(all.asked.at(-1)?.body).toMatchObject({ to: 'prod', dryRun: true });
});

test('with --wait each that was started is shown to its end, and the exit code is the worst of them', async () => {
  const finished = (id: string, result: 'success' | 'failure') =>
    promotion({ id, environment: 'prod', state: 'finished', result, finishedAt: '2026-11-20T15:30:00Z', steps: [] });
  const started = (id: string) => item(id, 'starts', 'goes now', { promotionId: id });
  const all = await serveDocuments({
    'POST /v1/promotions/bulk': { from: null, to: 'prod', dryRun: false, items: [started('prm_1'), started('prm_2')] },
    'GET /v1/promotions/prm_1': finished('prm_1', 'failure'),
    'GET /v1/promotions/prm_2': finished('prm_2', 'success'),
  });
  onTestFinished(() => all.stop());
  const { code, out } = await sluice('promote --all prod --wait'.split(' '), { server: all.url });
  expect(code).toBe(1);
  expect(out).toContain('✖ shop 1.2.0-develop.7 did not get to prod');
  expect(out).toContain('✔ live in prod');
});

test('what is missing is asked for', async () => {
  const { code, err } = await sluice(['promote', 'shop', 'prod', '--release', 'v12'], { server: api.url });
  expect([code, err]).toEqual([
    2,
    '✖ From where? An environment, and its target where targets differ: sluice promote shop prod --from staging/eu\n',
  ]);
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveDocuments } from '../../test-api.ts';
import type { TestApi } from '../../test-api.ts';
import { sluice } from '../../test-command-line.ts';
import { message, promotion } from '../../test-documents.ts';

let api: TestApi;
beforeAll(async () => {
  api = await serveDocuments({
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

test('what is missing is asked for', async () => {
  const { code, err } = await sluice(['promote', 'shop', 'prod', '--release', 'v12'], { server: api.url });
  expect([code, err]).toEqual([
    2,
    '✖ From where? An environment, and its target where targets differ: sluice promote shop prod --from staging/eu\n',
  ]);
});

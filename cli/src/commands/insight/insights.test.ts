import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveDocuments } from '../../test-api.ts';
import type { TestApi } from '../../test-api.ts';
import { seen, sluice } from '../../test-command-line.ts';

const hour = 3_600_000;
const none = { value: null, samples: 0 };
const definition = { code: 'test', params: {}, text: 'what it is' };
const place = (environment: string, values: readonly (number | null)[], unrepaired = 0) => {
  const figure = (index: number, unit: string) => ({ ...none, value: values[index] ?? null, unit });
  return {
    app: 'shop',
    environment,
    changes: 9,
    failed: 2,
    unrepaired,
    rollbacks: 1,
    deploymentFrequency: figure(0, 'per-day'),
    changeLeadTime: figure(1, 'ms'),
    changeFailRate: figure(2, 'share'),
    failedDeploymentRecoveryTime: figure(3, 'ms'),
    deploymentReworkRate: figure(4, 'share'),
  };
};

let api: TestApi;
beforeAll(async () => {
  api = await serveDocuments({
    'GET /v1/insights': {
      project: 'default',
      from: '2026-10-21T15:30:00Z',
      to: '2026-11-20T15:30:00Z',
      items: [
        place('development', [3.27, 0.2 * hour, 0.125, 11 * 60_000, 0.2]),
        place('staging', [0.35, 26.5 * hour, 0, null, 0], 2),
        place('prod', [0.1, 75.2 * hour, null, null, null]),
      ],
      definitions: {
        deploymentFrequency: definition,
        changeLeadTime: definition,
        changeFailRate: definition,
        failedDeploymentRecoveryTime: definition,
        deploymentReworkRate: definition,
      },
    },
  });
});
afterAll(() => api.stop());

const shown = async (...words: string[]): Promise<string> =>
  seen(await sluice(['insights', ...words], { server: api.url, columns: 80 }));

test('insights, at 80 columns, in English', async () => {
  expect(await shown()).toMatchInlineSnapshot(`
    "
    APP   ENVIRONMENT  DEPLOYED    LEAD TIME  FAILED    RECOVERY  REWORK
    shop  development   3.3/day   12 min 0 s    13 %  11 min 0 s    20 %
    shop  staging      2.4/week  26 h 30 min     0 %           –     0 %
    shop  prod          3/month      3 d 3 h       –           –       –
    ✖ shop in staging: nothing has succeeded since 2 failures. sluice why shop
      staging
    From 2026-10-21 18:30 to 17:30; times are medians. What is counted:
    docs/insights.md
    – not enough data: nothing happened that the figure could be made of
    (exit 0)
    "
  `);
});

test('insights, at 80 columns, in Ukrainian', async () => {
  expect(await shown('--lang', 'uk')).toMatchInlineSnapshot(`
    "
    ЗАСТОСУНОК  ОТОЧЕННЯ      ЧАСТОТА      ДОСТАВКА  НЕВДАЛІ  ВІДНОВЛЕННЯ  ПОВТОРНІ
    shop        development  3,3/добу     12 хв 0 с     13 %    11 хв 0 с      20 %
    shop        staging      2,4/тиж.  26 год 30 хв      0 %            –       0 %
    shop        prod           3/міс.    3 дн 3 год        –            –         –
    ✖ shop у staging: невдач поспіль – 2, і після них ще нічого не вдалося. sluice
      why shop staging
    Від 2026-10-21 18:30 до 17:30; тривалості – медіани. Що враховано:
    docs/insights.md
    – замало даних: не сталося нічого, з чого можна було б порахувати показник
    (exit 0)
    "
  `);
});

test('are asked for by app, environment and days; and are the whole document for programs', async () => {
  const { out } = await sluice(['insights', 'shop', 'in', 'prod', '--days', '90', '-o', 'json'], { server: api.url });
  expect(JSON.parse(out)).toMatchObject({ items: [{}, {}, { changeFailRate: { value: null, samples: 0 } }] });
  expect(api.asked.at(-1)?.query).toMatchObject({ app: 'shop', environment: 'prod', from: '90d' });
  expect(await shown('--days', 'many')).toContain('--days');
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { answers } from '../test-answers.ts';
import { serveDocuments } from '../test-api.ts';
import type { TestApi } from '../test-api.ts';
import { seen, sluice } from '../test-command-line.ts';

let api: TestApi;

beforeAll(async () => {
  api = await serveDocuments(answers);
});
afterAll(() => api.stop());

const shown = async (line: string): Promise<string> =>
  seen(await sluice(line.split(' '), { server: api.url, columns: 80 })).replaceAll(api.url, 'http://sluice.test');

test('list', async () => {
  expect(await shown('list -o wide')).toMatchInlineSnapshot(`
    "
    APP   ENVIRONMENT  TARGET  STATE      VERSION  RELEASE  SINCE                 BY     BEHIND  DIGEST                                                                  COMMIT                                    RUNTIME  ADDRESS                                 PROMOTION
    shop  development  local   ● healthy  1.1.0    v12      2026-11-20T15:28:00Z  ada                                                                                                                              process  http://development.shop.localhost:7070
    shop  qa           local   ● healthy  1.1.0    v12      2026-11-20T13:10:00Z  ada         3                                                                                                                    process  http://qa.shop.localhost:7070
    shop  staging      local   ● waiting  1.1.0    v12      2026-11-20T11:10:00Z  grace          sha256:0b77d210b77d210b77d210b77d210b77d210b77d210b77d210b77d210b77d21  0b77d210b77d210b77d210b77d210b77d210b77d  process  http://staging.shop.localhost:7070      prm_01j8k2
    shop  prod         local   ● healthy  1.1.0    v12      2026-11-17T15:00:00Z  grace          sha256:0b77d210b77d210b77d210b77d210b77d210b77d210b77d210b77d210b77d21  0b77d210b77d210b77d210b77d210b77d210b77d  process  http://prod.shop.localhost:7070
    (exit 0)
    "
  `);
});

test('history shop', async () => {
  expect(await shown('history shop -o wide')).toMatchInlineSnapshot(`
    "
    RELEASE  ENVIRONMENT  TARGET  VERSION          RESULT     WHEN                  FINISHED              BY     DOOR  ID      PROMOTION   DIGEST                                                                  COMMIT                                    CONFIGURATION  NOTE
    v43      prod         eu      1.1.0            ● serving  2026-11-20T15:20:00Z  2026-11-17T15:00:02Z  ada    cli   rel_43  prm_01j8k3  sha256:0b77d210b77d210b77d210b77d210b77d210b77d210b77d210b77d210b77d21  0b77d210b77d210b77d210b77d210b77d210b77d  1              rollback to v40 · basket totals wrong
    v42      prod         eu      1.2.0-develop.7  ✔ success  2026-11-20T15:10:00Z  2026-11-17T15:00:02Z  grace  cli   rel_42  prm_01j8k3  sha256:4f2c9e14f2c9e14f2c9e14f2c9e14f2c9e14f2c9e14f2c9e14f2c9e14f2c9e1  4f2c9e14f2c9e14f2c9e14f2c9e14f2c9e14f2c9  1
    v41      prod         eu      1.2.0-develop.6  ✖ failure  2026-11-19T09:00:00Z  2026-11-17T15:00:02Z  grace  cli   rel_41  prm_01j8k3  sha256:81bd0a381bd0a381bd0a381bd0a381bd0a381bd0a381bd0a381bd0a381bd0a3  81bd0a381bd0a381bd0a381bd0a381bd0a381bd0  1              web ended with exit code 1 before it was ready
    v40      prod         eu      1.1.0            ✔ success  2026-11-17T15:00:00Z  2026-11-17T15:00:02Z  grace  cli   rel_40  prm_01j8k3  sha256:0b77d210b77d210b77d210b77d210b77d210b77d210b77d210b77d210b77d21  0b77d210b77d210b77d210b77d210b77d210b77d  1              configuration
    (exit 0)
    "
  `);
});

test('executions, in Ukrainian', async () => {
  expect(await shown('executions -o wide --lang uk')).toMatchInlineSnapshot(`
    "
    ВИКОНАННЯ                       ВЕРСІЯ           ДЕ ВОНО  ПОЧАТО                ХТО  КОНВЕЄР  ПРИВІД  ГІЛКА    КОМІТ                                     АВТОР  ЗМІНА
    exe_01j8k0zv5h2m7d9c3w1x4y6b8a  1.2.0-develop.7  ✔◐○ qa   2026-11-20T15:10:00Z  ada  shop     push    develop  4f2c9e14f2c9e14f2c9e14f2c9e14f2c9e14f2c9  ada    Show delivery dates in the basket
    (exit 0)
    "
  `);
});

test('artifacts shop', async () => {
  expect(await shown('artifacts shop -o wide')).toMatchInlineSnapshot(`
    "
    VERSION          DIGEST                                                                  COMMIT                                    BRANCH   AUTHOR   SIZE  MADE                  ID     ORIGIN  CHANGE
    1.2.0-develop.7  sha256:4f2c9e14f2c9e14f2c9e14f2c9e14f2c9e14f2c9e14f2c9e14f2c9e14f2c9e1  4f2c9e14f2c9e14f2c9e14f2c9e14f2c9e14f2c9  develop  ada     34 kB  2026-11-20T14:01:00Z  art_1  built   Show delivery dates in the basket
    1.2.0-develop.6  sha256:81bd0a381bd0a381bd0a381bd0a381bd0a381bd0a381bd0a381bd0a381bd0a3  81bd0a381bd0a381bd0a381bd0a381bd0a381bd0  develop  grace   812 B  2026-11-19T14:01:00Z  art_2  built   ✖ withdrawn by ada
    (exit 0)
    "
  `);
});

test('what has no table stays as it is, and every table has more with it', async () => {
  expect(await shown('status -o wide')).toBe(await shown('status'));
  const firstLine = async (line: string): Promise<string> => (await shown(line)).split('\n')[1] ?? '';
  for (const line of ['builds shop', 'app list', 'token list', 'executions', 'history shop', 'artifacts shop']) {
    expect((await firstLine(`${line} -o wide`)).length).toBeGreaterThan((await firstLine(line)).length);
  }
});

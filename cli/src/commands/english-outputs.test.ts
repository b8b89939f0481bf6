import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answers } from '../test-answers.ts';
import { serveDocuments } from '../test-api.ts';
import type { TestApi } from '../test-api.ts';
import { seen, sluice } from '../test-command-line.ts';

let api: TestApi;

beforeAll(async () => {
  api = await serveDocuments(answers);
});
afterAll(() => api.stop());

async function shown(line: string, columns = 80): Promise<string> {
  const outcome = await sluice(line.split(' '), { server: api.url, columns });
  const tooWide = `${outcome.out}${outcome.err}`.split('\n').filter((row) => row.length > columns);
  expect(tooWide).toEqual([]);
  return seen(outcome).replaceAll(api.url, 'http://sluice.test');
}

describe('in English, at 80 columns', () => {
  test('list', async () => {
    expect(await shown('list')).toMatchInlineSnapshot(`
      "
      APP    DEVELOPMENT         QA                  STAGING              PROD
      shop   1.2.0-develop.7 ●   1.2.0-develop.6 ●   1.1.0 ●              1.1.0 ●
             2 min · ada         2 h · ada           4 h · grace          3 d · grace
                                 3 behind            ⧗ 1.2.0-develop.6
                                                     needs check
                                                     ci/integration
      ● healthy  ⧗ waiting
      (exit 0)
      "
    `);
  });

  test('why shop prod', async () => {
    expect(await shown('why shop prod')).toMatchInlineSnapshot(`
      "
      shop 1.2.0-develop.7 is in qa and staging, not in prod (prod runs 1.1.0). It
      waits for 2 of 5 gates:
        ✔ order       healthy in staging since 14:02
        ✔ lock        none
        ⧗ freeze      "no Friday evening deploys" until Mon 23 Nov 09:00 Europe/Kyiv
        ✔ checks      ci/integration success
        ⧗ approvals   1 of 2 (grace). Can approve: linus, role approver
                      sluice approve prm_01j8k3
      (exit 0)
      "
    `);
  });

  test('diff staging prod', async () => {
    expect(await shown('diff staging prod')).toMatchInlineSnapshot(`
      "
      shop   staging 1.2.0-develop.7 (4f2c9e1)   prod 1.1.0 (0b77d21)
        commits  4f2c9e1 ada    Show delivery dates in the basket
                 9d0e312 grace  Retry payment once
                 and 2 more
        files    5 changed  +120 −31   src/basket.ts, src/payment.ts, …
        config   only in staging: FEATURE_DATES
                 different: LOG_LEVEL
      To bring prod to staging: sluice promote shop@1.2.0-develop.7 prod
      (exit 0)
      "
    `);
  });

  test('history shop prod', async () => {
    expect(await shown('history shop prod')).toMatchInlineSnapshot(`
      "
      RELEASE  VERSION          RESULT     WHEN        BY     NOTE
      v43      1.1.0            ● serving  10 min ago  ada    rollback to v40 · baske…
      v42      1.2.0-develop.7  ✔ success  20 min ago  grace
      v41      1.2.0-develop.6  ✖ failure  30 h ago    grace  web ended with exit cod…
      v40      1.1.0            ✔ success  3 d ago     grace  configuration
      (exit 0)
      "
    `);
  });

  test('executions', async () => {
    expect(await shown('executions')).toMatchInlineSnapshot(`
      "
      EXECUTION                       VERSION          WHERE IT IS  BEGUN       BY
      exe_01j8k0zv5h2m7d9c3w1x4y6b8a  1.2.0-develop.7  ✔◐○ qa       20 min ago  ada
      (exit 0)
      "
    `);
  });

  test('app list', async () => {
    expect(await shown('app list')).toMatchInlineSnapshot(`
      "
      APP   OWNER        PIPELINE  CHANGED  REPOSITORY
      shop  team basket  shop      2 h ago  http://127.0.0.1:7070/git/shop.git
      (exit 0)
      "
    `);
  });

  test('app show shop', async () => {
    expect(await shown('app show shop')).toMatchInlineSnapshot(`
      "
      shop
        about       The shop that customers see.
        owner       team basket
        pipeline    shop
        repository  http://127.0.0.1:7070/git/shop.git
        build       npm ci --omit=dev
        health      GET /healthz
        runbook     https://wiki.example.org/shop
        created     31 d ago
      (exit 0)
      "
    `);
  });

  test('artifacts shop', async () => {
    expect(await shown('artifacts shop')).toMatchInlineSnapshot(`
      "
      VERSION          DIGEST        COMMIT    SIZE  MADE      CHANGE
      1.2.0-develop.7  4f2c9e14f2c9  4f2c9e1  34 kB  1 h ago   Show delivery dates in…
      1.2.0-develop.6  81bd0a381bd0  81bd0a3  812 B  25 h ago  ✖ withdrawn by ada
      (exit 0)
      "
    `);
  });

  test('builds shop', async () => {
    expect(await shown('builds shop')).toMatchInlineSnapshot(`
      "
      COMMIT   BRANCH   STATE       BEGUN     NOTE
      4f2c9e1  develop  ◐ building  20 s ago
      81bd0a3  develop  ✖ failed    1 h ago   The build command ended with exit code…
      (exit 0)
      "
    `);
  });

  test('change chg_01j8k4', async () => {
    expect(await shown('change chg_01j8k4')).toMatchInlineSnapshot(`
      "
      ⧗ #7 Promote shop 1.2.0-develop.7 to prod
        open · into prod · 4f2c9e1 · by ada, 1 h ago
        ✔ grace said yes
        Say yes: sluice approve chg_01j8k4

      diff --git a/src/basket.ts b/src/basket.ts
      --- a/src/basket.ts
      +++ b/src/basket.ts
      @@ -1,2 +1,2 @@
      -const dates = false;
      +const dates = true;
      (exit 0)
      "
    `);
  });

  test('events', async () => {
    expect(await shown('events')).toMatchInlineSnapshot(`
      "
      17:29:57  promotion.started     shop → qa  1.2.0-develop.7  ada
      17:30:00  promotion.finished    shop → qa  1.2.0-develop.7  success  sluice
      (exit 0)
      "
    `);
  });

  test('token list', async () => {
    expect(await shown('token list')).toMatchInlineSnapshot(`
      "
      ID                              NAME    FOR  ROLE       LAST USED  VALID UNTIL
      tok_01j8k5zv5h2m7d9c3w1x4y6b8a  laptop  ada  admin · *  2 min ago  2027-01-18
      (exit 0)
      "
    `);
  });

  test('status', async () => {
    expect(await shown('status')).toMatchInlineSnapshot(`
      "
      Sluice 0.1.0   http://localhost:7070
        database  embedded PostgreSQL 18.4
        data      .sluice
        replicas  ● calm-otter on laptop (pid 4242), up 3 h, this one answers
                  ✖ quiet-heron on laptop (pid 4243), up 3 h, silent for 1 min
        apps      3 apps, 1 on the way
        work      1 running, 1 due, 2 waiting for their time
                  ✖ 1 parked after repeated faults (build): the server's log tells
                  more
      (exit 0)
      "
    `);
  });

  test('whoami', async () => {
    expect(await shown('whoami')).toMatchInlineSnapshot(`
      "
        you are  ada
        you may  admin everywhere
        token    laptop, until 2027-01-18 17:00:00
        server   http://sluice.test (as given)
      (exit 0)
      "
    `);
  });

  test('config list shop qa', async () => {
    expect(await shown('config list shop qa')).toMatchInlineSnapshot(`
      "
      NAME          VALUE
      DATABASE_URL  secret, set
      LOG_LEVEL     debug
      (exit 0)
      "
    `);
  });

  test('logs shop qa', async () => {
    expect(await shown('logs shop qa')).toMatchInlineSnapshot(`
      "
      17:29:58  web  listening on 41234
      17:29:59  web  GET /healthz 200 1 ms
      (exit 0)
      "
    `);
  });

  test('promote shop@1.2.0-develop.7 qa', async () => {
    expect(await shown('promote shop@1.2.0-develop.7 qa')).toMatchInlineSnapshot(`
      "
      ◐ shop 1.2.0-develop.7 is on its way to qa
        Follow it: sluice watch prm_01j8k3
      (exit 0)
      "
    `);
  });

  test('approve prm_01j8k3', async () => {
    expect(await shown('approve prm_01j8k3')).toMatchInlineSnapshot(`
      "
      ✔ You said yes to shop 1.2.0-develop.7 → prod.
        ⧗ freeze      "no Friday evening deploys" until Mon 23 Nov 09:00 Europe/Kyiv
        ⧗ approvals   1 of 2 (grace). Can approve: linus, role approver
                      sluice approve prm_01j8k3
        Follow it: sluice watch prm_01j8k3
      (exit 0)
      "
    `);
  });
});

test('the matrix becomes a list where the screen is too narrow for columns', async () => {
  expect(await shown('list', 60)).toMatchInlineSnapshot(`
    "
    shop
      development  1.2.0-develop.7 ●
                   2 min · ada
      qa           1.2.0-develop.6 ●
                   2 h · ada
                   3 behind
      staging      1.1.0 ●
                   4 h · grace
                   ⧗ 1.2.0-develop.6
                   needs check ci/integration
      prod         1.1.0 ●
                   3 d · grace
    ● healthy  ⧗ waiting
    (exit 0)
    "
  `);
});

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

describe('in Ukrainian, at 80 columns', () => {
  test('list', async () => {
    expect(await shown('list --lang uk')).toMatchInlineSnapshot(`
      "
            DEVELOPMENT        QA                 STAGING                 PROD
      shop  1.2.0-develop.7 ●  1.2.0-develop.6 ●  1.1.0 ●                 1.1.0 ●
            2 хв · ada         2 год · ada        4 год · grace           3 дн · grace
                               відстає на 3       ⧗ 1.2.0-develop.6
                                                  needs check
                                                  ci/integration
      ● працює  ⧗ чекає
      (exit 0)
      "
    `);
  });

  test('why shop prod', async () => {
    expect(await shown('why shop prod --lang uk')).toMatchInlineSnapshot(`
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
    expect(await shown('diff staging prod --lang uk')).toMatchInlineSnapshot(`
      "
      shop   staging 1.2.0-develop.7 (4f2c9e1)   prod 1.1.0 (0b77d21)
        коміти  4f2c9e1 ada    Show delivery dates in the basket
                9d0e312 grace  Retry payment once
                і ще 2
        файли   змінено 5  +120 −31   src/basket.ts, src/payment.ts, …
        конфіг  лише в staging: FEATURE_DATES
                різні: LOG_LEVEL
      Щоб prod зрівнялося з staging: sluice promote shop@1.2.0-develop.7 prod
      (exit 0)
      "
    `);
  });

  test('history shop prod', async () => {
    expect(await shown('history shop prod --lang uk')).toMatchInlineSnapshot(`
      "
      ВИПУСК  ВЕРСІЯ           ПІДСУМОК   КОЛИ         ХТО    ПРИМІТКА
      v43     1.1.0            ● працює   10 хв тому   ada    відкат до v40 · basket…
      v42     1.2.0-develop.7  ✔ успіх    20 хв тому   grace
      v41     1.2.0-develop.6  ✖ невдача  30 год тому  grace  web ended with exit cod…
      v40     1.1.0            ✔ успіх    3 дн тому    grace  конфігурація
      (exit 0)
      "
    `);
  });

  test('executions', async () => {
    expect(await shown('executions --lang uk')).toMatchInlineSnapshot(`
      "
      ВИКОНАННЯ                       ВЕРСІЯ           ДЕ ВОНО  ПОЧАТО      ХТО
      exe_01j8k0zv5h2m7d9c3w1x4y6b8a  1.2.0-develop.7  ✔◐○ qa   20 хв тому  ada
      (exit 0)
      "
    `);
  });

  test('app list', async () => {
    expect(await shown('app list --lang uk')).toMatchInlineSnapshot(`
      "
      ЗАСТОСУНОК  ВЛАСНИК      КОНВЕЄР  ЗМІНЕНО     РЕПОЗИТОРІЙ
      shop        team basket  shop     2 год тому  http://127.0.0.1:7070/git/shop.git
      (exit 0)
      "
    `);
  });

  test('app show shop', async () => {
    expect(await shown('app show shop --lang uk')).toMatchInlineSnapshot(`
      "
      shop
        опис         The shop that customers see.
        власник      team basket
        конвеєр      shop
        репозиторій  http://127.0.0.1:7070/git/shop.git
        збирання     npm ci --omit=dev
        перевірка    GET /healthz
        runbook      https://wiki.example.org/shop
        створено     31 дн тому
      (exit 0)
      "
    `);
  });

  test('artifacts shop', async () => {
    expect(await shown('artifacts shop --lang uk')).toMatchInlineSnapshot(`
      "
      ВЕРСІЯ           DIGEST        КОМІТ    РОЗМІР  ЗРОБЛЕНО     ЗМІНА
      1.2.0-develop.7  4f2c9e14f2c9  4f2c9e1   34 кБ  1 год тому   Show delivery date…
      1.2.0-develop.6  81bd0a381bd0  81bd0a3   812 Б  25 год тому  ✖ відкликано (ada)
      (exit 0)
      "
    `);
  });

  test('builds shop', async () => {
    expect(await shown('builds shop --lang uk')).toMatchInlineSnapshot(`
      "
      КОМІТ    ГІЛКА    СТАН          ПОЧАТО      ПРИМІТКА
      4f2c9e1  develop  ◐ збирається  20 с тому
      81bd0a3  develop  ✖ не вдалося  1 год тому  The build command ended with exit c…
      (exit 0)
      "
    `);
  });

  test('change chg_01j8k4', async () => {
    expect(await shown('change chg_01j8k4 --lang uk')).toMatchInlineSnapshot(`
      "
      ⧗ #7 Promote shop 1.2.0-develop.7 to prod
        відкрито · у prod · 4f2c9e1 · ada, 1 год тому
        ✔ grace за
        Схвалити: sluice approve chg_01j8k4

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

  test('token list', async () => {
    expect(await shown('token list --lang uk')).toMatchInlineSnapshot(`
      "
      ID                              НАЗВА   ДЛЯ  РОЛЬ       ВЖИВАНО    ДІЄ ДО
      tok_01j8k5zv5h2m7d9c3w1x4y6b8a  laptop  ada  admin · *  2 хв тому  2027-01-18
      (exit 0)
      "
    `);
  });

  test('status', async () => {
    expect(await shown('status --lang uk')).toMatchInlineSnapshot(`
      "
      Sluice 0.1.0   http://localhost:7070
        база даних  вбудований PostgreSQL 18.4
        дані        .sluice
        репліки     ● calm-otter на laptop (pid 4242), працює 3 год, відповіла саме ця
                    ✖ quiet-heron на laptop (pid 4243), працює 3 год, мовчить 1 хв
        застосунки  3 застосунки, у дорозі 1
        робота      виконується 1, на черзі 1, чекає свого часу 2
                    ✖ відкладено 1 після повторних збоїв (build): докладніше в журналі
                    сервера
      (exit 0)
      "
    `);
  });

  test('whoami', async () => {
    expect(await shown('whoami --lang uk')).toMatchInlineSnapshot(`
      "
        ви      ada
        права   admin всюди
        токен   laptop, до 2027-01-18 17:00:00
        сервер  http://sluice.test (як указано)
      (exit 0)
      "
    `);
  });

  test('config list shop qa', async () => {
    expect(await shown('config list shop qa --lang uk')).toMatchInlineSnapshot(`
      "
      НАЗВА         ЗНАЧЕННЯ
      DATABASE_URL  секрет, задано
      LOG_LEVEL     debug
      (exit 0)
      "
    `);
  });

  test('promote shop@1.2.0-develop.7 на qa', async () => {
    expect(await shown('promote shop@1.2.0-develop.7 на qa --lang uk')).toMatchInlineSnapshot(`
      "
      ◐ shop 1.2.0-develop.7 is on its way to qa
        Стежити: sluice watch prm_01j8k3
      (exit 0)
      "
    `);
  });

  test('approve prm_01j8k3', async () => {
    expect(await shown('approve prm_01j8k3 --lang uk')).toMatchInlineSnapshot(`
      "
      ✔ Ви схвалили shop 1.2.0-develop.7 → prod.
        ⧗ freeze      "no Friday evening deploys" until Mon 23 Nov 09:00 Europe/Kyiv
        ⧗ approvals   1 of 2 (grace). Can approve: linus, role approver
                      sluice approve prm_01j8k3
        Стежити: sluice watch prm_01j8k3
      (exit 0)
      "
    `);
  });
});

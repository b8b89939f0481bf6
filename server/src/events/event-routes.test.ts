import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSightApp, openSight, until } from '../test-sight.ts';
import type { Sight } from '../test-sight.ts';

let sight: Sight;
let token: string;

beforeAll(async () => {
  sight = await openSight();
  token = await sight.delivery.give('ada', 'admin');
});
afterAll(() => sight.stop());

async function delivered(name: string): Promise<{ promotion: string; execution: string }> {
  const app = await createSightApp(sight, name);
  await app.deliver('one');
  const promotion = await app.promote('qa');
  await app.rested(promotion);
  return { promotion, execution: (await sight.executions(`?app=${name}`))[0]?.metadata.name ?? '' };
}

async function ask(query: string, as = token, headers: Readonly<Record<string, string>> = {}) {
  const { status, body } = await sight.delivery.call('GET', `/v1/events?${query}`, as, undefined, headers);
  return { status, body: body as { items: unknown[]; code: string; detail: string } };
}

describe('what is not there', () => {
  test('is refused with what was probably meant, by the list and by the stream', async () => {
    await createSightApp(sight, 'shop');
    for (const [query, meant] of [
      ['project=default&app=shp', 'Did you mean shop?'],
      ['project=default&app=shop&environment=qaa', 'Did you mean qa?'],
      ['project=default&promotion=prm_nothing', 'There is no promotion "prm_nothing"'],
      ['project=default&execution=exe_nothing', 'There is no execution "exe_nothing"'],
      // An id is of one project only, which need not be named.
      ['promotion=prm_nothing', 'There is no promotion "prm_nothing"'],
      ['execution=exe_nothing', 'There is no execution "exe_nothing"'],
    ] as const) {
      for (const headers of [{}, { accept: 'text/event-stream' }]) {
        const { status, body } = await ask(query, token, headers);
        expect([query, status, body.detail]).toEqual([query, 404, expect.stringContaining(meant)]);
      }
    }
  });

  test('includes what the reader may not see', async () => {
    const { promotion, execution } = await delivered('secret');
    const stranger = await sight.delivery.give('mallory', 'viewer', 'elsewhere');
    for (const id of [promotion, 'prm_nothing']) {
      expect((await ask(`promotion=${id}`, stranger)).body.code).toBe('promotion_not_found');
    }
    expect((await ask(`execution=${execution}`, stranger)).body.code).toBe('execution_not_found');
  });
});

test('nothing of what is there is an answer', async () => {
  const { promotion, execution } = await delivered('quiet');
  for (const place of ['app=quiet&environment=prod', 'app=quiet', `promotion=${promotion}`, `execution=${execution}`]) {
    const { status, body } = await ask(`project=default&${place}&type=nothing.`);
    expect([status, body.items]).toEqual([200, []]);
  }
  expect((await ask(`promotion=${promotion}`)).body.items.length).toBeGreaterThan(0);
});

test('what has been deleted can still be told', async () => {
  const before = sight.delivery.runtime.running.size;
  const { promotion } = await delivered('gone');
  for (const environment of ['development', 'qa']) {
    await sight.command('POST', `/v1/apps/gone/environments/${environment}/stop?project=default`, {});
  }
  await until('what ran has stopped', async () => (sight.delivery.runtime.running.size === before ? true : undefined));
  await sight.command('DELETE', '/v1/pipelines/gone?project=default');
  await sight.command('DELETE', '/v1/apps/gone?project=default');
  for (const query of ['project=default&app=gone', `promotion=${promotion}`]) {
    const { status, body } = await ask(query);
    expect(status).toBe(200);
    expect(body.items.length).toBeGreaterThan(0);
  }
});

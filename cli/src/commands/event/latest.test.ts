import { expect, test } from 'vitest';
import { serveDocuments } from '../../test-api.ts';
import { sluice } from '../../test-command-line.ts';
import { events } from '../../test-records.ts';

/** A log of `last` events of which those before `first` are not kept; every `each`th is about shop. */
async function shownOf(log: { first: number; last: number; each: number }, limit: number): Promise<number[]> {
  const [example] = events;
  const api = await serveDocuments({
    'GET /v1/executions': { items: [], nextCursor: null, position: String(log.last) },
    'GET /v1/events': ({ query }) => {
      const after = query['after'] === undefined ? log.first - 1 : Number(query['after']);
      if (after < log.first - 1) return { items: [], position: String(log.last), reset: true };
      const most = Number(query['limit']);
      const items = [];
      let position = after;
      while (position < log.last && items.length < most) {
        position += 1;
        if (position % log.each === 0) items.push({ ...example, id: String(position) });
      }
      return { items, position: String(position), reset: false };
    },
  });
  try {
    const { out } = await sluice(['events', '--limit', String(limit), '-o', 'json'], { server: api.url });
    const shown: { items: { id: string }[] } = JSON.parse(out);
    return shown.items.map(({ id }) => Number(id));
  } finally {
    await api.stop();
  }
}

test('the last events are shown, however many there are and however few of them match', async () => {
  expect(await shownOf({ first: 1, last: 100_000, each: 1 }, 3)).toEqual([99_998, 99_999, 100_000]);
  expect(await shownOf({ first: 1, last: 100_000, each: 5000 }, 3)).toEqual([90_000, 95_000, 100_000]);
  expect(await shownOf({ first: 1, last: 2, each: 1 }, 3)).toEqual([1, 2]);
  expect(await shownOf({ first: 99_990, last: 100_000, each: 6 }, 3)).toEqual([99_990, 99_996]);
});

import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSightApp, openSight } from '../test-sight.ts';
import type { Sight } from '../test-sight.ts';

let sight: Sight;
beforeAll(async () => {
  sight = await openSight();
});
afterAll(() => sight.stop());

test('it shows commits with authors, files with counts, names of configuration, and the command', async () => {
  const app = await createSightApp(sight, 'shop');
  const first = await app.deliver('one');
  await app.rested(await app.promote('qa', first));
  await app.deliver('two', 'Retry payment once');
  const third = await app.deliver('three', 'Show delivery dates');
  await sight.command('PATCH', '/v1/apps/shop/environments/development/configuration', {
    set: { FEATURE_DATES: 'on' },
  });
  const [diff] = await sight.diff('from=development&to=qa&app=shop');
  expect(diff).toMatchObject({
    app: 'shop',
    from: { name: 'development', artifact: { version: third } },
    to: { name: 'qa', artifact: { version: first } },
    summary: { code: 'diff_ahead', text: 'development is 2 commits ahead of qa.' },
    commits: {
      total: 2,
      list: [
        { author: 'Ada', subject: 'Show delivery dates' },
        { author: 'Ada', subject: 'Retry payment once' },
      ],
    },
    missing: { total: 0, list: [] },
    files: { changed: 1, added: 1, removed: 1, list: [{ path: 'version', status: 'modified' }] },
    configuration: { onlyFrom: ['FEATURE_DATES'], onlyTo: [], different: [] },
    command: `sluice promote shop@${third} qa`,
  });
  const viewer = await sight.delivery.give('viktor', 'viewer');
  const seen = await sight.get<{ items: { configuration: object }[] }>('/v1/diff?from=development&to=qa', {
    token: viewer,
  });
  expect(seen.items[0]?.configuration).toEqual({ onlyFrom: [], onlyTo: [], different: [] });
});

test('the other way round only a rollback helps, to the release that ran it; where there is none it says so', async () => {
  const app = await createSightApp(sight, 'backwards');
  const first = await app.deliver('one');
  await app.rested(await app.promote('qa', first));
  const second = await app.deliver('two');
  await app.rested(await app.promote('qa', second));
  await app.rested(await app.rollback('development', 'v1'));
  const [back] = await sight.diff('from=development&to=qa&app=backwards');
  expect(back).toMatchObject({
    summary: { code: 'diff_behind' },
    commits: { total: 0 },
    missing: { total: 1 },
    command: 'sluice rollback backwards qa --to v1',
  });
  const third = await app.deliver('three');
  await app.rested(await app.promote('qa', third));
  const [stuck] = await sight.diff(`from=backwards@${second}&to=qa`);
  expect(stuck).toMatchObject({ command: 'sluice rollback backwards qa --to v2' });
  await app.deliver('four');
  const [never] = await sight.diff('from=qa&to=development&app=backwards');
  expect(never).toMatchObject({
    summary: { code: 'diff_behind' },
    command: 'sluice rollback backwards development --to v4',
  });
});

test('two versions are compared by address; nothing is promoted into a version', async () => {
  const app = await createSightApp(sight, 'versions');
  const first = await app.deliver('one');
  const second = await app.deliver('two');
  const [diff] = await sight.diff(`from=versions@${second}&to=versions@${first}`);
  expect(diff).toMatchObject({
    from: { name: `versions@${second}` },
    commits: { total: 1 },
    files: { changed: 1 },
    command: null,
  });
});

test('empty places, equal places and unrelated histories are answered in words', async () => {
  const app = await createSightApp(sight, 'words');
  const [nothing] = await sight.diff('from=qa&to=prod&app=words');
  expect(nothing).toMatchObject({ summary: { code: 'diff_both_empty' }, command: null });
  const version = await app.deliver('one');
  expect(await sight.diff('from=development&to=qa&app=words')).toMatchObject([
    { summary: { code: 'diff_to_empty' }, command: `sluice promote words@${version} qa` },
  ]);
  // The order does not allow prod yet, so the first step towards it is what to type.
  expect(await sight.diff('from=development&to=prod&app=words')).toMatchObject([
    { summary: { code: 'diff_to_empty' }, command: `sluice promote words@${version} qa` },
  ]);
  expect(await sight.diff('from=qa&to=development&app=words')).toMatchObject([
    { summary: { code: 'diff_from_empty' }, command: null },
  ]);
  await app.rested(await app.promote('qa', version));
  expect(await sight.diff('from=development&to=qa&app=words')).toMatchObject([
    { summary: { code: 'diff_same' }, commits: { total: 0 }, command: null },
  ]);
  await app.work.git('checkout', '-q', '--orphan', 'other');
  await app.deliver('another beginning');
  expect(await sight.diff('from=development&to=qa&app=words')).toMatchObject([
    { summary: { code: 'diff_unrelated' }, command: null },
  ]);
});

test('without an app every app that has both environments is compared, and one broken repository spoils only its own', async () => {
  const app = await createSightApp(sight, 'whole');
  const version = await app.deliver('one');
  await app.rested(await app.promote('qa', version));
  await app.deliver('two');
  const other = await createSightApp(sight, 'torn');
  const torn = await other.deliver('one');
  await other.rested(await other.promote('qa', torn));
  await other.deliver('two');
  await rm(`${sight.delivery.repositories.open('default', 'torn').path}/objects`, { recursive: true });
  const items = await sight.diff('from=development&to=qa');
  expect(items.find((item) => item.app === 'whole')).toMatchObject({ commits: { total: 1 } });
  expect(items.find((item) => item.app === 'torn')).toMatchObject({ summary: { code: 'diff_unreadable' } });
});

test('unknown names and mixed apps are refused with what to write instead', async () => {
  await createSightApp(sight, 'named');
  const detail = async (query: string) => (await sight.refusal(`/v1/diff?${query}`)).detail;
  expect(await detail('from=developmen&to=qa')).toContain('Did you mean development?');
  expect(await detail('from=developmen&to=qa&app=named')).toContain('Did you mean development?');
  expect(await detail('from=named@1.0.0&to=other@1.0.0')).toContain('two apps');
  expect(await detail('from=@1.0.0&to=qa')).toContain('sluice diff staging prod');
});

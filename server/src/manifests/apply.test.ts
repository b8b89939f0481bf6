import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { openTestDelivery } from '../test-delivery.ts';
import type { TestDelivery } from '../test-delivery.ts';

let delivery: TestDelivery;
let operator: string;

beforeAll(async () => {
  delivery = await openTestDelivery();
  operator = await delivery.give('ada', 'operator');
});
afterAll(() => delivery.stop());

const answerSchema = z.object({
  applied: z.array(
    z.object({ kind: z.string(), name: z.string(), outcome: z.string(), changes: z.array(z.unknown()) }),
  ),
});
const app = (name: string, owner = 'ada') =>
  `apiVersion: sluice.dev/v1alpha1\nkind: App\nmetadata: { name: ${name} }\nspec: { owner: ${owner} }\n---\n`;
const pipeline = (name: string, of = name) =>
  `apiVersion: sluice.dev/v1alpha1\nkind: Pipeline\nmetadata: { name: ${name} }\nspec:\n  app: ${of}\n  environments:\n    - { name: development, from: { branch: main }, targets: [{ name: local, runtime: process }] }\n---\n`;
const apply = (manifest: string, more: object = {}) =>
  delivery.call('POST', '/v1/apply', operator, { manifest, ...more });
const outcomes = (answer: { body: unknown }) =>
  answerSchema.parse(answer.body).applied.map(({ kind, name, outcome }) => `${kind} ${name} ${outcome}`);
const isThere = async (path: string) => (await delivery.call('GET', path, operator)).status === 200;

test('a dry run plans what the real one then does, in the same words, and keeps nothing', async () => {
  await apply(app('planned'));
  const next = app('planned', 'grace') + app('new') + pipeline('planned');
  const plan = await apply(next, { dryRun: true });
  expect(outcomes(plan)).toEqual(['App planned changed', 'App new created', 'Pipeline planned created']);
  expect(answerSchema.parse(plan.body).applied[0]?.changes).toEqual([
    { path: 'spec.owner', before: 'ada', after: 'grace' },
  ]);
  expect(await isThere('/v1/apps/new')).toBe(false);
  expect((await apply(next)).body).toEqual(plan.body);
  expect(outcomes(await apply(next, { dryRun: true }))).toEqual([
    'App planned unchanged',
    'App new unchanged',
    'Pipeline planned unchanged',
  ]);
});

test('a dry run refuses what the real one would refuse', async () => {
  const wrong = app('fine') + pipeline('lost', 'nobody');
  const planned = await apply(wrong, { dryRun: true });
  expect(planned).toMatchObject({ status: 400, body: { details: [{ path: 'spec.app' }] } });
  expect((await apply(wrong)).body).toEqual(planned.body);
  expect(await isThere('/v1/apps/fine')).toBe(false);
});

test('pruning takes away what the set had, and nothing else', async () => {
  await apply(app('by-hand'));
  await apply(app('other-set'), { set: 'other' });
  await apply(app('kept') + app('gone') + pipeline('gone'), { set: 'team' });
  // Without the word nothing is deleted.
  expect(outcomes(await apply(app('kept'), { set: 'team' }))).toEqual(['App kept unchanged']);

  const next = { set: 'team', prune: true };
  const expected = ['Pipeline gone deleted', 'App kept unchanged', 'App gone deleted'];
  expect(outcomes(await apply(app('kept'), { ...next, dryRun: true }))).toEqual(expected);
  expect(await isThere('/v1/apps/gone')).toBe(true);
  expect(outcomes(await apply(app('kept'), next))).toEqual(expected);
  expect(await isThere('/v1/apps/gone')).toBe(false);
  expect(await isThere('/v1/pipelines/gone')).toBe(false);
  expect(outcomes(await apply(app('kept'), next))).toEqual(['App kept unchanged']);
  for (const name of ['by-hand', 'other-set', 'kept']) expect(await isThere(`/v1/apps/${name}`)).toBe(true);
});

test('a pipeline of another name takes the place of the one that is not described any more', async () => {
  await apply(app('moved') + pipeline('old', 'moved'), { set: 'move' });
  expect(outcomes(await apply(app('moved') + pipeline('young', 'moved'), { set: 'move', prune: true }))).toEqual([
    'Pipeline old deleted',
    'App moved unchanged',
    'Pipeline young created',
  ]);
});

test('what was deleted and made anew by hand does not belong to the set any more', async () => {
  await apply(app('kept-too') + app('anew'), { set: 'first' });
  await delivery.call('DELETE', '/v1/apps/anew', operator);
  await apply(app('anew'));
  expect(outcomes(await apply(app('kept-too'), { set: 'first', prune: true }))).toEqual(['App kept-too unchanged']);
  expect(await isThere('/v1/apps/anew')).toBe(true);
});

test('pruning refuses to orphan what somebody else needs, and then applies nothing', async () => {
  await apply(app('base') + app('needed'), { set: 'base' });
  await apply(pipeline('needed'));
  const refused = await apply(app('base', 'grace'), { set: 'base', prune: true });
  expect(refused).toMatchObject({ status: 409, body: { code: 'app_still_used' } });
  expect((await delivery.call('GET', '/v1/apps/base', operator)).body).toMatchObject({ owner: 'ada' });
});

test('pruning needs a set', async () => {
  expect(await apply(app('alone'), { prune: true })).toMatchObject({
    status: 400,
    body: { code: 'manifest_prune_without_set' },
  });
});

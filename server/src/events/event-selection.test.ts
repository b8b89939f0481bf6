import { expect, test } from 'vitest';
import { eventQuerySchema } from './event-schema.ts';
import { selectionOf } from './event-selection.ts';

const select = (query: object, visible: 'all' | readonly string[]) =>
  selectionOf(eventQuerySchema.parse(query), visible).filter;

test('a reader without any project selects nothing, one of all projects everything', () => {
  expect(select({}, [])).toEqual({ projects: [], labels: {} });
  expect(select({}, 'all')).toEqual({ labels: {} });
});

test('a query becomes types, one project and labels', () => {
  expect(
    select({ type: 'promotion.,release.healthy,', project: 'shop', app: 'web', promotion: 'prm_1' }, 'all'),
  ).toEqual({
    types: ['promotion.', 'release.healthy'],
    projects: ['shop'],
    labels: { app: 'web', promotion: 'prm_1' },
  });
});

import { expect, test } from 'vitest';
import { changesBetween } from './changes.ts';

test('equal documents have no changes', () => {
  expect(changesBetween({ spec: { a: [1, { b: 2 }] } }, { spec: { a: [1, { b: 2 }] } })).toEqual([]);
});

test('members of a list are compared by name, wherever they stand', () => {
  const before = { environments: [{ name: 'qa', auto: false }, { name: 'prod' }] };
  const after = { environments: [{ name: 'edge' }, { name: 'qa', auto: true }, { name: 'prod' }] };
  expect(changesBetween(before, after)).toEqual([
    { path: 'environments[edge]', before: undefined, after: { name: 'edge' } },
    { path: 'environments[qa].auto', before: false, after: true },
  ]);
});

test('another order is a change by itself', () => {
  const one = { name: 'one' };
  const two = { name: 'two' };
  expect(changesBetween({ list: [one, two] }, { list: [two, one] })).toEqual([
    { path: 'list', before: ['one', 'two'], after: ['two', 'one'] },
  ]);
});

test('lists without names are compared place by place', () => {
  expect(changesBetween({ after: ['a', 'b'] }, { after: ['a', 'c', 'd'] })).toEqual([
    { path: 'after[1]', before: 'b', after: 'c' },
    { path: 'after[2]', before: undefined, after: 'd' },
  ]);
});

test('no secret is shown, neither by its name nor inside an address', () => {
  const changes = changesBetween(
    { config: { DB_PASSWORD: 'hunter2', DATABASE_URL: 'postgres://u:hunter2@db/x' } },
    { config: { DB_PASSWORD: 'hunter3', DATABASE_URL: 'postgres://u:hunter3@db/y', secret: { deep: 'hunter4' } } },
  );
  expect(JSON.stringify(changes)).not.toContain('hunter');
  expect(changes.map(({ path }) => path)).toEqual(['config.DB_PASSWORD', 'config.DATABASE_URL', 'config.secret']);
});

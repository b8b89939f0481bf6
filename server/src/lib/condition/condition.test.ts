import { describe, expect, test } from 'vitest';
import { conditionFault, judge } from './condition.ts';

const names = {
  status: 'int',
  body: 'dyn',
  headers: 'map<string, string>',
  artifact: { version: 'string', branches: 'list<string>', provenance: 'dyn' },
} as const;
const values = {
  status: 200n,
  headers: { 'x-state': 'ok' },
  body: { ok: true, n: 7, list: Array.from({ length: 300 }, (_one, index) => index), text: `${'a'.repeat(40)}!` },
  artifact: { version: '1.2.3', branches: ['main'], provenance: { builder: { id: 'ci' } } },
};

describe('a condition', () => {
  test.each([
    ['status == 200 && body.ok', true],
    ['body.n > 5 && body.n < 7', false],
    ['headers["x-state"] == "ok"', true],
    ['"main" in artifact.branches && artifact.provenance.builder.id == "ci"', true],
    ['body.list.exists(one, one == 299)', true],
    ['has(body.missing)', false],
    ['artifact.version.matches("^1[.]")', true],
  ])('%s is %s', (expression, holds) => {
    expect(conditionFault(expression, names)).toBeUndefined();
    expect(judge(expression, names, values)).toEqual({ judged: true, holds });
  });

  test.each([
    ['status = 200', 8, 'syntax'],
    ['stauts == 200', 1, 'syntax'],
    ['artifact.verison == "1"', 10, 'syntax'],
    ['status == "200"', 1, 'syntax'],
    ['status', 1, 'not-a-condition'],
    [`status == ${'1'.repeat(1000)}`, 1001, 'too-big'],
    [`status == 1${' + 1'.repeat(200)}`, 411, 'too-big'],
    ['body.a.all(a, body.b.all(b, body.c.all(c, a + b == c)))', 29, 'too-deep'],
    ['artifact.version.matches("(")', 1, 'pattern'],
    ['artifact.version.matches(body.text)', 1, 'pattern'],
  ])('%s is refused before it is used', (expression, at, fault) => {
    const found = conditionFault(expression, names);
    expect(found?.what.fault).toBe(fault);
    expect(found?.at).toBe(at);
  });

  test.each([
    ['body.missing.deep == 1', 'No such key'],
    ['body.n', 'neither true nor false'],
    ['body.constructor == 1', 'No such key'],
    ['body.text.matches("^(a+)+$")', 'longer than 100 ms'],
    ['body.list.all(a, body.list.all(b, a + b + status + 1 > 0))', 'longer than 100 ms'],
  ])('%s cannot be judged by these values, and that is not a yes', (expression, problem) => {
    expect(conditionFault(expression, names)).toBeUndefined();
    const began = performance.now();
    const long = { ...values, body: { ...values.body, list: Array.from({ length: 3000 }, () => 1) } };
    expect(judge(expression, names, long)).toMatchObject({
      judged: false,
      problem: { text: expect.stringContaining(problem) },
    });
    expect(performance.now() - began).toBeLessThan(2000);
  });
});

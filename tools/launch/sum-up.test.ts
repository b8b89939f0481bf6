import { expect, test } from 'vitest';
import { sumUp } from './sum-up.mjs';

const file = (status: string, ...statuses: readonly string[]) => ({
  name: 'engine/queue.test.ts',
  status,
  assertionResults: statuses.map((each, index) => ({ fullName: `behaviour ${index}`, status: each })),
});
const tests = (exitCode: number, ...testResults: readonly ReturnType<typeof file>[]) => ({
  exitCode,
  report: { testResults: [...testResults] },
});
const greenCheck = { exitCode: 0, report: { passed: 7, failed: 0 } };
const greenTests = tests(0, file('passed', 'passed', 'passed'));

test('tests and the parts of the gate are added up', () => {
  expect(sumUp(greenTests, greenCheck)).toEqual({ passed: 9, failed: 0, remarks: [] });
  expect(
    sumUp(tests(1, file('failed', 'passed', 'failed')), { exitCode: 1, report: { passed: 5, failed: 2 } }),
  ).toEqual({
    passed: 6,
    failed: 3,
    remarks: [],
  });
});

test('what conforms to a standard is added where its files are', () => {
  const conformance = { exitCode: 1, report: { passed: 90, failed: 1 } };
  expect(sumUp(greenTests, greenCheck, conformance)).toEqual({ passed: 99, failed: 1, remarks: [] });
  const crashed = sumUp(greenTests, greenCheck, { exitCode: 1, report: undefined });
  expect(crashed).toEqual({ passed: 9, failed: 1, remarks: ['The conformance check ended without a report.'] });
});

test('a file that could not be loaded counts as a failure and is named', () => {
  const { failed, remarks } = sumUp(tests(1, file('passed', 'passed'), file('failed')), greenCheck);
  expect(failed).toBe(1);
  expect(remarks.join()).toContain('engine/queue.test.ts');
});

test('tests that were not run are named', () => {
  const { passed, failed, remarks } = sumUp(tests(0, file('passed', 'passed', 'skipped')), greenCheck);
  expect({ passed, failed }).toEqual({ passed: 8, failed: 0 });
  expect(remarks).toEqual(['Not run here (skipped): behaviour 1']);
});

test.for([
  ['the tests crash before they write a report', { exitCode: 134, report: undefined }, greenCheck],
  ['no test is run at all', tests(0), greenCheck],
  ['an error outside every test ends the run', tests(1, file('passed', 'passed')), greenCheck],
  ['the gate crashes', greenTests, { exitCode: 1, report: undefined }],
  ['the gate is green and yet ends with an error', greenTests, { exitCode: 1, report: { passed: 7, failed: 0 } }],
] as const)('it is a failure when %s', ([, ranTests, ranCheck]) => {
  const { failed, remarks } = sumUp(ranTests, ranCheck);
  expect(failed).toBe(1);
  expect(remarks).toHaveLength(1);
});

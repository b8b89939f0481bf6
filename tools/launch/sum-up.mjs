/**
 * What vitest's JSON reporter writes, as far as it is counted here.
 *
 * @typedef {{ fullName: string, status: string }} TestResult
 * @typedef {{ name: string, status: string, message?: string, assertionResults: TestResult[] }} FileResult
 * @typedef {{ testResults: FileResult[] }} TestsReport
 * @typedef {{ passed: number, failed: number }} CheckReport
 */

/**
 * Adds up the tests and the parts of the gate. Nothing may fail unseen: a crash without a report, a file that could not
 * be loaded, an error outside every test, and a run without a single test each count as one failure.
 *
 * @param {{ exitCode: number, report: TestsReport | undefined }} tests
 * @param {{ exitCode: number, report: CheckReport | undefined }} check
 * @param {{ exitCode: number, report: CheckReport | undefined }} [conformance] Left out where the standard's files are not there.
 * @returns {{ passed: number, failed: number, remarks: string[] }}
 */
export function sumUp(tests, check, conformance) {
  const counted = [countTests(tests), countParts('gate', check)];
  if (conformance !== undefined) counted.push(countParts('conformance check', conformance));
  return {
    passed: counted.reduce((sum, { passed }) => sum + passed, 0),
    failed: counted.reduce((sum, { failed }) => sum + failed, 0),
    remarks: counted.flatMap(({ remarks }) => remarks),
  };
}

/** @param {{ exitCode: number, report: TestsReport | undefined }} tests */
function countTests({ exitCode, report }) {
  if (report === undefined) return { passed: 0, failed: 1, remarks: ['The tests ended without a report.'] };
  const results = report.testResults.flatMap((file) => file.assertionResults);
  const passed = results.filter((result) => result.status === 'passed').length;
  const failedTests = results.filter((result) => result.status === 'failed').length;
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((result) => result.status === 'failed'),
  );
  const remarks = brokenFiles.map((file) => `Failed outside its tests: ${file.name}`);
  const left = results.filter((result) => result.status !== 'passed' && result.status !== 'failed');
  remarks.push(...left.map((result) => `Not run here (${result.status}): ${result.fullName}`));
  let failed = failedTests + brokenFiles.length;
  if (passed + failed === 0) {
    failed += 1;
    remarks.push('No test was run.');
  } else if (failed === 0 && exitCode !== 0) {
    failed += 1;
    remarks.push(`Every test passed, yet the run ended with ${exitCode}: see the errors above.`);
  }
  return { passed, failed, remarks };
}

/**
 * @param {string} name
 * @param {{ exitCode: number, report: CheckReport | undefined }} check
 */
function countParts(name, { exitCode, report }) {
  if (report === undefined) return { passed: 0, failed: 1, remarks: [`The ${name} ended without a report.`] };
  const hidden = report.failed === 0 && exitCode !== 0 ? 1 : 0;
  return {
    passed: report.passed,
    failed: report.failed + hidden,
    remarks: hidden === 0 ? [] : [`Every part of the ${name} is green, yet it ended with ${exitCode}.`],
  };
}

import { readFileSync } from 'node:fs';
import { sumUp } from './launch/sum-up.mjs';

// Sums up for .ci/run: an exit code and a report each of the tests, of the gate and, where it was run, of conformance.
const [testsCode, testsReport, checkCode, checkReport, conformanceCode, conformanceReport] = process.argv.slice(2);
const { passed, failed, remarks } = sumUp(
  { exitCode: Number(testsCode), report: read(testsReport) },
  { exitCode: Number(checkCode), report: read(checkReport) },
  conformanceCode === undefined ? undefined : { exitCode: Number(conformanceCode), report: read(conformanceReport) },
);
process.stdout.write(['', ...remarks, `${passed} passed, ${failed} failed`, ''].join('\n'));
process.exitCode = failed === 0 ? 0 : 1;

/** @param {string | undefined} path */
function read(path) {
  try {
    return JSON.parse(readFileSync(path ?? '', 'utf8'));
  } catch {
    // No report was written, or half of one: the part crashed.
    return undefined;
  }
}

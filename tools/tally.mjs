import { readFileSync } from 'node:fs';
import { sumUp } from './launch/sum-up.mjs';

// Sums up for .ci/run: tally.mjs <exit code of the tests> <their report> <exit code of the gate> <its report>
const [testsCode, testsReport, checkCode, checkReport] = process.argv.slice(2);
const { passed, failed, remarks } = sumUp(
  { exitCode: Number(testsCode), report: read(testsReport) },
  { exitCode: Number(checkCode), report: read(checkReport) },
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

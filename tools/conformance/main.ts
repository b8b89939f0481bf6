import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { eventTypes } from '../docs/event-types.ts';
import { judgeEvents } from './cases.ts';
import { readPublished } from './published.ts';

// npm run conformance -- FOLDER: checks every CDEvent that Sluice sends against the files that the CDEvents project
// publishes. `--report FILE` leaves the count there, as `{ "passed": n, "failed": n }`.
const { values: flags, positionals } = parseArgs({ options: { report: { type: 'string' } }, allowPositionals: true });
const [folder] = positionals;
if (folder === undefined) throw new Error('Which folder? npm run conformance -- ../shared/data/cdevents-v0.5.1');

const cases = judgeEvents(readPublished(folder), eventTypes(resolve(import.meta.dirname, '../..')));
const failures = cases.filter(({ complaint }) => complaint !== undefined);
for (const { name, complaint } of failures) process.stdout.write(`✖ ${name}: ${complaint}\n`);
process.stdout.write(
  `Conformance to CDEvents: ${cases.length - failures.length} as they should be, ${failures.length} not.\n`,
);
if (flags.report !== undefined) {
  writeFileSync(flags.report, JSON.stringify({ passed: cases.length - failures.length, failed: failures.length }));
}
process.exitCode = failures.length === 0 ? 0 : 1;

import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { parseArgs, styleText } from 'node:util';
import { judge, type Verdict } from './part.ts';
import { partsOf } from './parts.ts';

/** `--report FILE` leaves the count there for those who sum up, as `{ "passed": n, "failed": n }`. */
const { values: flags } = parseArgs({ options: { fix: { type: 'boolean' }, report: { type: 'string' } } });
const parts = partsOf(process.cwd());

if (flags.fix === true) {
  for (const part of parts) {
    // What a tool could not repair is said by its check below.
    await part.fix?.();
  }
}

const startedAt = performance.now();
const verdicts = await judge(parts, Math.min(availableParallelism(), 2), show);
const failed = verdicts.filter((verdict) => verdict.complaint !== undefined).length;
const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
process.stdout.write(
  failed === 0
    ? `All ${verdicts.length} parts are green after ${seconds} s.\n`
    : `${failed} of ${verdicts.length} parts are red.\n`,
);
if (flags.report !== undefined) {
  await writeFile(flags.report, JSON.stringify({ passed: verdicts.length - failed, failed }));
}
process.exitCode = failed === 0 ? 0 : 1;

function show({ part, tookMs, complaint }: Verdict): void {
  const took = `${(tookMs / 1000).toFixed(1)} s`;
  if (complaint === undefined) {
    process.stdout.write(`${styleText('green', '✔')} ${part.name.padEnd(16)} ${took.padStart(6)}\n`);
  } else {
    process.stdout.write(`${styleText('red', '✖')} ${part.name}\n\n${complaint}\n\n${part.remedy}\n\n`);
  }
}

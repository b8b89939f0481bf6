import { checkWords } from '../../messages/check.ts';
import { verb } from '../declare.ts';
import type { Program } from '../declare.ts';
import type { ChecksOptions } from './list.ts';
import type { ReportOptions } from './report.ts';

export function declareChecks({ root, language, run }: Program): void {
  const { check, report, override } = checkWords[language].help;
  const parent = verb(root, 'check', check, language);
  verb(parent, 'report [words...]', report, language)
    .usage('APP[@VERSION] [ENV] SYSTEM/NAME pending|success|failure|error')
    .option('--description <text>', report.description)
    .option('--url <url>', report.url)
    .option('--propagate', report.propagate)
    .action(
      run(async (context, words: string[], options: ReportOptions) =>
        (await import('./report.ts')).reportCheck(context, words, options),
      ),
    );
  verb(parent, 'override <id>', override, language)
    .option('--reason <text>', override.reason)
    .action(
      run(async (context, id: string, options: { reason?: string }) =>
        (await import('./report.ts')).overrideCheck(context, id, options),
      ),
    );
}

/** Apart from the verbs, because it is looked for among the things to see. */
export function declareCheckList({ root, language, run }: Program): void {
  const { checks } = checkWords[language].help;
  verb(root, 'checks [words...]', checks, language)
    .usage('APP[@VERSION] [ENV] | --owed')
    .option('--owed', checks.owed)
    .option('--system <name>', checks.system)
    .action(
      run(async (context, words: string[], options: ChecksOptions) =>
        (await import('./list.ts')).listChecks(context, words, options),
      ),
    );
}

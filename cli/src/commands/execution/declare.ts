import { executionWords } from '../../messages/execution.ts';
import { durationOption, verb, wholeNumber } from '../declare.ts';
import type { Program } from '../declare.ts';
import type { ExecutionsOptions } from './list.ts';

export function declareExecutions({ root, language, run }: Program): void {
  const { executions, watch } = executionWords[language].help;

  verb(root, 'executions', executions, language)
    .option('--pipeline <name>', executions.pipeline)
    .option('--app <app>', executions.app)
    .option('--state <state>', executions.state)
    .option('--environment <environment>', executions.environment)
    .option('--revision <commit>', executions.revision)
    .option('--since <duration or time>', executions.since)
    .option('--actor <name>', executions.actor)
    .option('--limit <number>', executions.limit, wholeNumber('--limit', language))
    .action(
      run(async (context, options: ExecutionsOptions) => (await import('./list.ts')).executions(context, options)),
    );

  verb(root, 'watch [words...]', watch, language)
    .usage('[ID | APP ENV]')
    .option('--timeout <duration>', watch.timeout, durationOption('--timeout', language))
    .action(
      run(async (context, words: string[], options: { timeout?: number }) =>
        (await import('./watch.ts')).watch(context, words, options),
      ),
    );
}

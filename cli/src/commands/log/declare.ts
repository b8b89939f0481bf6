import { logWords } from '../../messages/log.ts';
import { verb, wholeNumber } from '../declare.ts';
import type { Program } from '../declare.ts';
import type { LogsOptions } from './logs.ts';

export function declareLogs({ root, language, run }: Program): void {
  const { logs } = logWords[language].help;

  verb(root, 'logs [words...]', logs, language)
    .usage('APP ENV')
    .option('-f, --follow', logs.follow)
    .option('--tail <lines>', logs.tail, wholeNumber('--tail', language))
    .option('--target <target>', logs.target)
    .action(
      run(async (context, words: string[], options: LogsOptions) =>
        (await import('./logs.ts')).logs(context, words, options),
      ),
    );
}

import { releaseWords } from '../../messages/release.ts';
import { verb, wholeNumber } from '../declare.ts';
import type { Program } from '../declare.ts';
import type { HistoryOptions } from './history.ts';

export function declareReleases({ root, language, run }: Program): void {
  const { history } = releaseWords[language].help;

  verb(root, 'history [words...]', history, language)
    .usage('APP [ENV]')
    .option('--target <target>', history.target)
    .option('--limit <number>', history.limit, wholeNumber('--limit', language))
    .action(
      run(async (context, words: string[], options: HistoryOptions) =>
        (await import('./history.ts')).history(context, words, options),
      ),
    );
}

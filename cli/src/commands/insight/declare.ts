import { insightWords } from '../../messages/insight.ts';
import { verb, wholeNumber } from '../declare.ts';
import type { Program } from '../declare.ts';
import type { InsightOptions } from './insights.ts';

export function declareInsights({ root, language, run }: Program): void {
  const { insights } = insightWords[language].help;
  verb(root, 'insights [words...]', insights, language)
    .usage('[APP] [ENV]')
    .option('--days <number>', insights.days, wholeNumber('--days', language))
    .action(
      run(async (context, words: string[], options: InsightOptions) =>
        (await import('./insights.ts')).insights(context, words, options),
      ),
    );
}

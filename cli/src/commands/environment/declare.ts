import { environmentWords } from '../../messages/environment.ts';
import { verb } from '../declare.ts';
import type { Program } from '../declare.ts';
import type { ListOptions } from './list.ts';

export function declareEnvironments({ root, language, run }: Program): void {
  const { list, why, diff } = environmentWords[language].help;

  verb(root, 'list [words...]', list, language)
    .usage('[APP] [in ENV]')
    .option('--app <app>', list.app)
    .option('--env <environment>', list.env)
    .action(
      run(async (context, words: string[], options: ListOptions) =>
        (await import('./list.ts')).list(context, words, options),
      ),
    );

  verb(root, 'why [words...]', why, language)
    .usage('APP[@VERSION] ENV')
    .action(run(async (context, words: string[]) => (await import('./why.ts')).why(context, words)));

  verb(root, 'diff [words...]', diff, language)
    .usage('FROM TO')
    .option('--app <app>', diff.app)
    .action(
      run(async (context, words: string[], options: { app?: string }) =>
        (await import('./diff.ts')).diff(context, words, options),
      ),
    );
}

import { manifestWords } from '../../messages/manifest.ts';
import { collect, verb, wholeNumber } from '../declare.ts';
import type { Program } from '../declare.ts';
import { wrap } from '../../output/text.ts';
import { kindWords } from './kind.ts';
import type { ApplyOptions } from './apply.ts';

export function declareManifests({ root, language, run }: Program): void {
  const words = manifestWords[language].help;

  verb(root, 'apply', words.apply, language)
    .usage('-f FILE')
    .requiredOption('-f, --file <path>', words.apply.file, collect)
    .option('--dry-run', words.apply.dryRun)
    .option('--set <name>', words.apply.set)
    .option('--prune', words.apply.prune)
    .action(run(async (context, options: ApplyOptions) => (await import('./apply.ts')).apply(context, options)));

  verb(root, 'validate <paths...>', words.validate, language)
    .usage('FILE|DIR|- …')
    .action(run(async (context, paths: readonly string[]) => (await import('./validate.ts')).validate(context, paths)));

  const kinds = `\n${manifestWords[language].kindsTitle}\n${wrap(kindWords.join(', '), 76)
    .map((line) => `  ${line}`)
    .join('\n')}`;
  verb(root, 'get <kind> [name]', words.get, language)
    .addHelpText('after', kinds)
    .option('--generation <number>', words.get.generation, wholeNumber('--generation', language))
    .action(
      run(async (context, kind: string, name: string | undefined, options: { generation?: number }) =>
        (await import('./get.ts')).getManifest(context, kind, name, options),
      ),
    );

  verb(root, 'delete <kind> <name>', words.delete, language)
    .addHelpText('after', kinds)
    .action(
      run(async (context, kind: string, name: string) =>
        (await import('./kind.ts')).kindOf(context, kind).remove(context, name),
      ),
    );
}

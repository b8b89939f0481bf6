import { manifestWords } from '../../messages/manifest.ts';
import { verb, wholeNumber } from '../declare.ts';
import type { Program } from '../declare.ts';
import type { ApplyOptions } from './apply.ts';

export function declareManifests({ root, language, run }: Program): void {
  const words = manifestWords[language].help;

  verb(root, 'apply', words.apply, language)
    .usage('-f FILE')
    .requiredOption('-f, --file <path>', words.apply.file, collect)
    .option('--dry-run', words.apply.dryRun)
    .action(run(async (context, options: ApplyOptions) => (await import('./apply.ts')).apply(context, options)));

  verb(root, 'get <kind> [name]', words.get, language)
    .usage('app|pipeline|webhook [NAME]')
    .option('--generation <number>', words.get.generation, wholeNumber('--generation', language))
    .action(
      run(async (context, kind: string, name: string | undefined, options: { generation?: number }) =>
        (await import('./get.ts')).getManifest(context, kind, name, options),
      ),
    );

  verb(root, 'delete <kind> <name>', words.delete, language)
    .usage('app|pipeline|webhook NAME')
    .action(
      run(async (context, kind: string, name: string) =>
        (await import('./delete.ts')).deleteManifest(context, kind, name),
      ),
    );
}

/** An option that may be given several times. Commander hands over what came before, if anything did. */
function collect(path: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), path];
}

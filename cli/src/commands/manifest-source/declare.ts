import { sourceWords } from '../../messages/manifest-source.ts';
import { verb } from '../declare.ts';
import type { Program } from '../declare.ts';

export function declareSources({ root, language, run }: Program): void {
  const words = sourceWords[language].help;
  const parent = verb(root, 'source', words.source, language).usage('show | sync');
  verb(parent, 'show <name>', words.show, language).action(
    run(async (context, name: string) => (await import('./show.ts')).showSource(context, name)),
  );
  verb(parent, 'sync <name>', words.sync, language).action(
    run(async (context, name: string) => (await import('./sync.ts')).syncSource(context, name)),
  );
}

/** Apart from the verbs, because it is looked for among the things to see. */
export function declareSourceList({ root, language, run }: Program): void {
  verb(root, 'sources', sourceWords[language].help.sources, language).action(
    run(async (context) => (await import('./list.ts')).listSources(context)),
  );
}

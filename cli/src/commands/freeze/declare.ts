import { freezeWords } from '../../messages/freeze.ts';
import { verb } from '../declare.ts';
import type { Program } from '../declare.ts';

export function declareFreezeList({ root, language, run }: Program): void {
  const { freezes } = freezeWords[language].help;
  verb(root, 'freezes', freezes, language).action(
    run(async (context) => (await import('./list.ts')).listFreezes(context)),
  );
}

import { changeWords } from '../../messages/change.ts';
import { verb } from '../declare.ts';
import type { Program } from '../declare.ts';

export function declareChanges({ root, language, run }: Program): void {
  verb(root, 'change <id>', changeWords[language].help.change, language).action(
    run(async (context, id: string) => (await import('./show.ts')).showChange(context, id)),
  );
}

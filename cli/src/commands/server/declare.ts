import { serverWords } from '../../messages/server.ts';
import { verb } from '../declare.ts';
import type { Program } from '../declare.ts';

export function declareStatus({ root, language, run }: Program): void {
  const { status } = serverWords[language].help;
  verb(root, 'status', status, language).action(run(async (context) => (await import('./status.ts')).status(context)));
}

export function declareCompletion({ root, language, run }: Program): void {
  const { completion } = serverWords[language].help;
  verb(root, 'completion <shell>', completion, language)
    .usage('bash|zsh|fish')
    .action(run(async (context, shell: string) => (await import('../shell/completion.ts')).completion(context, shell)));
}

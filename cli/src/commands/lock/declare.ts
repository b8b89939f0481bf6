import { lockWords } from '../../messages/lock.ts';
import { durationOption, verb } from '../declare.ts';
import type { Program } from '../declare.ts';
import type { LockOptions, UnlockOptions } from './lock.ts';

export function declareLocks({ root, language, run }: Program): void {
  const { lock, unlock } = lockWords[language].help;
  verb(root, 'lock [words...]', lock, language)
    .usage('APP [ENV] | --env ENV | --everything')
    .option('--reason <text>', lock.reason)
    .option('--env <name>', lock.env)
    .option('--target <name>', lock.target)
    .option('--for <duration>', lock.for, durationOption('--for', language))
    .option('--everything', lock.everything)
    .option('--steal', lock.steal)
    .action(
      run(async (context, words: string[], options: LockOptions) =>
        (await import('./lock.ts')).lock(context, words, options),
      ),
    );
  verb(root, 'unlock [words...]', unlock, language)
    .usage('APP [ENV] | --env ENV | --everything')
    .option('--env <name>', lock.env)
    .option('--target <name>', lock.target)
    .option('--everything', lock.everything)
    .option('--steal', unlock.steal)
    .action(
      run(async (context, words: string[], options: UnlockOptions) =>
        (await import('./lock.ts')).unlock(context, words, options),
      ),
    );
}

/** Apart from the verbs, because it is looked for among the things to see. */
export function declareLockList({ root, language, run }: Program): void {
  const { locks } = lockWords[language].help;
  verb(root, 'locks', locks, language)
    .option('--all', locks.all)
    .action(run(async (context, options: { all?: true }) => (await import('./list.ts')).listLocks(context, options)));
}

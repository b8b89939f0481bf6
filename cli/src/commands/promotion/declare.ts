import type { Command } from 'commander';
import { promotionWords } from '../../messages/promotion.ts';
import { collect, durationOption, verb } from '../declare.ts';
import type { Program } from '../declare.ts';
import type { MoveOptions, PromoteOptions } from './move-options.ts';
import type { RollbackOptions } from './rollback.ts';

export function declarePromotions({ root, language, run }: Program): void {
  const { promote, rollback, approve, reject, cancel, retry, resume, stop } = promotionWords[language].help;

  const waits = (command: Command): Command =>
    command
      .option('--reason <text>', promote.reason)
      .option('--wait', promote.wait)
      .option('--timeout <duration>', promote.timeout, durationOption('--timeout', language));
  const moves = (command: Command): Command =>
    waits(command.option('--queue', promote.queue).option('--supersede', promote.supersede));

  moves(verb(root, 'promote [words...]', promote, language))
    .usage('APP[@VERSION] [ENV] | --all --to ENV')
    .option('--all', promote.all)
    .option('--to <environment>', promote.to)
    .option('--target <target>', promote.target, collect)
    .option('--from <environment[/target]>', promote.from)
    .option('--release <release>', promote.release)
    .option('--dry-run', promote.dryRun)
    .action(
      run(async (context, words: string[], options: PromoteOptions) =>
        (await import('./promote.ts')).promote(context, words, options),
      ),
    );

  waits(verb(root, 'approve [words...]', approve, language))
    .usage('ID | APP ENV')
    .action(
      run(async (context, words: string[], options: MoveOptions) =>
        (await import('./approve.ts')).approve(context, words, options),
      ),
    );

  for (const [name, words] of [
    ['reject', reject],
    ['cancel', cancel],
  ] as const) {
    verb(root, `${name} [words...]`, words, language)
      .usage('ID | APP ENV')
      .option('--reason <text>', promote.reason)
      .action(
        run(async (context, given: string[], options: MoveOptions) =>
          name === 'reject'
            ? (await import('./reject.ts')).reject(context, given, options)
            : (await import('./cancel.ts')).cancel(context, given, options),
        ),
      );
  }

  waits(verb(root, 'retry [words...]', retry, language))
    .usage('ID | APP ENV')
    .action(
      run(async (context, words: string[], options: MoveOptions) =>
        (await import('./go-on.ts')).retry(context, words, options),
      ),
    );

  verb(root, 'resume [words...]', resume, language)
    .usage('ID | APP ENV')
    .option('--wait', promote.wait)
    .option('--timeout <duration>', promote.timeout, durationOption('--timeout', language))
    .action(
      run(async (context, words: string[], options: MoveOptions) =>
        (await import('./go-on.ts')).resume(context, words, options),
      ),
    );

  verb(root, 'stop [words...]', stop, language)
    .usage('APP ENV')
    .option('--reason <text>', promote.reason)
    .action(
      run(async (context, words: string[], options: { reason?: string }) =>
        (await import('./stop.ts')).stop(context, words, options),
      ),
    );

  moves(verb(root, 'rollback [words...]', rollback, language))
    .usage('APP[@VERSION] ENV')
    .option('--to <release>', rollback.to)
    .action(
      run(async (context, words: string[], options: RollbackOptions) =>
        (await import('./rollback.ts')).rollback(context, words, options),
      ),
    );
}

import { configurationWords } from '../../messages/configuration.ts';
import { promotionWords } from '../../messages/promotion.ts';
import { durationOption, verb } from '../declare.ts';
import type { Program } from '../declare.ts';
import type { ChangeOptions } from './change.ts';

export function declareConfigurations({ root, language, run }: Program): void {
  const words = configurationWords[language].help;
  const { wait, timeout } = promotionWords[language].help.promote;
  const config = verb(root, 'config', words.config, language).usage('set | unset | list');

  verb(config, 'set <app> <environment> <pairs...>', words.set, language)
    .usage('APP ENV KEY=value …')
    .option('--secret', words.set.secret)
    .option('--reason <text>', words.set.reason)
    .option('--wait', wait)
    .option('--timeout <duration>', timeout, durationOption('--timeout', language))
    .action(
      run(async (context, app: string, environment: string, pairs: string[], options: ChangeOptions) =>
        (await import('./set.ts')).setConfiguration(context, app, environment, pairs, options),
      ),
    );

  verb(config, 'unset <app> <environment> <names...>', words.unset, language)
    .usage('APP ENV KEY …')
    .option('--reason <text>', words.set.reason)
    .option('--wait', wait)
    .option('--timeout <duration>', timeout, durationOption('--timeout', language))
    .action(
      run(async (context, app: string, environment: string, names: string[], options: ChangeOptions) =>
        (await import('./unset.ts')).unsetConfiguration(context, app, environment, names, options),
      ),
    );

  verb(config, 'list <app> <environment>', words.list, language)
    .usage('APP ENV')
    .action(
      run(async (context, app: string, environment: string) =>
        (await import('./list.ts')).listConfiguration(context, app, environment),
      ),
    );
}

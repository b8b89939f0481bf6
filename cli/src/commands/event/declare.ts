import { eventWords } from '../../messages/event.ts';
import { verb, wholeNumber } from '../declare.ts';
import type { Program } from '../declare.ts';
import type { EventsOptions } from './events.ts';

export function declareEvents({ root, language, run }: Program): void {
  const { events } = eventWords[language].help;

  verb(root, 'events', events, language)
    .option('-f, --follow', events.follow)
    .option('--type <type>', events.type)
    .option('--app <app>', events.app)
    .option('--env <environment>', events.env)
    .option('--actor <name>', events.actor)
    .option('--after <event>', events.after)
    .option('--limit <number>', events.limit, wholeNumber('--limit', language))
    .action(run(async (context, options: EventsOptions) => (await import('./events.ts')).events(context, options)));
}

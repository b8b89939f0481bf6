import { answer, given } from '@sluice/client';
import type { Client, Event } from '@sluice/client';
import { show, written } from '../../context.ts';
import type { Context } from '../../context.ts';
import { exitCodes } from '../../failure.ts';
import { eventWords } from '../../messages/event.ts';
import { promotionWords } from '../../messages/promotion.ts';
import { drawEvent } from './draw-event.ts';
import { latestEvents } from './latest.ts';
import type { EventSelection } from './selection.ts';

export interface EventsOptions {
  readonly follow?: true;
  readonly type?: string;
  readonly app?: string;
  readonly env?: string;
  readonly actor?: string;
  readonly after?: string;
  readonly limit?: number;
}

/** `sluice events [-f]` */
export async function events(context: Context, options: EventsOptions): Promise<void> {
  const { type, app, env, actor, after } = options;
  const client = await context.client();
  const selection = { type, app, environment: env, actor, after };
  if (options.follow === true) return followEvents(context, client, selection);
  const { limit = 50 } = options;
  const query = { ...selection, project: context.project };
  const page =
    after === undefined
      ? await latestEvents(client, query, limit)
      : await answer(client.http.GET('/v1/events', { params: { query: given({ ...query, limit }) } }));
  await show(context, page, ({ items }, view) => {
    return items.length === 0
      ? eventWords[view.language].none
      : items.flatMap((event) => drawEvent(event, view)).join('\n');
  });
}

/** Prints events as they come, until Ctrl-C. JSON comes as one document a line, YAML as a stream of documents. */
export async function followEvents(context: Context, client: Client, selection: EventSelection): Promise<void> {
  const { terminal, format } = context;
  const words = eventWords[context.language];
  if (format === 'table' && terminal.isScreen) terminal.remark(`${words.watching}\n`);
  const query = { ...selection, project: context.project };
  for await (const item of client.follow('/v1/events', { query, signal: context.interrupted() })) {
    if (item.kind === 'lost') terminal.remark(`${promotionWords[context.language].reconnecting}\n`);
    else if (item.kind === 'event' && item.type === 'reset') terminal.remark(`${words.reset}\n`);
    else if (item.kind === 'event' && isEvent(item.data)) {
      if (format === 'table') terminal.answer(`${drawEvent(item.data, context.view()).join('\n')}\n`);
      else if (format === 'json') terminal.answer(`${JSON.stringify(item.data)}\n`);
      else terminal.answer(`---\n${await written(item.data, 'yaml')}`);
    }
  }
  context.exitWith(exitCodes.interrupted);
}

function isEvent(data: unknown): data is Event {
  return typeof data === 'object' && data !== null && 'type' in data && 'subject' in data && 'at' in data;
}

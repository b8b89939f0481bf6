import { answer, given } from '@sluice/client';
import type { Client, LogLine } from '@sluice/client';
import { show, written } from '../../context.ts';
import type { Context } from '../../context.ts';
import { exitCodes } from '../../failure.ts';
import { logWords } from '../../messages/log.ts';
import { promotionWords } from '../../messages/promotion.ts';
import { moment } from '../../output/time.ts';
import type { View } from '../../output/view.ts';
import { understand, withParts } from '../sentence.ts';

export interface LogsOptions {
  readonly follow?: true;
  readonly tail?: number;
  readonly target?: string;
}

const defaultTail = 100;

/** `sluice logs APP ENV [-f]` */
export async function logs(context: Context, words: readonly string[], options: LogsOptions): Promise<void> {
  const { app, environment } = withParts(context, understand(context, 'logs', words), 'app', 'environment');
  const client = await context.client();
  const { target, tail = defaultTail } = options;
  if (options.follow === true) return followLogs(context, client, app, environment, { target, tail });
  const params = { path: { app, environment }, query: given({ project: context.project, target, tail }) };
  const found = await answer(client.http.GET('/v1/apps/{app}/environments/{environment}/logs', { params }));
  if (found.items.length === 0 && context.format === 'table') {
    context.terminal.remark(`${logWords[context.language].none(app, environment)}\n`);
    return;
  }
  await show(context, found, ({ items }, view) => {
    const several = new Set(items.map((line) => line.target)).size > 1;
    return items.map((line) => drawLine(line, several, view)).join('\n');
  });
}

async function followLogs(
  context: Context,
  client: Client,
  app: string,
  environment: string,
  { target, tail }: { target: string | undefined; tail: number },
): Promise<void> {
  const path = `/v1/apps/${encodeURIComponent(app)}/environments/${encodeURIComponent(environment)}/logs`;
  const query = { project: context.project, target, tail: String(tail), follow: 'true' };
  const isNew = newLines();
  const targets = new Set<string>();
  for await (const item of client.follow(path, { query, signal: context.interrupted() })) {
    if (item.kind === 'lost') context.terminal.remark(`${promotionWords[context.language].reconnecting}\n`);
    if (item.kind !== 'event' || !isLine(item.data) || !isNew(item.data)) continue;
    targets.add(item.data.target);
    if (context.format === 'json') context.terminal.answer(`${JSON.stringify(item.data)}\n`);
    else if (context.format === 'yaml') context.terminal.answer(`---\n${await written(item.data, 'yaml')}`);
    else context.terminal.answer(`${drawLine(item.data, targets.size > 1, context.view())}\n`);
  }
  context.exitWith(exitCodes.interrupted);
}

/** Whoever comes back after a lost connection is given the tail again: this lets through only what comes after it. */
function newLines(): (line: LogLine) => boolean {
  const latest = new Map<string, { at: string; texts: Set<string> }>();
  return ({ target, at, text }) => {
    const before = latest.get(target);
    if (before === undefined || at > before.at) latest.set(target, { at, texts: new Set([text]) });
    else if (at < before.at || before.texts.has(text)) return false;
    else before.texts.add(text);
    return true;
  };
}

/** Lines are never cut: what an app has to say may be wanted whole. */
export function drawLine(line: LogLine, withTarget: boolean, view: View): string {
  const { dim } = view.colors;
  const from = [withTarget ? line.target : '', line.source].filter(Boolean).join('/');
  return `${dim(moment(line.at, view))}  ${dim(from)}  ${line.text}`;
}

function isLine(data: unknown): data is LogLine {
  return typeof data === 'object' && data !== null && 'text' in data && 'source' in data;
}

import { answer, given } from '@sluice/client';
import type { AuditEntry } from '@sluice/client';
import { show } from '../../context.ts';
import type { Context } from '../../context.ts';
import { auditWords } from '../../messages/audit.ts';
import { hang } from '../../output/text.ts';
import { moment } from '../../output/time.ts';
import type { View } from '../../output/view.ts';

interface Selection {
  readonly actor?: string;
  readonly type?: string;
  readonly app?: string;
  readonly env?: string;
  readonly door?: string;
  readonly address?: string;
  readonly since?: string;
  readonly until?: string;
  readonly allProjects?: true;
}

export interface AuditOptions extends Selection {
  readonly limit?: number;
}

export interface ExportOptions extends Selection {
  readonly format?: 'ndjson' | 'csv';
}

/** `sluice audit` */
export async function audit(context: Context, options: AuditOptions): Promise<void> {
  const { limit = 50 } = options;
  const { http } = await context.client();
  const query = given({ ...queryOf(context, options), limit });
  await show(context, await answer(http.GET('/v1/audit', { params: { query } })), ({ items, nextCursor }, view) => {
    const words = auditWords[view.language];
    if (items.length === 0) return words.none;
    const more = nextCursor === null ? '' : `\n${view.colors.dim(words.more(items.length))}`;
    return items.flatMap((entry) => drawEntry(entry, view)).join('\n') + more;
  });
}

/** `sluice audit export`: as it comes, whatever its length. */
export async function exportAudit(context: Context, options: ExportOptions): Promise<void> {
  const { download } = await context.client();
  const query = { ...queryOf(context, options), format: options.format };
  for await (const piece of download('/v1/audit/export', { query, signal: context.interrupted() })) {
    await context.terminal.pour(piece);
  }
}

function queryOf(context: Context, options: Selection) {
  const { actor, type, app, env, door, address, since, until } = options;
  const project = options.allProjects === true ? '*' : context.project;
  return { project, actor, type, app, environment: env, door, address, since, until };
}

/** `14:02:11  ada  cli 203.0.113.7  pipeline.changed  shop  generation 4: spec.environments.prod.gates` */
function drawEntry(entry: AuditEntry, view: View): string[] {
  const { dim, bold } = view.colors;
  const { at, actor, door, address, type, subject, labels, data } = entry;
  const { app, environment } = labels;
  const place = app === undefined ? subject : [app, environment].filter(Boolean).join(' → ');
  const from = [door, address].filter(Boolean).join(' ');
  return hang(
    `${dim(moment(at, view))}  `,
    [actor, dim(from), type, bold(place), ...factsOf(data, view)].join('  '),
    view.width,
  );
}

function factsOf({ generation, changed, version, result, reason }: AuditEntry['data'], view: View): string[] {
  const paths = Array.isArray(changed) ? changed.join(', ') : '';
  const edit = typeof generation === 'number' ? auditWords[view.language].generation(generation, paths) : '';
  return [edit, version, result, reason].filter((fact) => typeof fact === 'string').filter((fact) => fact !== '');
}

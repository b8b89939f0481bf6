import type { RecordQuery } from '../engine/index.ts';
import type { AuditEntry, AuditFilter } from './audit-schema.ts';

/** What was asked for as a question to the log. */
export function selectionOf(filter: AuditFilter): Omit<RecordQuery, 'from' | 'limit'> {
  const { project, type, app, environment, actor, door, address, since, until } = filter;
  return {
    filter: {
      ...(project === '*' ? {} : { projects: [project] }),
      ...(type === undefined ? {} : { types: type.split(',').filter((one) => one !== '') }),
      labels: { ...(app === undefined ? {} : { app }), ...(environment === undefined ? {} : { environment }) },
    },
    actor,
    door,
    address,
    since,
    until,
  };
}

const columns = [
  'id',
  'at',
  'type',
  'project',
  'subject',
  'app',
  'environment',
  'actor',
  'door',
  'address',
  'tokenId',
  'data',
] as const;

/** The first line of a table, as RFC 4180 has it. */
export const csvHeading = `${columns.join(',')}\r\n`;

export function csvLine(entry: AuditEntry): string {
  const cells: Readonly<Record<(typeof columns)[number], string>> = {
    ...entry,
    app: entry.labels['app'] ?? '',
    environment: entry.labels['environment'] ?? '',
    address: entry.address ?? '',
    tokenId: entry.tokenId ?? '',
    data: JSON.stringify(entry.data),
  };
  return `${columns.map((column) => cellOf(cells[column])).join(',')}\r\n`;
}

/** A spreadsheet takes what begins like this for a formula and carries it out. */
const formula = /^[=+\-@\t\r]/;

function cellOf(text: string): string {
  const safe = formula.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

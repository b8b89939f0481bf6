import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import type { EngineEvents, RecordedEvent } from '../engine/index.ts';
import { eventView } from '../events/index.ts';
import { decodeCursor, toPage } from '../http/index.ts';
import type { Routes } from '../http/index.ts';
import type { Identity } from '../identity/index.ts';
import { csvHeading, csvLine, selectionOf } from './audit.ts';
import { auditExportSchema, auditPageSchema, auditQuerySchema } from './audit-schema.ts';
import type { AuditEntry, AuditFilter } from './audit-schema.ts';
import { exportRecord } from './export-record.ts';

export function auditRoutes(parts: {
  readonly events: Pick<EngineEvents, 'record'>;
  readonly identity: Pick<Identity, 'authorize' | 'isStillValid'>;
}): Routes {
  const { events, identity } = parts;

  async function authorize(request: Pick<FastifyRequest, 'caller'>, { project, app, environment }: AuditFilter) {
    await identity.authorize(request.caller, 'audit.view', {
      project,
      ...(app === undefined ? {} : { app }),
      ...(app === undefined || environment === undefined ? {} : { environment }),
    });
  }

  return (app) => {
    app.get(
      '/v1/audit',
      {
        config: { verb: 'audit.view' },
        schema: {
          operationId: 'auditList',
          tags: ['audit'],
          summary: 'Who did what, through which door and from where, newest first.',
          querystring: auditQuerySchema,
          response: { 200: auditPageSchema },
        },
      },
      async (request) => {
        const { limit, cursor, ...filter } = request.query;
        await authorize(request, filter);
        const before = cursor === undefined ? undefined : positionIn(cursor);
        const rows = await events.record({ ...selectionOf(filter), from: { before }, limit: limit + 1 });
        const { items, nextCursor } = toPage(rows, limit, ({ id }) => [id]);
        return { items: items.map((event) => entryOf(event, request)), nextCursor };
      },
    );

    app.get(
      '/v1/audit/export',
      {
        config: { verb: 'audit.view' },
        schema: {
          operationId: 'auditExport',
          tags: ['audit'],
          summary: 'The audit of a period as it is kept, oldest first, as a stream: one JSON document a line, or CSV.',
          querystring: auditExportSchema,
        },
      },
      async (request, reply) => {
        const { format, ...filter } = request.query;
        await authorize(request, filter);
        const isCsv = format === 'csv';
        const line = (event: RecordedEvent): string => {
          const entry = entryOf(event, request);
          return isCsv ? csvLine(entry) : `${JSON.stringify(entry)}\n`;
        };
        const lines = exportRecord({
          read: (query) => events.record(query),
          selection: selectionOf({ ...filter, until: filter.until ?? new Date() }),
          heading: isCsv ? csvHeading : '',
          line,
          stillAllowed: () => identity.isStillValid(request.caller),
        });
        return reply
          .type(isCsv ? 'text/csv; charset=utf-8' : 'application/x-ndjson; charset=utf-8')
          .header('content-disposition', `attachment; filename="audit.${format}"`)
          .send(Readable.from(lines));
      },
    );
  };
}

function entryOf(event: RecordedEvent, request: Pick<FastifyRequest, 'words'>): AuditEntry {
  return { ...eventView(event, request), address: event.address, tokenId: event.tokenId };
}

/** A made-up one is before everything. */
function positionIn(cursor: string): string {
  const [position = ''] = decodeCursor(cursor, 1);
  return /^\d{1,18}$/.test(position) ? position : '0';
}

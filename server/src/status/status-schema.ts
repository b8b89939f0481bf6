import * as z from 'zod';

export const statusSchema = z
  .object({
    version: z.string(),
    /** Where people reach this installation. */
    url: z.string(),
    database: z.object({ kind: z.enum(['embedded', 'external']), version: z.string() }),
    /** Only for operators of the whole installation; null for everybody else. */
    dataDirectory: z.string().nullable(),
    replicas: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        host: z.string(),
        pid: z.int(),
        version: z.string(),
        startedAt: z.iso.datetime(),
        seenAt: z.iso.datetime(),
        /** The one that answered. */
        me: z.boolean(),
      }),
    ),
    /** What the replicas have to do, by kind. `parked` needs a person: `sluice why` says where. */
    work: z.array(
      z.object({
        kind: z.string(),
        due: z.int(),
        waiting: z.int(),
        running: z.int(),
        parked: z.int(),
      }),
    ),
    /** Of the projects that the caller may see. */
    apps: z.int(),
    promotionsUnderWay: z.int(),
  })
  .meta({ id: 'Status' });

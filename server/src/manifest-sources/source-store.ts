import { json } from '../db/database.ts';
import type { Db } from '../engine/transaction.ts';
import type { Binding } from '../identity/index.ts';
import type { Message } from '../lib/message.ts';
import type { ManifestSource, SourceFault, SourceObject, SourceStatus } from './source.ts';
import type { SourceSpec } from './source-schema.ts';

interface SourceTable {
  project: string;
  name: string;
  generation: number;
  spec: SourceSpec;
  actor_id: string;
  actor: string;
  scope: Binding | null;
  state: SourceStatus['state'];
  message: Message | null;
  seen_revision: string | null;
  applied_revision: string | null;
  applied_digest: string | null;
  applied_generation: number | null;
  applied_at: Date | null;
  looked_at: Date | null;
  objects: SourceObject[];
  faults: SourceFault[];
  created_at: Date;
  updated_at: Date;
}

const tables = (db: Db) => db.withTables<{ manifest_sources: SourceTable }>();

export async function findSource(db: Db, project: string, name: string): Promise<ManifestSource | undefined> {
  const row = await tables(db)
    .selectFrom('manifest_sources')
    .selectAll()
    .where('project', '=', project)
    .where('name', '=', name)
    .executeTakeFirst();
  return row && fromRow(row);
}

export async function listSources(db: Db, project: string): Promise<ManifestSource[]> {
  const rows = await tables(db)
    .selectFrom('manifest_sources')
    .selectAll()
    .where('project', '=', project)
    .orderBy('name')
    .execute();
  return rows.map(fromRow);
}

/** Of every project; of one app, when it is named. */
export async function listSourceKeys(
  db: Db,
  app?: { readonly project: string; readonly name: string },
): Promise<{ readonly project: string; readonly name: string }[]> {
  let select = tables(db).selectFrom('manifest_sources').select(['project', 'name', 'spec']);
  if (app !== undefined) select = select.where('project', '=', app.project);
  const rows = await select.orderBy('project').orderBy('name').execute();
  return rows.filter(({ spec }) => app === undefined || spec.app === app.name);
}

export async function writeSource(
  db: Db,
  source: Pick<ManifestSource, 'project' | 'name' | 'generation' | 'spec' | 'actorId' | 'actor' | 'scope'>,
): Promise<void> {
  const { project, name, generation, actor, scope } = source;
  const values = {
    generation,
    spec: json(source.spec),
    actor_id: source.actorId,
    actor,
    scope: scope === null ? null : json({ ...scope }),
    updated_at: new Date(),
  };
  await tables(db)
    .insertInto('manifest_sources')
    .values({ project, name, ...values, state: 'waiting', objects: json([]), faults: json([]), created_at: new Date() })
    .onConflict((conflict) => conflict.columns(['project', 'name']).doUpdateSet(values))
    .execute();
}

export async function writeSourceStatus(
  db: Db,
  { project, name }: Pick<ManifestSource, 'project' | 'name'>,
  status: SourceStatus,
): Promise<void> {
  await tables(db)
    .updateTable('manifest_sources')
    .set({
      state: status.state,
      message: status.message && json(status.message),
      seen_revision: status.seenRevision,
      applied_revision: status.appliedRevision,
      applied_digest: status.appliedDigest,
      applied_generation: status.appliedGeneration,
      applied_at: status.appliedAt,
      looked_at: new Date(),
      objects: json([...status.objects]),
      faults: json([...status.faults]),
    })
    .where('project', '=', project)
    .where('name', '=', name)
    .execute();
}

export async function removeSource(db: Db, project: string, name: string): Promise<boolean> {
  const { numDeletedRows } = await tables(db)
    .deleteFrom('manifest_sources')
    .where('project', '=', project)
    .where('name', '=', name)
    .executeTakeFirstOrThrow();
  return numDeletedRows > 0n;
}

function fromRow(row: SourceTable): ManifestSource {
  return {
    project: row.project,
    name: row.name,
    generation: row.generation,
    spec: row.spec,
    actorId: row.actor_id,
    actor: row.actor,
    scope: row.scope,
    state: row.state,
    message: row.message,
    seenRevision: row.seen_revision,
    appliedRevision: row.applied_revision,
    appliedDigest: row.applied_digest,
    appliedGeneration: row.applied_generation,
    appliedAt: row.applied_at,
    lookedAt: row.looked_at,
    objects: row.objects,
    faults: row.faults,
  };
}

import { json } from '../../db/database.ts';
import type { Db } from '../../engine/transaction.ts';
import type { TemplateSpec } from './template-schema.ts';

interface TemplateTable {
  project: string;
  name: string;
  generation: number;
  spec: TemplateSpec;
  created_at: Date;
  updated_at: Date;
}

/** Environments with parameters, which pipelines share. */
export interface Template {
  readonly project: string;
  readonly name: string;
  readonly generation: number;
  readonly spec: TemplateSpec;
  readonly updatedAt: Date;
}

const tables = (db: Db) => db.withTables<{ pipeline_templates: TemplateTable }>();

/** Held until the transaction ends: `share` by whoever uses it, `update` by whoever changes it. */
export async function lockTemplate(
  db: Db,
  project: string,
  name: string,
  mode: 'share' | 'update',
): Promise<Template | undefined> {
  const select = tables(db)
    .selectFrom('pipeline_templates')
    .selectAll()
    .where('project', '=', project)
    .where('name', '=', name);
  const row = await (mode === 'share' ? select.forShare() : select.forUpdate()).executeTakeFirst();
  return row && fromRow(row);
}

export async function listTemplates(db: Db, project: string): Promise<Template[]> {
  const rows = await tables(db)
    .selectFrom('pipeline_templates')
    .selectAll()
    .where('project', '=', project)
    .orderBy('name')
    .execute();
  return rows.map(fromRow);
}

export async function writeTemplate(db: Db, template: Omit<Template, 'updatedAt'>): Promise<void> {
  const { project, name, generation } = template;
  const spec = json(template.spec);
  await tables(db)
    .insertInto('pipeline_templates')
    .values({ project, name, generation, spec, created_at: new Date(), updated_at: new Date() })
    .onConflict((conflict) =>
      conflict.columns(['project', 'name']).doUpdateSet({ generation, spec, updated_at: new Date() }),
    )
    .execute();
}

export async function removeTemplate(db: Db, project: string, name: string): Promise<void> {
  await tables(db).deleteFrom('pipeline_templates').where('project', '=', project).where('name', '=', name).execute();
}

function fromRow({ project, name, generation, spec, updated_at: updatedAt }: TemplateTable): Template {
  return { project, name, generation, spec, updatedAt };
}

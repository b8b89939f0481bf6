import { json } from '../db/database.ts';
import type { Db } from '../engine/transaction.ts';
import type { Configuration, ConfigurationPlace, Entries } from './configuration.ts';

interface ConfigurationTable {
  project: string;
  app: string;
  environment: string;
  version: number;
  entries: Entries;
  actor: string;
  door: string;
  created_at: Date;
}

const tables = (db: Db) => db.withTables<{ configurations: ConfigurationTable }>();

export async function latestConfiguration(db: Db, place: ConfigurationPlace): Promise<Configuration> {
  const row = await select(db, place).orderBy('version', 'desc').limit(1).executeTakeFirst();
  return row ?? { version: 0, entries: {} };
}

/** The entries of one version; of version 0 there are none. */
export async function findConfiguration(db: Db, place: ConfigurationPlace, version: number): Promise<Entries> {
  if (version === 0) return {};
  return (await select(db, place).where('version', '=', version).executeTakeFirstOrThrow()).entries;
}

export async function appendConfiguration(
  db: Db,
  place: ConfigurationPlace,
  next: Configuration & { readonly actor: string; readonly door: string },
): Promise<void> {
  await tables(db)
    .insertInto('configurations')
    .values({
      project: place.project,
      app: place.app,
      environment: place.environment,
      version: next.version,
      entries: json(next.entries),
      actor: next.actor,
      door: next.door,
      created_at: new Date(),
    })
    .execute();
}

function select(db: Db, place: ConfigurationPlace) {
  return tables(db)
    .selectFrom('configurations')
    .select(['version', 'entries'])
    .where('project', '=', place.project)
    .where('app', '=', place.app)
    .where('environment', '=', place.environment);
}

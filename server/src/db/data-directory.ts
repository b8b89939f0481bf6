import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Db } from '../engine/transaction.ts';
import { ensurePrivateFile, readIfPresent } from '../lib/private-file.ts';
import { Problem } from '../lib/problem.ts';
import { dataDirectoryMessages as messages } from './data-directory-messages.ts';

interface DataDirectoryTable {
  id: string;
}

const tables = (db: Db) => db.withTables<{ data_directory: DataDirectoryTable }>();
const fileName = 'data-directory-id';

/**
 * Makes sure that this database and this data directory belong together, because the local drivers believe the rows
 * about what lies on the disk. A new pair is married here; a stranger is refused before anything is touched.
 */
export async function matchDataDirectory(db: Db, dataDir: string): Promise<void> {
  const path = join(dataDir, fileName);
  const known = (await tables(db).selectFrom('data_directory').select('id').executeTakeFirst())?.id;
  const written = (await readIfPresent(path))?.trim();
  if (known === undefined && written !== undefined) {
    throw new Problem('Conflict', messages.data_directory_of_another_database({ dataDir }));
  }
  if (known !== undefined && written === undefined) {
    throw new Problem('Conflict', messages.data_directory_missing({ dataDir, fileName }));
  }
  if (known === undefined) {
    const id = (await ensurePrivateFile(path, () => `${randomUUID()}\n`)).trim();
    await tables(db)
      .insertInto('data_directory')
      .values({ id })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    // Of two first starts one may have married the database to another directory meanwhile.
    return matchDataDirectory(db, dataDir);
  }
  if (known !== written) throw new Problem('Conflict', messages.data_directory_of_another_database({ dataDir }));
}

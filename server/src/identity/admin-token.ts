import { join } from 'node:path';
import type { Db, Transact } from '../engine/transaction.ts';
import { newId } from '../lib/id.ts';
import { readIfPresent, replacePrivateFile } from '../lib/private-file.ts';
import { systemCaller } from './caller.ts';
import { raiseBinding } from './binding-store.ts';
import * as store from './identity-store.ts';
import { emitTokenEvent } from './token-commands.ts';
import { hashSecret, isSecret, newSecret } from './token-secret.ts';

export interface AdminTokenOptions {
  readonly db: Db;
  readonly transact: Transact;
  readonly dataDir: string;
  /**
   * True where the data directory is this machine's own: whoever can delete the file there can read the database too, so
   * a fresh token gives away nothing. False for replicas that share only the database: they never have the file.
   */
  readonly reissueWhenMissing: boolean;
}

const adminTokenFile = 'admin-token';

/**
 * Makes the first token, of the actor `admin`, when nobody is admin yet, and leaves it in `<dataDir>/admin-token` for its
 * owner alone. The file is in place before the row is committed: a crash between leaves a file that the next start
 * replaces, never an admin whose token nobody has. Of two first starts one works and the other finds it done.
 */
export async function ensureAdminToken(options: AdminTokenOptions): Promise<'kept' | 'created' | 'reissued'> {
  const path = join(options.dataDir, adminTokenFile);
  const caller = systemCaller('identity');
  return options.transact(async (tx) => {
    await store.lockFirstStart(tx.db);
    const [first] = await store.findAdmins(tx.db);
    if (first !== undefined && (!options.reissueWhenMissing || (await isOurs(tx.db, path)))) return 'kept';
    const actor =
      first ??
      (await store.ensureActor(tx.db, { id: newId('act'), name: 'admin', kind: 'person' }, caller.actor)).actor;
    await raiseBinding(tx.db, actor.id, { project: '*', role: 'admin' }, caller.actor);
    const secret = newSecret();
    const token = { id: newId('tok'), name: 'first start', project: '*', role: 'admin' } as const;
    await store.insertToken(tx.db, {
      ...token,
      actorId: actor.id,
      secretHash: hashSecret(secret),
      createdBy: caller.actor,
      expiresAt: null,
    });
    emitTokenEvent(tx, 'token.created', caller, { ...token, actor: actor.name });
    await replacePrivateFile(path, `${secret}\n`);
    return first === undefined ? 'created' : 'reissued';
  });
}

/** A file with a token that this database has never seen is as good as none: it belongs to a database that is gone. */
async function isOurs(db: Db, path: string): Promise<boolean> {
  const secret = (await readIfPresent(path))?.trim() ?? '';
  return isSecret(secret) && (await store.findTokenByHash(db, hashSecret(secret))) !== undefined;
}

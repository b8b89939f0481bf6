import type { Db, Transact } from '../engine/transaction.ts';
import type { Caller, Identity } from '../identity/index.ts';
import type { Message } from '../lib/message.ts';
import { Problem } from '../lib/problem.ts';
import { appKey } from './app.ts';
import { appMessages as messages } from './app-messages.ts';
import { lockApp, noteRemoval, removeApp, requireApp } from './app-store.ts';

/**
 * `sluice delete app`: the rows go at once, in one transaction that also orders the files to be cleared away. Refused
 * while a pipeline delivers the app.
 */
export function createDeleteApp(deps: {
  readonly db: Db;
  readonly transact: Transact;
  readonly identity: Identity;
  /** The pipeline that delivers the app. */
  pipelineOf(db: Db, project: string, app: string): Promise<string | null>;
  /** Everything of the app that the registry holds. */
  digestsOf(db: Db, project: string, app: string): Promise<readonly string[]>;
}): (caller: Caller, project: string, name: string) => Promise<Message> {
  return async (caller, project, name) => {
    await deps.identity.authorize(caller, 'app.delete', { project, app: name });
    await deps.transact(async (tx) => {
      if (!(await lockApp(tx.db, project, name, 'update'))) await requireApp(tx.db, project, name);
      const pipeline = await deps.pipelineOf(tx.db, project, name);
      if (pipeline !== null) throw new Problem('Conflict', messages.app_still_used({ name, pipeline }));
      const digests = await deps.digestsOf(tx.db, project, name);
      await removeApp(tx.db, project, name);
      await noteRemoval(tx.db, { project, name, digests });
      tx.wake('repository', appKey({ project, name }));
      tx.emit({
        type: 'app.deleted',
        project,
        subject: `app/${name}`,
        labels: { app: name },
        actor: caller.actor,
        door: caller.door,
        data: {},
      });
    });
    return messages.app_deleted({ name });
  };
}

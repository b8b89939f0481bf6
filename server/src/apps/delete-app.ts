import type { Db, Transact, Tx } from '../engine/transaction.ts';
import type { Caller, Identity } from '../identity/index.ts';
import type { Message } from '../lib/message.ts';
import { Problem } from '../lib/problem.ts';
import { appKey } from './app.ts';
import { appMessages as messages } from './app-messages.ts';
import { lockApp, noteRemoval, removeApp, requireApp } from './app-store.ts';

/** What stands in the way of taking an app away, and what has to go with it. */
export interface AppUses {
  /** The pipeline that delivers the app. */
  pipelineOf(db: Db, project: string, app: string): Promise<string | null>;
  /** What follows its repository. */
  followersOf(db: Db, project: string, app: string): Promise<readonly string[]>;
  /** Pipelines of other apps that write into its repository. */
  writersOf(db: Db, project: string, app: string): Promise<readonly string[]>;
  /** Everything of the app that the registry holds. */
  digestsOf(db: Db, project: string, app: string): Promise<readonly string[]>;
}

/** `sluice delete app`. */
export function createDeleteApp(
  deps: AppUses & { readonly transact: Transact; readonly identity: Identity },
): (caller: Caller, project: string, name: string) => Promise<Message> {
  return async (caller, project, name) => {
    await deps.identity.authorize(caller, 'app.delete', { project, app: name });
    await deps.transact((tx) => takeAppAway(tx, deps, caller, { project, name }));
    return messages.app_deleted({ name });
  };
}

/**
 * The rows go at once, in one transaction that also orders the files to be cleared away. Refused while a pipeline
 * delivers the app. The caller has been authorized.
 */
export async function takeAppAway(
  tx: Tx,
  uses: AppUses,
  caller: Caller,
  { project, name }: { readonly project: string; readonly name: string },
): Promise<void> {
  if (!(await lockApp(tx.db, project, name, 'update'))) await requireApp(tx.db, project, name);
  const pipeline = await uses.pipelineOf(tx.db, project, name);
  if (pipeline !== null) throw new Problem('Conflict', messages.app_still_used({ name, pipeline }));
  const sources = await uses.followersOf(tx.db, project, name);
  if (sources.length > 0) throw new Problem('Conflict', messages.app_still_followed({ name, sources }));
  const pipelines = await uses.writersOf(tx.db, project, name);
  if (pipelines.length > 0) throw new Problem('Conflict', messages.app_still_written({ name, pipelines }));
  const digests = await uses.digestsOf(tx.db, project, name);
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
}

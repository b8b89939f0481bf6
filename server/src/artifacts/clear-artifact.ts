import type { Db, Transact } from '../engine/transaction.ts';
import type { Caller, Identity } from '../identity/index.ts';
import type { Message } from '../lib/message.ts';
import type { Artifact } from './artifact.ts';
import { artifactMessages as messages } from './artifact-messages.ts';
import { requireArtifactById, resolveArtifact, withdrawArtifact } from './artifact-store.ts';

/** `sluice artifact clear`: takes the mark from an artifact that was found bad; Sluice may promote it by itself again. */
export function createClearArtifact(deps: {
  readonly db: Db;
  readonly transact: Transact;
  readonly identity: Identity;
}): (
  caller: Caller,
  input: { readonly project: string; readonly app: string; readonly ref: string; readonly reason: string },
) => Promise<{ message: Message; artifact: Artifact }> {
  return async (caller, { project, app, ref, reason }) => {
    await deps.identity.authorize(caller, 'artifact.clear', { project, app });
    const { id } = await resolveArtifact(deps.db, project, app, ref);
    return deps.transact(async (tx) => {
      const artifact = await requireArtifactById(tx.db, id);
      const { version, withdrawn } = artifact;
      if (withdrawn === null) return { message: messages.artifact_not_withdrawn({ app, version }), artifact };
      await withdrawArtifact(tx.db, id, null);
      tx.emit({
        type: 'artifact.cleared',
        project,
        subject: `artifact/${id}`,
        labels: { app },
        actor: caller.actor,
        door: caller.door,
        data: { version, reason, withdrawnBy: withdrawn.by, withdrawnBecause: withdrawn.reason },
      });
      return { message: messages.artifact_cleared({ app, version }), artifact: { ...artifact, withdrawn: null } };
    });
  };
}

import {
  addParent,
  buildKeyOf,
  ensureBuild,
  findArtifactByContent,
  registeredKey,
  requireArtifactById,
  short,
  useArtifacts,
} from '../../artifacts/index.ts';
import { findApp } from '../../apps/index.ts';
import { promotionMessages as messages } from '../promotion-messages.ts';
import { pushableBranch } from './branch-name.ts';
import { outputOf } from './step.ts';
import type { Step } from './step.ts';

/** Awaits the digest of the merged tree. Nearly always it is the artifact's own; else the merge made something new. */
export function artifactStep(): Step {
  return {
    key: 'artifact',
    async run(context) {
      const { claim, promotion, artifact } = context;
      const head = outputOf(context, 'merge', 'head');
      const tree = outputOf(context, 'merge', 'tree');
      // The same tree by the same command is the same content, whatever the app's command has become since.
      if (tree === artifact.tree) {
        return {
          done: true,
          message: messages.artifact_same({ digest: short(artifact.digest) }),
          output: { artifactId: artifact.id },
        };
      }
      const { project, app: name } = promotion;
      if (artifact.origin === 'registered') {
        const made = await findArtifactByContent(claim.db, { project, app: name, tree, buildKey: registeredKey });
        // What Sluice would build of the tree is not what was tested, and who built it there has to build this too.
        if (made === undefined) return { failed: true, message: messages.artifact_not_ours({ revision: short(head) }) };
        await claim.transact((tx) => addParent(tx.db, made.id, artifact.id));
        const words = { version: made.version, digest: short(made.digest) };
        return { done: true, message: messages.artifact_rebuilt(words), output: { artifactId: made.id } };
      }
      const app = await findApp(claim.db, project, name);
      const known =
        app && (await findArtifactByContent(claim.db, { project, app: name, tree, buildKey: buildKeyOf(app) }));
      const isThere =
        known !== undefined &&
        (await claim.transact(async (tx) => {
          // Known, but its content may have been given up: then it is built like anything new.
          if ((await useArtifacts(tx.db, [known.id])).length > 0) return false;
          await addParent(tx.db, known.id, artifact.id);
          return true;
        }));
      if (known !== undefined && isThere) {
        return {
          done: true,
          message: messages.artifact_rebuilt({ version: known.version, digest: short(known.digest) }),
          output: { artifactId: known.id },
        };
      }
      const build = await claim.transact(async (tx) => {
        const wanted = await ensureBuild(tx.db, {
          project,
          app: name,
          revision: head,
          branch: pushableBranch(promotion),
          promotionId: promotion.id,
          pushedBy: null,
        });
        if (wanted.state !== 'finished') tx.wake('build', wanted.id);
        return wanted;
      });
      if (build.state !== 'finished') {
        return { wait: true, until: null, message: messages.artifact_building({ revision: short(head) }) };
      }
      if (build.artifactId === null) {
        return { failed: true, message: build.message ?? messages.step_failed({ step: 'artifact' }) };
      }
      const made = await requireArtifactById(claim.db, build.artifactId);
      await claim.transact((tx) => addParent(tx.db, made.id, artifact.id));
      return {
        done: true,
        message: messages.artifact_rebuilt({ version: made.version, digest: short(made.digest) }),
        output: { artifactId: made.id },
      };
    },
  };
}

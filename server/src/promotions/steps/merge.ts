import { short } from '../../artifacts/index.ts';
import type { Db } from '../../engine/transaction.ts';
import { listReleases } from '../../releases/index.ts';
import type { Promotion } from '../promotion.ts';
import { promotionMessages as messages } from '../promotion-messages.ts';
import { pushableBranch } from './branch-name.ts';
import type { Step, StepParts } from './step.ts';

/**
 * Computes the merge of the artifact's revision into the environment's branch. Moves nothing: the merge commit is an
 * object that no branch leads to yet.
 */
export function mergeStep({ repositories }: StepParts): Step {
  return {
    key: 'merge',
    async run({ promotion, artifact, claim }) {
      const branch = pushableBranch(promotion);
      const repository = repositories.open(promotion.project, promotion.app);
      const refs = await repository.refs(`refs/heads/${branch}`);
      const tip = refs.find((ref) => ref.name === `refs/heads/${branch}`);
      const revision = promotion.revision;
      if (tip === undefined) {
        const { tree } = await repository.commit(revision);
        return {
          done: true,
          message: messages.merge_first({ branch, to: short(revision) }),
          output: { base: '', head: revision, tree },
        };
      }
      const base = tip.sha;
      const preview = await repository.previewMerge(base, revision);
      switch (preview.kind) {
        case 'conflict':
          return {
            failed: true,
            message: messages.merge_conflict({ revision: short(revision), branch, files: preview.files }),
          };
        case 'same':
        case 'contained': {
          // The branch is past this revision. That is fine only while it still has the same content.
          const { tree } = await repository.commit(revision);
          if ((await repository.commit(base)).tree === tree) {
            return { done: true, message: messages.merge_same({ branch }), output: { base, head: base, tree } };
          }
          const { app, environment } = promotion;
          return {
            failed: true,
            message: messages.merge_contained({
              app,
              version: artifact.version,
              branch,
              environment,
              release: await releaseToReturnTo(claim.db, promotion, artifact.id),
            }),
          };
        }
        case 'fast-forward':
          return {
            done: true,
            message: messages.merge_fast_forward({ branch, from: short(base), to: short(revision) }),
            output: { base, head: revision, tree: preview.tree },
          };
        case 'merge': {
          // Everything in the commit comes from the promotion's row, so that a repeated call gives the same commit.
          const head = await repository.createMergeCommit({
            tree: preview.tree,
            parents: [base, revision],
            message: `Promote ${promotion.app} ${artifact.version} to ${promotion.environment}\n\nSluice-Promotion: ${promotion.id}\n`,
            author: { name: promotion.actor, email: `${promotion.actor}@sluice.invalid` },
            at: promotion.createdAt,
          });
          await repository.keep(head);
          const words = { revision: short(revision), branch, from: short(base), to: short(head) };
          return { done: true, message: messages.merge_commit(words), output: { base, head, tree: preview.tree } };
        }
      }
    },
  };
}

/** The newest release of the artifact that was healthy there, as `rollback --to` takes it; null when none ever was. */
async function releaseToReturnTo(db: Db, promotion: Promotion, artifactId: string): Promise<string | null> {
  const { project, app, environment } = promotion;
  const releases = await listReleases(db, { project, app, environment, limit: 1000 });
  const healthy = releases.find((release) => release.artifactId === artifactId && release.result === 'success');
  if (healthy === undefined) return null;
  const number = `v${healthy.number}`;
  return releases.every(({ target }) => target === healthy.target) ? number : `${healthy.target}/${number}`;
}

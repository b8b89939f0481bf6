import { short } from '../../artifacts/index.ts';
import { promotionMessages as messages } from '../promotion-messages.ts';
import { pushableBranch } from './branch-name.ts';
import { previewEntry } from './merge-preview.ts';
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
      const { project, app, environment, revision } = promotion;
      const { id: artifactId, version } = artifact;
      const entry = { project, app, environment, branch, artifactId, version, revision };
      const look = await previewEntry(claim.db, repositories, entry);
      switch (look.kind) {
        case 'refused':
          return { failed: true, message: look.message };
        case 'first':
          return {
            done: true,
            message: messages.merge_first({ branch, to: short(revision) }),
            output: { base: '', head: revision, tree: look.tree },
          };
        case 'same': {
          const { base, tree } = look;
          return { done: true, message: messages.merge_same({ branch }), output: { base, head: base, tree } };
        }
        case 'fast-forward':
          return {
            done: true,
            message: messages.merge_fast_forward({ branch, from: short(look.base), to: short(revision) }),
            output: { base: look.base, head: revision, tree: look.tree },
          };
        case 'merge': {
          const { base, tree } = look;
          const repository = repositories.open(project, app);
          // Everything in the commit comes from the promotion's row, so that a repeated call gives the same commit.
          const head = await repository.createMergeCommit({
            tree,
            parents: [base, revision],
            message: `Promote ${app} ${version} to ${environment}\n\nSluice-Promotion: ${promotion.id}\n`,
            author: { name: promotion.actor, email: `${promotion.actor}@sluice.invalid` },
            at: promotion.createdAt,
          });
          await repository.keep(head);
          const words = { revision: short(revision), branch, from: short(base), to: short(head) };
          return { done: true, message: messages.merge_commit(words), output: { base, head, tree } };
        }
      }
    },
  };
}

import { requireArtifactById, short } from '../../artifacts/index.ts';
import { knowsCommit } from './known-commit.ts';
import { promotionMessages as messages } from '../promotion-messages.ts';
import type { Step, StepParts } from './step.ts';

/** Marks the revision with `<environment>/<version>`, the tag by which git users see what went where. */
export function tagStep({ repositories }: StepParts): Step {
  return {
    key: 'tag',
    async run({ claim, promotion, artifact, steps }) {
      const revision = steps.find((step) => step.key === 'branch')?.output['revision'] ?? promotion.revision;
      const made = steps.find((step) => step.key === 'artifact')?.output['artifactId'];
      const { version } = made === undefined ? artifact : await requireArtifactById(claim.db, made);
      const tag = `${promotion.environment}/${version}`;
      const repository = repositories.open(promotion.project, promotion.app);
      // What was built elsewhere may be of a commit that nobody has pushed here.
      if (!(await knowsCommit(repository, revision))) {
        return { done: true, message: messages.tag_unknown_commit({ revision: short(revision) }) };
      }
      // The same content may come again under a newer commit; the tag then follows it.
      await repository.moveTag(tag, revision);
      return { done: true, message: messages.tag_set({ tag, revision: short(revision) }) };
    },
  };
}

import { requireArtifactById, short } from '../../artifacts/index.ts';
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
      // The same content may come again under a newer commit; the tag then follows it.
      await repositories.open(promotion.project, promotion.app).moveTag(tag, revision);
      return { done: true, message: messages.tag_set({ tag, revision: short(revision) }) };
    },
  };
}

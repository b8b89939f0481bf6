import type { Artifact } from '../../artifacts/index.ts';
import type { Pipeline } from '../../pipelines/index.ts';
import type { Promotion, StepRecord } from '../promotion.ts';

/** What a verdict is about: the commit that the branch would be at, the content, and the rules of the moment. */
export function seenBy(
  promotion: Promotion,
  steps: readonly StepRecord[],
  artifacts: ReadonlyMap<string, Artifact>,
  pipeline: Pipeline,
): { revision: string; digest: string; specGeneration: number } {
  const head = steps.find((step) => step.key === 'merge')?.output['head'];
  const made = steps.find((step) => step.key === 'artifact')?.output['artifactId'];
  return {
    revision: head ?? promotion.revision,
    digest: artifacts.get(made ?? promotion.artifactId)?.digest ?? '',
    specGeneration: pipeline.generation,
  };
}

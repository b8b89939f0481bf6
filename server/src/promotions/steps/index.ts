import { artifactStep } from './artifact.ts';
import { branchStep } from './branch.ts';
import { commitStep } from './commit.ts';
import { changeStep } from './change.ts';
import { deployStep } from './deploy.ts';
import { mergeStep } from './merge.ts';
import type { Step, StepParts } from './step.ts';
import { notifyStep } from './notify.ts';
import { tagStep } from './tag.ts';
import { verifyStep } from './verify.ts';

/** Every step there is. Which of them a promotion has, and in which order, says its strategy. */
export function createSteps(parts: StepParts): Step[] {
  return [
    mergeStep(parts),
    artifactStep(),
    changeStep(),
    branchStep(parts),
    tagStep(parts),
    commitStep(parts),
    notifyStep(parts),
    deployStep(),
    verifyStep(),
  ];
}

import semver from 'semver';
import { judge } from '../lib/condition/condition.ts';
import { nest } from '../lib/message.ts';
import type { Message } from '../lib/message.ts';
import type { Gate } from './gate.ts';
import { gateMessages as messages } from './gate-messages.ts';
import { artifactNames } from './judged.ts';

/** What an environment asks of an artifact. Everything that is said must fit. */
export interface ArtifactPolicy {
  /** Names of branches; `*` stands for any letters. */
  readonly branches?: readonly string[] | undefined;
  readonly versions?: string | undefined;
  readonly condition?: string | undefined;
}

export interface JudgedArtifact {
  readonly version: string;
  readonly digest: string;
  readonly revision: string;
  /** Every branch by which it, or what was merged into it, came. */
  readonly branches: readonly string[];
  readonly author: string;
  readonly subject: string;
  readonly rebuilt: boolean;
  readonly origin: string;
  readonly image: string | null;
  readonly provenance: unknown;
}

/**
 * An artifact does not change, so what does not fit is closed for good; only a condition that was cut off is asked again.
 * Null where nothing is asked of it.
 */
export function artifactGate(policies: readonly ArtifactPolicy[], artifact: JudgedArtifact): Gate | null {
  if (policies.length === 0) return null;
  const gate = { name: 'artifact' as const, since: null, changesAt: null, opensBy: null };
  for (const policy of policies) {
    const misfit = misfitOf(policy, artifact);
    if (misfit !== undefined) return { ...gate, ...misfit };
  }
  const { version, branches } = artifact;
  return { ...gate, status: 'open', message: messages.gate_artifact_met({ version, branches }) };
}

function misfitOf(
  { branches, versions, condition }: ArtifactPolicy,
  artifact: JudgedArtifact,
): Pick<Gate, 'status' | 'message'> | undefined {
  const { version } = artifact;
  if (branches !== undefined && !branches.some((wanted) => artifact.branches.some((one) => isLike(one, wanted)))) {
    return closed(messages.gate_artifact_branch({ version, came: artifact.branches, allowed: branches }));
  }
  if (versions !== undefined && !semver.satisfies(version, versions, { includePrerelease: true })) {
    return closed(messages.gate_artifact_version({ version, range: versions }));
  }
  if (condition === undefined) return undefined;
  const judgement = judge(condition, artifactNames, { artifact: valuesOf(artifact) });
  if (!judgement.judged) {
    const message = messages.gate_artifact_unjudged({ version, problem: nest(judgement.problem) });
    return { status: judgement.late ? 'waiting' : 'closed', message };
  }
  return judgement.holds ? undefined : closed(messages.gate_artifact_condition({ version, condition }));
}

function closed(message: Message): Pick<Gate, 'status' | 'message'> {
  return { status: 'closed', message };
}

function valuesOf(artifact: JudgedArtifact): Readonly<Record<string, unknown>> {
  return {
    ...artifact,
    branch: artifact.branches[0] ?? '',
    prerelease: semver.prerelease(artifact.version) !== null,
    image: artifact.image ?? '',
    provenance: artifact.provenance ?? {},
  };
}

function isLike(branch: string, wanted: string): boolean {
  const [first = '', ...rest] = wanted.split('*');
  if (rest.length === 0) return branch === wanted;
  const last = rest.pop() ?? '';
  if (!branch.startsWith(first) || branch.length < first.length + last.length) return false;
  let at = first.length;
  for (const part of rest) {
    const found = branch.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return branch.length - at >= last.length && branch.endsWith(last);
}

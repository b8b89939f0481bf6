import type { ApprovalsRule, CalendarSpec } from '../gates/index.ts';
import type { ArtifactGateSpec, HttpGateSpec } from './judged-gate-schema.ts';
import type { EnvironmentSpec, PipelineSpec } from './pipeline-schema.ts';
import type { PromoteSpec, Strategy } from './promote-schema.ts';

/** A named step of a pipeline with everything spelled out that its author could leave to a default. */
export interface Environment {
  readonly name: string;
  /** Position in the manifest, from 0. */
  readonly order: number;
  /** Environments that an artifact must have been healthy in; empty for an entry. */
  readonly after: readonly string[];
  readonly strategy: Strategy;
  /** The branch that Sluice alone writes; null for `direct`. */
  readonly branch: string | null;
  /** What `commit` writes, and where; null for every other strategy. */
  readonly commit: CommitSpec | null;
  /** Whom `notify` tells; null for every other strategy. */
  readonly notify: { readonly url: string; readonly timeoutMs: number } | null;
  /** Every new artifact of this branch enters here by itself; null when nothing does. */
  readonly feedBranch: string | null;
  readonly automatic: boolean;
  readonly orderRule: 'strict' | 'any';
  /** All of them have to open; none means that nobody is asked. */
  readonly approvals: readonly ApprovalsRule[];
  /** How long an artifact has to be healthy in every preceding environment; null for no time. */
  readonly soakMs: number | null;
  /** Times at which nothing gets in. */
  readonly freezes: readonly CalendarSpec[];
  /** The only times at which something gets in; none means always. */
  readonly windows: readonly CalendarSpec[];
  /** Addresses that are asked. */
  readonly httpGates: readonly HttpGateSpec[];
  /** What an artifact has to be. */
  readonly artifactGates: readonly ArtifactGateSpec[];
  /** Contexts that must be successful before anything leaves. */
  readonly requiredChecks: readonly string[];
  readonly deploy: Deploy;
  readonly targets: readonly TargetSpec[];
}

/** How the targets of an environment are given a new version. */
export interface Deploy {
  /** Names of targets, wave by wave; none means all at once. */
  readonly waves: readonly (readonly string[])[];
  readonly parallel: number | null;
  readonly pause: number | 'manual' | null;
  readonly stopOnFailure: boolean;
  readonly retries: number;
  readonly timeoutMs: number | null;
  readonly verify: { readonly checks: readonly string[]; readonly timeoutMs: number } | null;
  readonly onFailure: 'stop' | 'rollback';
  /** What is called once everything has arrived. */
  readonly onSuccess: { readonly call: string | null };
}

/** One value in a repository that Sluice writes. */
export interface CommitSpec {
  /** The app whose repository it is. */
  readonly repository: string;
  readonly branch: string;
  /** Null: every YAML file of the repository. */
  readonly file: string | null;
  /** Null: wherever the marker stands. */
  readonly path: string | null;
  readonly value: 'image' | 'digest' | 'version';
}

export interface TargetSpec {
  readonly name: string;
  readonly runtime: string;
  readonly optional: boolean;
  readonly config: Readonly<Record<string, string>>;
}

export interface Pipeline {
  readonly project: string;
  readonly name: string;
  readonly app: string;
  readonly generation: number;
  readonly environments: readonly Environment[];
}

/** Spells out the defaults: a list means a line, a pull request needs one approval, a branch is named like its environment. */
export function environmentsOf(spec: PipelineSpec): Environment[] {
  return spec.environments.map((environment, order) => {
    const strategy = environment.promote?.by ?? 'direct';
    return {
      name: environment.name,
      order,
      after: environment.after ?? precedingInLine(spec, environment, order),
      strategy,
      branch: ownBranchOf(environment, strategy),
      commit: commitOf(spec.app, environment.promote),
      notify: notifyOf(environment.promote),
      feedBranch: environment.from?.branch ?? null,
      automatic: environment.promote?.auto ?? false,
      orderRule: environment.order,
      approvals: approvalsOf(environment, strategy),
      soakMs: Math.max(0, ...environment.gates.flatMap(({ soak }) => soak ?? [])) || null,
      freezes: environment.gates.flatMap(({ freeze }) => freeze ?? []),
      windows: environment.gates.flatMap(({ window }) => window ?? []),
      httpGates: environment.gates.flatMap(({ http }) => http ?? []),
      artifactGates: environment.gates.flatMap(({ artifact }) => artifact ?? []),
      // Written before there were any, a stored spec has none.
      requiredChecks: environment.requiredChecks ?? [],
      deploy: deployOf(environment),
      // Written before there were any, a stored target is not optional.
      targets: environment.targets.map((target) => ({ ...target, optional: target.optional ?? false })),
    };
  });
}

function deployOf({ deploy }: EnvironmentSpec): Deploy {
  const { verify } = deploy ?? {};
  return {
    waves: deploy?.waves ?? [],
    parallel: deploy?.parallel ?? null,
    pause: deploy?.pause ?? null,
    stopOnFailure: deploy?.stopOnFailure ?? deploy?.waves !== undefined,
    retries: deploy?.retries ?? 0,
    timeoutMs: deploy?.timeout ?? null,
    verify: verify === undefined ? null : { checks: verify.checks, timeoutMs: verify.timeout },
    onFailure: deploy?.onFailure ?? 'stop',
    onSuccess: { call: deploy?.onSuccess?.call ?? null },
  };
}

/** Only those that merge have a branch that nobody else writes. */
function ownBranchOf(environment: EnvironmentSpec, strategy: Strategy): string | null {
  const merges = strategy === 'merge' || strategy === 'pull-request';
  return merges ? (environment.promote?.branch ?? environment.name) : null;
}

function commitOf(app: string, promote: PromoteSpec | undefined): CommitSpec | null {
  if (promote?.by !== 'commit') return null;
  const { repository = app, branch = '', file = null, path = null } = promote;
  return { repository, branch, file, path, value: promote.value ?? (path === null ? 'version' : 'image') };
}

const answerWithinMs = 3_600_000;

function notifyOf(promote: PromoteSpec | undefined): Environment['notify'] {
  if (promote?.by !== 'notify' || promote.url === undefined) return null;
  return { url: promote.url, timeoutMs: promote.timeout ?? answerWithinMs };
}

function precedingInLine(spec: PipelineSpec, environment: EnvironmentSpec, order: number): string[] {
  const before = spec.environments[order - 1];
  return before === undefined || environment.from !== undefined ? [] : [before.name];
}

function approvalsOf(environment: EnvironmentSpec, strategy: Strategy): ApprovalsRule[] {
  const nobody = { people: [], groups: [] };
  const rules = environment.gates.flatMap(({ approvals }) => {
    if (approvals === undefined) return [];
    const { count, notRequester, by = null, required = nobody, expires: expiresMs = null } = approvals;
    return [{ count, notRequester, by, required, expiresMs }];
  });
  if (rules.length > 0 || strategy !== 'pull-request') return rules;
  return [{ count: 1, notRequester: false, by: null, required: nobody, expiresMs: null }];
}

export function environmentOf(pipeline: Pipeline, name: string): Environment | undefined {
  return pipeline.environments.find((environment) => environment.name === name);
}

/** The environments that come directly after `name`, in the manifest's order. */
export function following(pipeline: Pipeline, name: string): Environment[] {
  return pipeline.environments.filter((environment) => environment.after.includes(name));
}

/** `development → qa → staging → prod`, for messages; the manifest's order, whatever the shape. */
export function pathOf(pipeline: Pipeline): string {
  return pipeline.environments.map((environment) => environment.name).join(' → ');
}

/** Whether an environment of the pipeline asks this group for approvals. */
export function asksGroup(group: string): (pipeline: Pipeline) => boolean {
  return ({ environments }) =>
    environments.some(({ approvals }) =>
      approvals.some(({ by, required }) => by?.groups.includes(group) === true || required.groups.includes(group)),
    );
}

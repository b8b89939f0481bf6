import { artifactNames, calendarFault, httpNames, nextOpening } from '../gates/index.ts';
import type { CalendarFault } from '../gates/index.ts';
import { conditionFault, namesIn } from '../lib/condition/condition.ts';
import type { ConditionFault } from '../lib/condition/condition.ts';
import type { ArtifactGateSpec, HttpGateSpec } from './judged-gate-schema.ts';
import type { CalendarSpec, EnvironmentSpec, PipelineSpec } from './pipeline-schema.ts';
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
  readonly approvals: { readonly count: number; readonly notRequester: boolean } | null;
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
  readonly targets: readonly TargetSpec[];
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
      targets: environment.targets,
    };
  });
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

function approvalsOf(environment: EnvironmentSpec, strategy: Strategy): Environment['approvals'] {
  const gates = environment.gates.flatMap((gate) => gate.approvals ?? []);
  if (gates.length === 0) return strategy === 'pull-request' ? { count: 1, notRequester: false } : null;
  return {
    count: Math.max(...gates.map((gate) => gate.count)),
    notRequester: gates.some((gate) => gate.notRequester),
  };
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

/** What the schema alone cannot see. Positions are paths inside `spec`. */
export type SpecFault =
  | { readonly fault: 'duplicate-environment'; readonly path: Path; readonly name: string }
  | { readonly fault: 'duplicate-target'; readonly path: Path; readonly name: string; readonly environment: string }
  | { readonly fault: 'unknown-after'; readonly path: Path; readonly name: string; readonly known: readonly string[] }
  | { readonly fault: 'cycle'; readonly path: Path; readonly names: readonly string[] }
  | { readonly fault: 'shared-branch'; readonly path: Path; readonly branch: string; readonly other: string }
  | { readonly fault: 'fed-by-own-branch'; readonly path: Path; readonly branch: string; readonly other: string }
  | { readonly fault: 'unreachable'; readonly path: Path; readonly name: string }
  | { readonly fault: 'calendar'; readonly path: Path; readonly what: CalendarFault }
  | { readonly fault: 'never-opens'; readonly path: Path }
  /** What is written there would come back as a new artifact, for ever. */
  | { readonly fault: 'commit-loop'; readonly path: Path; readonly branch: string; readonly other: string }
  /** Nothing would hand the artifact over there. */
  | { readonly fault: 'external'; readonly path: Path; readonly name: string; readonly strategy: Strategy }
  | {
      readonly fault: 'condition';
      readonly path: Path;
      readonly what: ConditionFault;
      readonly known: readonly string[];
    };
export type Path = readonly (string | number)[];

/** Everything wrong with a pipeline that parsed, in the order in which it is written. */
export function faultsOf(spec: PipelineSpec): SpecFault[] {
  const faults: SpecFault[] = [];
  const environments = environmentsOf(spec);
  const names = environments.map((environment) => environment.name);
  const writers = new Map<string, string>();
  environments.forEach((environment, index) => {
    const path = ['environments', index] as const;
    if (names.indexOf(environment.name) !== index) {
      faults.push({ fault: 'duplicate-environment', path: [...path, 'name'], name: environment.name });
    }
    environment.targets.forEach((target, position) => {
      const { strategy } = environment;
      if (target.runtime === 'external' && strategy !== 'commit' && strategy !== 'notify') {
        faults.push({
          fault: 'external',
          path: [...path, 'targets', position, 'runtime'],
          name: target.name,
          strategy,
        });
      }
      if (environment.targets.findIndex((other) => other.name === target.name) !== position) {
        faults.push({
          fault: 'duplicate-target',
          path: [...path, 'targets', position, 'name'],
          name: target.name,
          environment: environment.name,
        });
      }
    });
    environment.after.forEach((name, position) => {
      if (!names.includes(name)) {
        faults.push({ fault: 'unknown-after', path: [...path, 'after', position], name, known: names });
      }
    });
    if (environment.branch !== null) {
      const other = writers.get(environment.branch);
      if (other !== undefined) {
        faults.push({
          fault: 'shared-branch',
          path: [...path, 'promote', 'branch'],
          branch: environment.branch,
          other,
        });
      }
      writers.set(environment.branch, environment.name);
    }
    if (index === 0 && environment.after.length === 0 && environment.feedBranch === null) {
      faults.push({ fault: 'unreachable', path: [...path, 'name'], name: environment.name });
    }
  });
  environments.forEach((environment, index) => {
    const other = environment.feedBranch === null ? undefined : writers.get(environment.feedBranch);
    if (environment.feedBranch !== null && other !== undefined) {
      faults.push({
        fault: 'fed-by-own-branch',
        path: ['environments', index, 'from', 'branch'],
        branch: environment.feedBranch,
        other,
      });
    }
  });
  environments.forEach(({ commit }, index) => {
    if (commit === null || commit.repository !== spec.app) return;
    const { branch } = commit;
    const other = environments.find((one) => one.feedBranch === branch || one.branch === branch)?.name;
    const path = ['environments', index, 'promote', 'branch'];
    if (other !== undefined) faults.push({ fault: 'commit-loop', path, branch, other });
  });
  spec.environments.forEach((environment, index) =>
    faults.push(...calendarFaultsOf(environment, index), ...conditionFaultsOf(environment, index)),
  );
  const cycle = findCycle(environments);
  if (cycle !== undefined) {
    const first = names.indexOf(cycle[0] ?? '');
    faults.push({ fault: 'cycle', path: ['environments', first, 'after'], names: cycle });
  }
  return faults;
}

/** Calendars that mean nothing, or that together let nothing in ever again. */
function calendarFaultsOf({ gates }: EnvironmentSpec, index: number): SpecFault[] {
  const faults = gates.flatMap((gate, position): SpecFault[] =>
    (['freeze', 'window'] as const).flatMap((kind): SpecFault[] => {
      const what = gate[kind] === undefined ? undefined : calendarFault(gate[kind]);
      if (what === undefined) return [];
      const field = what.fault === 'zone' ? 'timeZone' : 'rrule';
      return [{ fault: 'calendar', path: ['environments', index, 'gates', position, kind, field], what }];
    }),
  );
  if (faults.length > 0) return faults;
  const freezes = gates.flatMap(({ freeze }) => freeze ?? []);
  const windows = gates.flatMap(({ window }) => window ?? []);
  const opens = freezes.length + windows.length === 0 || nextOpening({ now: new Date(), freezes, windows }) !== null;
  return opens ? [] : [{ fault: 'never-opens', path: ['environments', index, 'gates'] }];
}

/** Conditions that cannot be judged, or not in a bounded time. */
function conditionFaultsOf({ gates }: EnvironmentSpec, index: number): SpecFault[] {
  return gates.flatMap((gate, position) =>
    (['http', 'artifact'] as const).flatMap((kind): SpecFault[] => {
      const condition = gate[kind]?.condition;
      if (condition === undefined) return [];
      const names = kind === 'http' ? httpNames : artifactNames;
      const what = conditionFault(condition, names);
      if (what === undefined) return [];
      const path = ['environments', index, 'gates', position, kind, 'condition'];
      return [{ fault: 'condition', path, what, known: namesIn(names) }];
    }),
  );
}

function findCycle(environments: readonly Environment[]): string[] | undefined {
  const after = new Map(environments.map((environment) => [environment.name, environment.after]));
  const finished = new Set<string>();
  const visit = (name: string, trail: readonly string[]): string[] | undefined => {
    if (trail.includes(name)) return [...trail.slice(trail.indexOf(name)), name];
    if (finished.has(name)) return undefined;
    for (const before of after.get(name) ?? []) {
      const cycle = visit(before, [...trail, name]);
      if (cycle !== undefined) return cycle;
    }
    finished.add(name);
    return undefined;
  };
  for (const environment of environments) {
    const cycle = visit(environment.name, []);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}

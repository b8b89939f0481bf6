import { artifactNames, calendarFault, httpNames, nextOpening, tooFewVoters } from '../gates/index.ts';
import type { CalendarFault } from '../gates/index.ts';
import { conditionFault, namesIn } from '../lib/condition/condition.ts';
import type { ConditionFault } from '../lib/condition/condition.ts';
import { environmentsOf } from './pipeline.ts';
import type { Environment } from './pipeline.ts';
import type { EnvironmentSpec, PipelineSpec } from './pipeline-schema.ts';
import type { Strategy } from './promote-schema.ts';

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
  | {
      readonly fault: 'wave-unknown' | 'wave-twice';
      readonly path: Path;
      readonly name: string;
      readonly known: readonly string[];
    }
  | { readonly fault: 'wave-missing'; readonly path: Path; readonly names: readonly string[] }
  | { readonly fault: 'pause-alone' | 'all-optional'; readonly path: Path }
  | {
      readonly fault: 'too-few-voters';
      readonly path: Path;
      readonly count: number;
      readonly people: readonly string[];
    }
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
  spec.environments.forEach((environment, index) => {
    faults.push(
      ...calendarFaultsOf(environment, index),
      ...conditionFaultsOf(environment, index),
      ...deployFaultsOf(environment, index),
    );
    environments[index]?.approvals.forEach((rule, position) => {
      if (!tooFewVoters(rule)) return;
      const gate = environment.gates.findIndex(
        ({ approvals }) =>
          approvals !== undefined && environment.gates.flatMap((one) => one.approvals ?? [])[position] === approvals,
      );
      const path = ['environments', index, 'gates', gate, 'approvals', 'count'] as const;
      faults.push({ fault: 'too-few-voters', path, count: rule.count, people: rule.by?.people ?? [] });
    });
  });
  environments.forEach(({ commit }, index) => {
    if (commit === null || commit.repository !== spec.app) return;
    const { branch } = commit;
    const other = environments.find((one) => one.feedBranch === branch || one.branch === branch)?.name;
    const path = ['environments', index, 'promote', 'branch'];
    if (other !== undefined) faults.push({ fault: 'commit-loop', path, branch, other });
  });
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

/** Waves that leave a target out or name what is not there, and pauses with nothing between which to pause. */
function deployFaultsOf({ deploy, targets }: EnvironmentSpec, index: number): SpecFault[] {
  const path = ['environments', index, 'deploy'] as const;
  const faults: SpecFault[] = [];
  const known = targets.map(({ name }) => name);
  if (targets.every(({ optional }) => optional)) {
    faults.push({ fault: 'all-optional', path: ['environments', index, 'targets'] });
  }
  const waves = deploy?.waves ?? [];
  const named = new Set<string>();
  waves.forEach((wave, number) =>
    wave.forEach((name, position) => {
      const fault = named.has(name) ? 'wave-twice' : known.includes(name) ? undefined : 'wave-unknown';
      named.add(name);
      if (fault !== undefined) faults.push({ fault, path: [...path, 'waves', number, position], name, known });
    }),
  );
  const names = known.filter((name) => !named.has(name));
  if (waves.length > 0 && names.length > 0) faults.push({ fault: 'wave-missing', path: [...path, 'waves'], names });
  if (deploy?.pause !== undefined && waves.length < 2) faults.push({ fault: 'pause-alone', path: [...path, 'pause'] });
  return faults;
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

import { listApps, lockApp } from '../apps/index.ts';
import type { Tx } from '../engine/transaction.ts';
import { holdGroups, listGroups, listPeople } from '../identity/index.ts';
import type { Message } from '../lib/message.ts';
import type { ProblemDetail } from '../lib/problem.ts';
import { didYouMean } from '../lib/suggestion.ts';
import { calendarFaultWords } from '../gates/index.ts';
import { conditionFaultWords } from '../lib/condition/fault-words.ts';
import { apiVersion } from '../manifests/index.ts';
import type { Candidate, Kind, KindShape } from '../manifests/index.ts';
import { takePipelineAway } from './delete-pipeline.ts';
import type { BusyTargets } from './delete-pipeline.ts';
import { environmentsOf } from './pipeline.ts';
import { faultsOf } from './pipeline-faults.ts';
import type { Path, SpecFault } from './pipeline-faults.ts';
import { pipelineMessages as messages } from './pipeline-messages.ts';
import { pipelineSpecSchema } from './pipeline-schema.ts';
import type { PipelineSpec } from './pipeline-schema.ts';
import {
  findPipeline,
  findPipelineOfApp,
  listTargets,
  lockTargetsWithin,
  removeTargets,
  writePipeline,
  writeTargets,
} from './pipeline-store.ts';
import type { Target } from './pipeline-store.ts';
import { tellEnvironments } from './tell-environments.ts';
import { weavePipeline } from './weave.ts';

export const pipelineShape: KindShape<PipelineSpec> = {
  kind: 'Pipeline',
  schema: pipelineSpecSchema,
  dialects: [weavePipeline],
  judge: ({ spec, document }) =>
    faultsOf(spec)
      // What another system's pipeline is fed with, that system knows.
      .filter(({ fault }) => fault !== 'unreachable' || document.apiVersion === apiVersion)
      .map((fault) => document.fault(fault.path, (path) => wordsFor(fault, path))),
};

/** How a Pipeline is applied: checked against what exists, refused when it would orphan what runs. */
export function pipelineKind(parts: {
  /** Runtimes that this server has. */
  readonly runtimes: readonly string[];
  readonly busyTargets: BusyTargets;
  /** Gates are judged by the newest spec, so whatever waits has to look again. */
  onChanged(tx: Tx, app: { readonly project: string; readonly name: string }): Promise<void>;
}): Kind<PipelineSpec> {
  return {
    ...pipelineShape,
    applyVerb: 'pipeline.apply',
    viewVerb: 'pipeline.view',
    removal: {
      verb: 'pipeline.delete',
      // An app has one pipeline: another can deliver it only once this one is gone.
      goesFirst: true,
      remove: (tx, caller, key) => takePipelineAway(tx, parts.busyTargets, caller, key),
    },
    exists: async (db, project, name) => (await findPipeline(db, project, name)) !== undefined,

    async check(tx, { project, name, spec, document }) {
      const details: ProblemDetail[] = [];
      const complain = (path: Path, words: (path: string) => Message): void => {
        details.push(document.fault(path, words));
      };
      // Whatever is asked for at the same moment comes wholly before this edit, and is seen here, or wholly after it.
      await lockTargetsWithin(tx.db, { project, app: spec.app, environment: null });
      // Held until the commit: an app cannot be deleted while it gets its pipeline.
      if (!(await lockApp(tx.db, project, spec.app, 'share'))) {
        const known = (await listApps(tx.db, [project])).map((app) => app.name);
        const suggestion = didYouMean(spec.app, known) ?? null;
        complain(['app'], (path) => messages.pipeline_unknown_app({ path, app: spec.app, suggestion }));
      }
      const other = await findPipelineOfApp(tx.db, project, spec.app);
      if (other !== undefined && other.name !== name) {
        complain(['app'], (path) => messages.pipeline_app_taken({ path, app: spec.app, pipeline: other.name }));
      }
      const current = await findPipeline(tx.db, project, name);
      if (current !== undefined && current.app !== spec.app) {
        complain(['app'], (path) => messages.pipeline_app_fixed({ path, app: current.app }));
      }
      spec.environments.forEach((environment, index) =>
        environment.targets.forEach((target, position) => {
          if (parts.runtimes.includes(target.runtime) || document.apiVersion !== apiVersion) return;
          const { runtime } = target;
          const suggestion = didYouMean(runtime, parts.runtimes) ?? null;
          complain(['environments', index, 'targets', position, 'runtime'], (path) =>
            messages.pipeline_unknown_runtime({ path, runtime, suggestion, known: parts.runtimes }),
          );
        }),
      );
      details.push(...(await unknownVoters(tx, project, spec, document)));
      for (const [index, { commit }] of environmentsOf(spec).entries()) {
        const repository = commit?.repository ?? spec.app;
        if (repository === spec.app || (await lockApp(tx.db, project, repository, 'share'))) continue;
        const known = (await listApps(tx.db, [project])).map((app) => app.name);
        const suggestion = didYouMean(repository, known) ?? null;
        complain(['environments', index, 'promote', 'repository'], (path) =>
          messages.pipeline_unknown_repository({ path, repository, suggestion }),
        );
      }
      const busy = await parts.busyTargets(tx, await removedTargets(tx, project, spec));
      if (busy.length > 0) {
        const places = busy.map((target) => `${target.environment}/${target.name}`);
        complain(['environments'], (path) => messages.pipeline_still_runs({ path, places }));
      }
      return details;
    },

    notices({ spec }) {
      const targets = spec.environments.flatMap((environment) => environment.targets);
      const missing = new Set(targets.map(({ runtime }) => runtime).filter((name) => !parts.runtimes.includes(name)));
      return missing.size === 0 ? [] : [messages.pipeline_without_runtime({ runtimes: [...missing] })];
    },

    async write(tx, caller, { project, name, spec, generation }: Candidate<PipelineSpec>) {
      const pipeline = { project, name, app: spec.app, generation };
      const removed = await removedTargets(tx, project, spec);
      const before = (await findPipeline(tx.db, project, name))?.environments ?? [];
      await writePipeline(tx.db, { ...pipeline, spec });
      await removeTargets(
        tx.db,
        removed.map((target) => target.id),
      );
      const environments = environmentsOf(spec);
      await writeTargets(tx.db, { ...pipeline, environments });
      tellEnvironments(tx, caller, pipeline, { before: before.map(nameOf), after: environments.map(nameOf) });
      await parts.onChanged(tx, { project, name: spec.app });
    },
  };
}

/** People and groups that an approval asks for, and that nobody is. */
async function unknownVoters(
  tx: Tx,
  project: string,
  spec: PipelineSpec,
  document: Candidate<PipelineSpec>['document'],
): Promise<ProblemDetail[]> {
  const named = spec.environments.flatMap((environment, index) =>
    environment.gates.flatMap((gate, position) =>
      (['by', 'required'] as const).flatMap((field) =>
        (['people', 'groups'] as const).flatMap((kind) =>
          (gate.approvals?.[field]?.[kind] ?? []).map((name, place) => ({
            kind,
            name,
            path: ['environments', index, 'gates', position, 'approvals', field, kind, place],
          })),
        ),
      ),
    ),
  );
  if (named.length === 0) return [];
  const of = (kind: string) => named.filter((one) => one.kind === kind).map(({ name }) => name);
  await holdGroups(tx.db, project, of('groups'));
  const known = {
    people: await listPeople(tx.db),
    groups: (await listGroups(tx.db, project)).map(({ name }) => name),
  };
  return named
    .filter(({ kind, name }) => !known[kind].includes(name))
    .map(({ kind, name, path }) => {
      const suggestion = didYouMean(name, known[kind]) ?? null;
      return document.fault(path, (words) =>
        kind === 'people'
          ? messages.pipeline_unknown_person({ path: words, person: name, suggestion })
          : messages.pipeline_unknown_group({ path: words, group: name, suggestion }),
      );
    });
}

async function removedTargets(tx: Tx, project: string, spec: PipelineSpec): Promise<Target[]> {
  const kept = new Set(
    spec.environments.flatMap((environment) =>
      environment.targets.map((target) => `${environment.name}/${target.name}`),
    ),
  );
  const targets = await listTargets(tx.db, project, spec.app);
  return targets.filter((target) => !kept.has(`${target.environment}/${target.name}`));
}

function wordsFor(fault: SpecFault, path: string): Message {
  switch (fault.fault) {
    case 'duplicate-environment':
      return messages.pipeline_fault_duplicate_environment({ path, name: fault.name });
    case 'duplicate-target':
      return messages.pipeline_fault_duplicate_target({ path, name: fault.name, environment: fault.environment });
    case 'unknown-after': {
      const suggestion = didYouMean(fault.name, fault.known) ?? null;
      return messages.pipeline_fault_unknown_after({ path, name: fault.name, suggestion, known: fault.known });
    }
    case 'cycle':
      return messages.pipeline_fault_cycle({ path, names: fault.names });
    case 'shared-branch':
      return messages.pipeline_fault_shared_branch({ path, branch: fault.branch, other: fault.other });
    case 'fed-by-own-branch':
      return messages.pipeline_fault_fed_by_own_branch({ path, branch: fault.branch, other: fault.other });
    case 'calendar':
      return calendarFaultWords(fault.what, path);
    case 'never-opens':
      return messages.pipeline_fault_never_opens({ path });
    case 'wave-unknown': {
      const suggestion = didYouMean(fault.name, fault.known) ?? null;
      return messages.pipeline_fault_wave_unknown({ path, name: fault.name, suggestion, known: fault.known });
    }
    case 'wave-twice':
      return messages.pipeline_fault_wave_twice({ path, name: fault.name });
    case 'wave-missing':
      return messages.pipeline_fault_wave_missing({ path, names: fault.names });
    case 'pause-alone':
      return messages.pipeline_fault_pause_alone({ path });
    case 'all-optional':
      return messages.pipeline_fault_all_optional({ path });
    case 'too-few-voters':
      return messages.pipeline_fault_too_few_voters({ path, count: fault.count, people: fault.people });
    case 'condition':
      return conditionFaultWords(fault.what, path, fault.known);
    case 'commit-loop':
      return messages.pipeline_fault_commit_loop({ path, branch: fault.branch, other: fault.other });
    case 'external':
      return messages.pipeline_fault_external({ path, name: fault.name, strategy: fault.strategy });
    case 'unreachable':
      return messages.pipeline_fault_unreachable({ path, name: fault.name });
  }
}

function nameOf({ name }: { readonly name: string }): string {
  return name;
}

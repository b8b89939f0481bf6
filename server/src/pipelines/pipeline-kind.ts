import { listApps, lockApp } from '../apps/index.ts';
import type { Tx } from '../engine/transaction.ts';
import type { Message } from '../lib/message.ts';
import { didYouMean } from '../lib/suggestion.ts';
import type { CalendarFault } from '../gates/index.ts';
import type { Candidate, Kind } from '../manifests/index.ts';
import { environmentsOf, faultsOf } from './pipeline.ts';
import type { Path, SpecFault } from './pipeline.ts';
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

/** How a Pipeline is applied: checked against what exists, refused when it would orphan what runs. */
export function pipelineKind(parts: {
  /** Runtimes that this server has. */
  readonly runtimes: readonly string[];
  /** Those of the targets on which something runs or is on its way. */
  busyTargets(tx: Tx, targets: readonly Target[]): Promise<Target[]>;
  /** Gates are judged by the newest spec, so whatever waits has to look again. */
  onChanged(tx: Tx, app: { readonly project: string; readonly name: string }): Promise<void>;
}): Kind<PipelineSpec> {
  return {
    kind: 'Pipeline',
    applyVerb: 'pipeline.apply',
    viewVerb: 'pipeline.view',
    schema: pipelineSpecSchema,
    exists: async (db, project, name) => (await findPipeline(db, project, name)) !== undefined,

    async check(tx, { project, name, spec, document }) {
      const details = faultsOf(spec).map((fault) => document.fault(fault.path, (path) => wordsFor(fault, path)));
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
          if (parts.runtimes.includes(target.runtime)) return;
          const { runtime } = target;
          const suggestion = didYouMean(runtime, parts.runtimes) ?? null;
          complain(['environments', index, 'targets', position, 'runtime'], (path) =>
            messages.pipeline_unknown_runtime({ path, runtime, suggestion, known: parts.runtimes }),
          );
        }),
      );
      const busy = await parts.busyTargets(tx, await removedTargets(tx, project, spec));
      if (busy.length > 0) {
        const places = busy.map((target) => `${target.environment}/${target.name}`);
        complain(['environments'], (path) => messages.pipeline_still_runs({ path, places }));
      }
      return details;
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
      return wordsForCalendar(fault.what, path);
    case 'never-opens':
      return messages.pipeline_fault_never_opens({ path });
    case 'unreachable':
      return messages.pipeline_fault_unreachable({ path, name: fault.name });
  }
}

function wordsForCalendar(what: CalendarFault, path: string): Message {
  switch (what.fault) {
    case 'zone':
      return messages.pipeline_fault_time_zone({ path, zone: what.zone, suggestion: what.suggestion });
    case 'part':
      return messages.pipeline_fault_rule_part({
        path,
        part: what.part,
        suggestion: didYouMean(what.part, what.known) ?? null,
        known: what.known,
      });
    case 'value':
      return messages.pipeline_fault_rule_value({ path, part: what.part, value: what.value });
    case 'too-often':
      return messages.pipeline_fault_rule_too_often({ path });
    case 'needs-start':
      return messages.pipeline_fault_rule_needs_start({ path });
    case 'impossible':
      return messages.pipeline_fault_rule_impossible({ path });
  }
}

function nameOf({ name }: { readonly name: string }): string {
  return name;
}

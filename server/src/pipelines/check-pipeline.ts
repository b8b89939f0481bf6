import { listApps, lockApp } from '../apps/index.ts';
import type { Tx } from '../engine/transaction.ts';
import { holdGroups, listGroups, listPeople } from '../identity/index.ts';
import type { Message } from '../lib/message.ts';
import type { ProblemDetail } from '../lib/problem.ts';
import { didYouMean } from '../lib/suggestion.ts';
import { apiVersion } from '../manifests/index.ts';
import type { Candidate } from '../manifests/index.ts';
import type { BusyTargets } from './delete-pipeline.ts';
import { environmentsOf } from './pipeline.ts';
import type { Path } from './pipeline-faults.ts';
import { pipelineMessages as messages } from './pipeline-messages.ts';
import type { PipelineSpec } from './pipeline-schema.ts';
import { findPipeline, findPipelineOfApp, listTargets, lockTargetsWithin } from './pipeline-store.ts';
import type { Target } from './pipeline-store.ts';

/** What is asked about a pipeline before it is taken. */
export interface PipelineQuestion extends Pick<Candidate<PipelineSpec>, 'project' | 'name' | 'spec' | 'document'> {
  /** Runtimes that this server has. */
  readonly runtimes: readonly string[];
  readonly busyTargets: BusyTargets;
}

/** What only the database shows about a pipeline: names that do not exist, work that would be orphaned. */
export async function checkPipeline(tx: Tx, question: PipelineQuestion): Promise<ProblemDetail[]> {
  const { project, name, spec, document } = question;
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
      if (question.runtimes.includes(target.runtime) || document.apiVersion !== apiVersion) return;
      const { runtime } = target;
      const suggestion = didYouMean(runtime, question.runtimes) ?? null;
      complain(['environments', index, 'targets', position, 'runtime'], (path) =>
        messages.pipeline_unknown_runtime({ path, runtime, suggestion, known: question.runtimes }),
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
  const busy = await question.busyTargets(tx, await removedTargets(tx, project, spec));
  if (busy.length > 0) {
    const places = busy.map((target) => `${target.environment}/${target.name}`);
    complain(['environments'], (path) => messages.pipeline_still_runs({ path, places }));
  }
  return details;
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

/** Targets that the pipeline would not have any more. */
export async function removedTargets(tx: Tx, project: string, spec: PipelineSpec): Promise<Target[]> {
  const kept = new Set(
    spec.environments.flatMap((environment) =>
      environment.targets.map((target) => `${environment.name}/${target.name}`),
    ),
  );
  const targets = await listTargets(tx.db, project, spec.app);
  return targets.filter((target) => !kept.has(`${target.environment}/${target.name}`));
}

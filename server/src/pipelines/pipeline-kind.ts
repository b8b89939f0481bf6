import type { Db } from '../engine/transaction.ts';
import type { ProblemDetail } from '../lib/problem.ts';
import { didYouMean } from '../lib/suggestion.ts';
import { apiVersion } from '../manifests/index.ts';
import type { Candidate, Judgement, Kind, KindShape } from '../manifests/index.ts';
import { checkPipeline } from './check-pipeline.ts';
import type { PipelineQuestion } from './check-pipeline.ts';
import { takePipelineAway } from './delete-pipeline.ts';
import { faultsOf } from './pipeline-faults.ts';
import { faultWords } from './pipeline-fault-words.ts';
import { pipelineMessages as messages } from './pipeline-messages.ts';
import { writtenPipelineSchema } from './pipeline-schema.ts';
import type { PipelineSpec, WrittenSpec } from './pipeline-schema.ts';
import { findPipeline, isBehindItsTemplate } from './pipeline-store.ts';
import type { WrittenPipeline } from './pipeline-store.ts';
import { putPipeline } from './put-pipeline.ts';
import type { PutParts } from './put-pipeline.ts';
import { templateMessages } from './template/template-messages.ts';
import { templateSpecSchema } from './template/template-schema.ts';
import { listTemplates, lockTemplate } from './template/template-store.ts';
import { useTemplate, whereItIsUsed } from './template/use-template.ts';
import { weavePipeline } from './weave.ts';

export const pipelineShape: KindShape<WrittenSpec> = {
  kind: 'Pipeline',
  schema: writtenPipelineSchema,
  dialects: [weavePipeline],
  judge({ name, spec, document, project }, before) {
    if (spec.environments !== undefined) return complaints({ ...spec, environments: spec.environments }, document);
    // What is not written beside it, only the server knows.
    const template = before.find(
      (one) => one.kind === 'PipelineTemplate' && one.name === spec.template && one.project === project,
    );
    if (template === undefined) return [];
    const place = whereItIsUsed(document, template.name);
    const { app, parameters = {} } = spec;
    const used = useTemplate(templateSpecSchema.parse(template.spec), { name, app, parameters }, place);
    return 'details' in used ? used.details : complaints(used.spec, place);
  },
};

function complaints(spec: PipelineSpec, document: Candidate<unknown>['document']): ProblemDetail[] {
  return (
    faultsOf(spec)
      // What another system's pipeline is fed with, that system knows.
      .filter(({ fault }) => fault !== 'unreachable' || document.apiVersion === apiVersion)
      .map((fault) => document.fault(fault.path, (path) => faultWords(fault, path)))
  );
}

/** How a Pipeline is applied: checked against what exists, refused when it would orphan what runs. */
export function pipelineKind(parts: Pick<PipelineQuestion, 'runtimes' | 'busyTargets'> & PutParts): Kind<WrittenSpec> {
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
    isBehind: isBehindItsTemplate,

    async check(tx, candidate) {
      const resolved = await resolve(tx.db, candidate);
      if ('details' in resolved) return resolved.details;
      const { project, name } = candidate;
      const { spec, document } = resolved;
      const { runtimes, busyTargets } = parts;
      // Without a template it was judged before anything was locked.
      const own = resolved.template === null ? [] : complaints(spec, document);
      return own.length > 0 ? own : checkPipeline(tx, { project, name, spec, document, runtimes, busyTargets });
    },

    notices({ spec }) {
      const targets = (spec.environments ?? []).flatMap((environment) => environment.targets);
      const missing = new Set(targets.map(({ runtime }) => runtime).filter((name) => !parts.runtimes.includes(name)));
      return missing.size === 0 ? [] : [messages.pipeline_without_runtime({ runtimes: [...missing] })];
    },

    async write(tx, caller, candidate) {
      const { project, name, generation } = candidate;
      const resolved = await resolve(tx.db, candidate);
      if ('details' in resolved) throw new Error(`pipeline ${name} was judged and cannot be written`);
      const { spec, template } = resolved;
      await putPipeline(tx, caller, parts, { project, name, generation, spec, template });
    },
  };
}

interface Resolved {
  readonly spec: PipelineSpec;
  readonly document: Candidate<unknown>['document'];
  readonly template: WrittenPipeline['template'];
}

/** The pipeline with its environments, wherever they are written. A template is held until the end of the transaction. */
async function resolve(
  db: Db,
  { project, name, spec, document }: Candidate<WrittenSpec>,
): Promise<Resolved | { readonly details: Judgement }> {
  const { app, environments, parameters = {}, template: wanted = '' } = spec;
  if (environments !== undefined) return { spec: { app, environments }, document, template: null };
  const template = await lockTemplate(db, project, wanted, 'share');
  if (template === undefined) {
    const known = (await listTemplates(db, project)).map((one) => one.name);
    const suggestion = didYouMean(wanted, known) ?? null;
    const fault = document.fault(['template'], (path) =>
      templateMessages.pipeline_unknown_template({ path, template: wanted, suggestion }),
    );
    return { details: [fault] };
  }
  const place = whereItIsUsed(document, template.name);
  const used = useTemplate(template.spec, { name, app, parameters }, place);
  if ('details' in used) return used;
  const by = { name: template.name, generation: template.generation, parameters };
  return { spec: used.spec, document: place, template: by };
}

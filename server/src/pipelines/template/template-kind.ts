import type { Tx } from '../../engine/transaction.ts';
import { Problem } from '../../lib/problem.ts';
import type { ProblemDetail } from '../../lib/problem.ts';
import { checkShape } from '../../lib/schema-issues.ts';
import { lockSpec, restate } from '../../manifests/index.ts';
import type { Candidate, Kind, KindShape } from '../../manifests/index.ts';
import { checkPipeline } from '../check-pipeline.ts';
import type { PipelineQuestion } from '../check-pipeline.ts';
import { faultsOf } from '../pipeline-faults.ts';
import { faultWords } from '../pipeline-fault-words.ts';
import { listTemplateUsers } from '../pipeline-store.ts';
import { putPipeline } from '../put-pipeline.ts';
import type { PutParts } from '../put-pipeline.ts';
import { faultsOfTemplate } from './expand.ts';
import { expansionFaultPath, expansionFaultWords } from './template-fault-words.ts';
import { templateMessages as messages } from './template-messages.ts';
import { parameterValueSchema, templateSpecSchema } from './template-schema.ts';
import type { TemplateSpec, TemplateUser } from './template-schema.ts';
import { listTemplates, lockTemplate, removeTemplate, writeTemplate } from './template-store.ts';
import { useTemplate, whereItIsWritten } from './use-template.ts';

export const templateShape: KindShape<TemplateSpec> = {
  kind: 'PipelineTemplate',
  schema: templateSpecSchema,
  judge({ spec, document }) {
    const names = spec.parameters.map(({ name }) => name);
    const details: ProblemDetail[] = [];
    for (const [index, { name, default: usual, values }] of spec.parameters.entries()) {
      if (names.indexOf(name) !== index) {
        const path = ['parameters', index, 'name'];
        details.push(document.fault(path, (text) => messages.template_fault_parameter_twice({ path: text, name })));
      }
      // The values are compared as they are written.
      const isAmong = values?.some((value) => JSON.stringify(value) === JSON.stringify(usual)) ?? true;
      if (usual !== undefined && checkShape(parameterValueSchema, usual).success && !isAmong) {
        const path = ['parameters', index, 'default'];
        details.push(document.fault(path, (text) => messages.template_fault_default({ path: text, name })));
      }
    }
    const written = faultsOfTemplate(spec).map((what) =>
      document.fault(expansionFaultPath(what), (path) => expansionFaultWords(what, path)),
    );
    const own = [...details, ...written];
    // Where every parameter has a value already, the environments can be read before anybody uses them.
    const isWhole = spec.parameters.every(({ default: usual }) => usual !== undefined);
    if (own.length > 0 || !isWhole) return own;
    const used = useTemplate(spec, { name: 'pipeline', app: 'app', parameters: {} }, document);
    return 'details' in used ? used.details : [];
  },
};

/**
 * How a PipelineTemplate is applied: every pipeline that uses it is judged and written anew in the same transaction, so
 * that all of them follow, or none.
 */
export function templateKind(parts: Pick<PipelineQuestion, 'runtimes' | 'busyTargets'> & PutParts): Kind<TemplateSpec> {
  return {
    ...templateShape,
    applyVerb: 'pipeline.apply',
    viewVerb: 'pipeline.view',
    removal: {
      verb: 'pipeline.delete',
      async remove(tx, caller, { project, name }) {
        if ((await lockTemplate(tx.db, project, name, 'update')) === undefined) {
          throw new Problem('NotFound', messages.template_not_found({ name, suggestion: null }));
        }
        const users = await listTemplateUsers(tx.db, project, name);
        if (users.length > 0) {
          throw new Problem('Conflict', messages.template_in_use({ name, pipelines: users.map((user) => user.name) }));
        }
        await removeTemplate(tx.db, project, name);
        tx.emit({
          type: 'pipelinetemplate.deleted',
          project,
          subject: `pipelinetemplate/${name}`,
          labels: { pipelinetemplate: name },
          actor: caller.actor,
          door: caller.door,
          data: {},
        });
      },
    },
    exists: async (db, project, name) => (await listTemplates(db, project)).some((template) => template.name === name),

    async check(tx, candidate) {
      const { project, name } = candidate;
      // In the order of whoever applies one of its pipelines: first that one, then its template.
      await lockUsers(tx, candidate);
      await lockTemplate(tx.db, project, name, 'update');
      // One may have begun to use it in between; from here on none can.
      await lockUsers(tx, candidate);
      const details: ProblemDetail[] = [];
      for (const user of await followers(tx, candidate)) {
        details.push(...(await faultsFor(tx, candidate, user)));
        // One of hundreds says enough.
        if (details.length > 0) break;
      }
      return details;
    },

    async write(tx, caller, candidate) {
      const { project, name, generation, spec } = candidate;
      const users = await followers(tx, candidate);
      await writeTemplate(tx.db, { project, name, generation, spec });
      for (const user of users) {
        const used = useTemplate(spec, user, candidate.document);
        if ('details' in used) throw new Error(`pipeline ${user.name} was judged and cannot be written`);
        const next = await restate(tx, caller, { project, kind: 'Pipeline', name: user.name });
        const by = { name, generation, parameters: user.parameters };
        const pipeline = { project, name: user.name, generation: next, spec: used.spec, template: by };
        await putPipeline(tx, caller, parts, pipeline);
      }
      if (users.length === 0) return {};
      return { notices: [messages.template_changes({ pipelines: users.map((user) => user.name) })] };
    },
  };

  async function faultsFor(tx: Tx, candidate: Candidate<TemplateSpec>, user: TemplateUser): Promise<ProblemDetail[]> {
    const document = whereItIsWritten(candidate.document, user.name);
    const used = useTemplate(candidate.spec, user, document);
    if ('details' in used) return used.details;
    const { spec } = used;
    const own = faultsOf(spec).map((fault) => document.fault(fault.path, (path) => faultWords(fault, path)));
    if (own.length > 0) return own;
    const { project } = candidate;
    const { runtimes, busyTargets } = parts;
    return checkPipeline(tx, { project, name: user.name, spec, document, runtimes, busyTargets });
  }
}

async function lockUsers(tx: Tx, { project, name }: Pick<Candidate<TemplateSpec>, 'project' | 'name'>): Promise<void> {
  for (const user of await listTemplateUsers(tx.db, project, name)) {
    await lockSpec(tx.db, { project, kind: 'Pipeline', name: user.name });
  }
}

/** The pipelines that use it, but for those that are applied beside it and look at it themselves. */
async function followers(tx: Tx, { project, name, beside }: Candidate<TemplateSpec>): Promise<TemplateUser[]> {
  const comes = new Set(
    beside.filter((one) => one.kind === 'Pipeline' && one.project === project).map((one) => one.name),
  );
  return (await listTemplateUsers(tx.db, project, name)).filter((user) => !comes.has(user.name));
}

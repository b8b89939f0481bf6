import { nest } from '../../lib/message.ts';
import type { ProblemDetail } from '../../lib/problem.ts';
import { checkShape, pathText } from '../../lib/schema-issues.ts';
import type { Candidate } from '../../manifests/index.ts';
import { pipelineSpecSchema } from '../pipeline-schema.ts';
import type { PipelineSpec } from '../pipeline-schema.ts';
import { expand } from './expand.ts';
import { expansionFaultPath, expansionFaultWords } from './template-fault-words.ts';
import { templateMessages as messages } from './template-messages.ts';
import type { TemplateSpec, TemplateUser } from './template-schema.ts';

type Document = Candidate<unknown>['document'];

/** What a pipeline is by its template; or why it is none, told at the places of the document. */
export function useTemplate(
  template: TemplateSpec,
  { name, app, parameters }: TemplateUser,
  document: Document,
): { readonly spec: PipelineSpec } | { readonly details: ProblemDetail[] } {
  const expansion = expand(template, { app, pipeline: name, parameters });
  if ('faults' in expansion) {
    const details = expansion.faults.map((what) =>
      document.fault(expansionFaultPath(what), (path) => expansionFaultWords(what, path)),
    );
    return { details };
  }
  const checked = checkShape(pipelineSpecSchema, { app, environments: expansion.environments }, ['spec']);
  if (checked.success) return { spec: checked.data };
  return { details: checked.faults.map(({ path, message }) => document.fault(path.slice(1), () => message)) };
}

/** What a template makes wrong is told where the pipeline names the template. */
export function whereItIsUsed(document: Document, template: string): Document {
  return {
    ...document,
    fault: (path, words) =>
      path[0] === 'environments'
        ? document.fault(['template'], () =>
            messages.pipeline_template_fault({ template, problem: nest(words(pathText(['spec', ...path]))) }),
          )
        : document.fault(path, words),
  };
}

/** What is wrong for one of the pipelines that use a template is told where the template has it. */
export function whereItIsWritten(document: Document, pipeline: string): Document {
  return {
    ...document,
    fault: (path, words) =>
      path[0] === 'environments'
        ? document.fault(path, (text) => messages.template_pipeline_fault({ pipeline, problem: nest(words(text)) }))
        : document.fault(['parameters'], () =>
            messages.template_pipeline_fault({ pipeline, problem: nest(words(pathText(['spec', ...path]))) }),
          ),
  };
}

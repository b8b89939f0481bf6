import { text } from 'node:stream/consumers';
import * as z from 'zod';
import { appShape } from './apps/index.ts';
import { createSluiceRenderer } from './catalogues.ts';
import { freezeShape } from './freezes/index.ts';
import { groupShape } from './groups/index.ts';
import { problemAnswer } from './http/problem-response.ts';
import { languages } from './lib/message.ts';
import { Problem } from './lib/problem.ts';
import { sourceShape } from './manifest-sources/index.ts';
import { judgeManifest } from './manifests/index.ts';
import { pipelineShape, templateShape } from './pipelines/index.ts';
import { roleBindingShape } from './role-bindings/index.ts';
import { webhookShape } from './webhooks/index.ts';

/**
 * What `sluice validate` runs: judges a manifest as `POST /v1/apply` does, as far as that can be done without a server and
 * its database. Reads one JSON document from standard input and writes one: what was found, or the problem that the
 * server would have answered with.
 */
const questionSchema = z.strictObject({
  manifest: z.string(),
  file: z.string(),
  project: z.string(),
  language: z.enum(languages),
});

const { language, ...written } = questionSchema.parse(JSON.parse(await text(process.stdin)));
process.stdout.write(JSON.stringify(answer()));

function answer(): object {
  try {
    const shapes = [
      appShape,
      groupShape,
      templateShape,
      pipelineShape,
      roleBindingShape,
      freezeShape,
      webhookShape,
      sourceShape,
    ];
    return { documents: judgeManifest(written, shapes) };
  } catch (error) {
    if (error instanceof Problem) return problemAnswer(error, language, createSluiceRenderer([])).body;
    throw error;
  }
}

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { ApiProblem } from '@sluice/client';
import type { ProblemDocument } from '@sluice/client';
import { show } from '../../context.ts';
import type { Context } from '../../context.ts';
import { Failure } from '../../failure.ts';
import { manifestWords } from '../../messages/manifest.ts';
import { mark } from '../../output/mark.ts';
import { wrap } from '../../output/text.ts';
import type { View } from '../../output/view.ts';
import { readSources, relocated } from './sources.ts';

interface Valid {
  readonly documents: readonly { readonly kind: string; readonly name: string; readonly project: string }[];
}

/**
 * `sluice validate FILE|DIR…`: asks no server. The schemas are the server's own, so its judge is run as a program of its
 * own; nothing of it is loaded for other commands.
 */
export async function validate(context: Context, paths: readonly string[]): Promise<void> {
  const sources = await readSources(context, paths);
  const { manifest, file } = sources;
  const answer = await judge(context, { manifest, file, project: context.project, language: context.language });
  if ('code' in answer) throw new ApiProblem(relocated(answer, sources));
  await show(context, answer, drawValid);
}

function drawValid({ documents }: Valid, view: View): string {
  const lines = documents.map(({ kind, name }) => `${mark('done', view)} ${kind} ${name}`);
  return [...lines, ...wrap(manifestWords[view.language].valid, view.width)].join('\n');
}

async function judge(context: Context, question: object): Promise<Valid | ProblemDocument> {
  const program = join(context.checkout, 'server', 'src', 'validate.ts');
  if (!existsSync(program)) throw new Failure(manifestWords[context.language].noJudge(program));
  const child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  // It may end before it has read everything; how it ended says why.
  child.stdin.on('error', () => {});
  child.stdin.end(JSON.stringify(question));
  const [out, complaint, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  if (code !== 0) throw new Error(complaint);
  const answer: Valid | ProblemDocument = JSON.parse(out);
  return answer;
}

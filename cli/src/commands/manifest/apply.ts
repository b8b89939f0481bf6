import { answer, ApiProblem, given } from '@sluice/client';
import type { Applied } from '@sluice/client';
import { show } from '../../context.ts';
import type { Context } from '../../context.ts';
import { manifestWords } from '../../messages/manifest.ts';
import { mark } from '../../output/mark.ts';
import { say } from '../../output/say.ts';
import { hang } from '../../output/text.ts';
import type { View } from '../../output/view.ts';
import { readSources, relocated } from './sources.ts';

export interface ApplyOptions {
  readonly file: readonly string[];
  readonly dryRun?: true;
  readonly set?: string;
  readonly prune?: true;
}

/** `sluice apply -f FILE|DIR|- [--set NAME [--prune]]` */
export async function apply(context: Context, options: ApplyOptions): Promise<void> {
  const sources = await readSources(context, options.file);
  const dryRun = options.dryRun === true;
  const { http } = await context.client();
  const body = {
    manifest: sources.manifest,
    file: sources.file,
    project: context.project,
    dryRun,
    ...given({ set: options.set, prune: options.prune }),
  };
  const applied = await answer(http.POST('/v1/apply', { body })).catch((error: unknown) => {
    throw error instanceof ApiProblem ? new ApiProblem(relocated(error.document, sources)) : error;
  });
  await show(context, applied, (document, view) => drawApplied(document.applied, dryRun, view));
}

export function drawApplied(applied: readonly Applied[], dryRun: boolean, view: View): string {
  const lines = applied.flatMap(({ outcome, message, changes, notices, secret }) => [
    ...hang(`${mark(outcome === 'unchanged' || dryRun ? 'skipped' : 'done', view)} `, say(message, view), view.width),
    ...changes.flatMap((change) => hang('    ', changeLine(change), view.width)),
    ...notices.flatMap((notice) => hang('  ! ', say(notice, view), view.width)),
    // Alone on its line, ready to be taken whole.
    ...(secret === undefined ? [] : [manifestWords[view.language].secret, secret]),
  ]);
  return [...lines, ...(dryRun ? [manifestWords[view.language].dryRun] : [])].join('\n');
}

/** `spec.environments[qa].promote.auto: false → true`; what is new or gone says so by its sign. */
function changeLine({ path, before, after }: Applied['changes'][number]): string {
  if (before === null) return `+ ${path}: ${valueOf(after)}`;
  if (after === null) return `- ${path}: ${valueOf(before)}`;
  return `~ ${path}: ${valueOf(before)} → ${valueOf(after)}`;
}

function valueOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

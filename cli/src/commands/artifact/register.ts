import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { answer, given } from '@sluice/client';
import type { RegisteredArtifact } from '@sluice/client';
import { show } from '../../context.ts';
import type { Context } from '../../context.ts';
import { UsageError } from '../../failure.ts';
import { artifactWords } from '../../messages/artifact.ts';
import { mark } from '../../output/mark.ts';
import { say } from '../../output/say.ts';
import { hang } from '../../output/text.ts';
import type { View } from '../../output/view.ts';

export interface RegisterOptions {
  readonly digest?: string;
  readonly revision?: string;
  readonly version?: string;
  readonly branch?: string;
  readonly image?: string;
  readonly provenance?: string;
  readonly author?: string;
  readonly subject?: string;
}

/** `sluice artifact register APP@VERSION --digest … --revision …`, or `APP --version VERSION` */
export async function registerArtifact(context: Context, address: string, options: RegisterOptions): Promise<void> {
  const words = artifactWords[context.language];
  const [app = '', version = options.version] = address.split('@');
  const { revision, branch, image, author, subject } = options;
  // An image that names its digest says it already.
  const digest = options.digest ?? image?.split('@')[1];
  if (version === undefined || digest === undefined || revision === undefined) throw new UsageError(words.needsAll);
  const { http } = await context.client();
  const body = given({
    project: context.project,
    app,
    version,
    digest,
    revision,
    branch,
    image,
    author,
    subject,
    ...(await provenanceFrom(context, options.provenance)),
  });
  await show(context, await answer(http.POST('/v1/artifacts', { body })), draw);
}

async function provenanceFrom(
  context: Context,
  given: string | undefined,
): Promise<{ provenance?: Record<string, unknown>; provenanceUrl?: string }> {
  if (given === undefined) return {};
  if (/^https?:\/\//.test(given)) return { provenanceUrl: given };
  const words = artifactWords[context.language];
  const text = await textOf(context, given);
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { provenance: { ...value } };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new UsageError(words.noJson(given));
}

async function textOf(context: Context, path: string): Promise<string> {
  if (path === '-') return context.input();
  try {
    return await readFile(resolve(context.workingDirectory, path), 'utf8');
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    throw new UsageError(artifactWords[context.language].unreadable(path, String(error.code)));
  }
}

function draw({ outcome, message }: RegisteredArtifact, view: View): string {
  const mood = outcome === 'registered' ? 'done' : 'skipped';
  return hang(`${mark(mood, view)} `, say(message, view), view.width).join('\n');
}

import { answer, given } from '@sluice/client';
import type { ArtifactRef, Diff, Side } from '@sluice/client';
import { show } from '../../context.ts';
import type { Context } from '../../context.ts';
import { environmentWords } from '../../messages/environment.ts';
import { say } from '../../output/say.ts';
import { hang, padEnd, widthOf, wrap } from '../../output/text.ts';
import type { View } from '../../output/view.ts';
import { understand } from '../sentence.ts';

/** `sluice diff qa prod [--app APP]`, `sluice diff shop@1.3.0 shop@1.4.0`. */
export async function diff(context: Context, words: readonly string[], options: { app?: string }): Promise<void> {
  const { app, sides } = understand(context, 'diff', words, { app: options.app });
  const [from, to] = sides ?? [];
  const { http } = await context.client();
  const query = given({ project: context.project, app, from: addressOf(from), to: addressOf(to) });
  const found = await answer(http.GET('/v1/diff', { params: { query } }));
  await show(context, found, ({ items }, view) =>
    items.length === 0
      ? environmentWords[view.language].diff.none
      : items.map((item) => drawDiff(item, view)).join('\n\n'),
  );
}

function addressOf(side: Side | undefined): string {
  if (side === undefined) return '';
  return 'artifact' in side ? `${side.app}@${side.artifact}` : side.environment;
}

const filesShown = 6;

export function drawDiff(found: Diff, view: View): string {
  const words = environmentWords[view.language];
  const { dim, bold } = view.colors;
  const sides = [found.from, found.to].map(({ name, artifact }) => sideOf(name, artifact, view));
  const title = `${bold(found.app)}   ${sides.join('   ')}`;
  const titles = widthOf(title) <= view.width ? [title] : [bold(found.app), ...sides.map((side) => `  ${side}`)];
  const { onlyFrom, onlyTo, different } = found.configuration;
  const config = [
    ...(onlyFrom.length === 0 ? [] : [words.diff.onlyIn(found.from.name, onlyFrom.join(', '))]),
    ...(onlyTo.length === 0 ? [] : [words.diff.onlyIn(found.to.name, onlyTo.join(', '))]),
    ...(different.length === 0 ? [] : [words.diff.different(different.join(', '))]),
  ];
  const parts: [string, string[]][] = [
    [words.diff.commits, commitLines(found.commits, view)],
    [words.diff.missing, commitLines(found.missing, view)],
    [words.diff.files, found.files.changed === 0 ? [] : [fileLine(found.files, view)]],
    [words.diff.config, config],
  ];
  const shown = parts.filter(([, lines]) => lines.length > 0);
  const width = Math.max(0, ...shown.map(([name]) => widthOf(name)));
  const body = shown.flatMap(([name, lines]) =>
    lines.flatMap((line, index) => hang(`  ${dim(padEnd(index === 0 ? name : '', width))}  `, line, view.width)),
  );
  // Without a command to type, the sentence says why there is none.
  const same =
    shown.length === 0 || found.command === null
      ? wrap(say(found.summary, view), view.width).map((line) => `  ${line}`)
      : [];
  const closing = found.command === null ? [] : [words.diff.close(found.to.name, found.from.name, bold(found.command))];
  return [...titles, ...body, ...same, ...closing].join('\n');
}

function commitLines({ total, list }: Diff['commits'], view: View): string[] {
  const authorWidth = Math.max(0, ...list.map(({ author }) => widthOf(author)));
  const lines = list.map(
    ({ revision, author, subject }) =>
      `${view.colors.dim(revision.slice(0, 7))} ${padEnd(author, authorWidth)}  ${subject}`,
  );
  const more = total - list.length;
  return more > 0 ? [...lines, environmentWords[view.language].diff.more(more)] : lines;
}

function fileLine({ changed, added, removed, list }: Diff['files'], view: View): string {
  const names = list.slice(0, filesShown).map(({ path }) => path);
  const more = changed > names.length ? ', …' : '';
  const numbers = `${view.colors.green(`+${added}`)} ${view.colors.red(`−${removed}`)}`;
  return `${environmentWords[view.language].diff.changed(changed)}  ${numbers}   ${names.join(', ')}${more}`;
}

/** `staging 1.2.0 (4f2c9e1)`; an address has named the version already: `shop@1.2.0 (4f2c9e1)`. */
function sideOf(name: string, artifact: ArtifactRef | null, view: View): string {
  if (artifact === null) return `${name} ${environmentWords[view.language].nothing}`;
  const subject = name.endsWith(`@${artifact.version}`) ? name : `${name} ${artifact.version}`;
  return `${subject} (${artifact.revision.slice(0, 7)})`;
}

import { answer } from '@sluice/client';
import type { ManifestSource } from '@sluice/client';
import { show } from '../../context.ts';
import type { Context } from '../../context.ts';
import { sourceWords } from '../../messages/manifest-source.ts';
import { say } from '../../output/say.ts';
import { table } from '../../output/table.ts';
import { hang } from '../../output/text.ts';
import type { View } from '../../output/view.ts';
import { fromOf } from './list.ts';
import { stateOf } from './state.ts';

/** `sluice source show NAME` */
export async function showSource(context: Context, name: string): Promise<void> {
  const { http } = await context.client();
  const params = { path: { name }, query: { project: context.project } };
  const found = await answer(http.GET('/v1/manifest-sources/{name}', { params }));
  await show(context, found, drawSource);
}

function drawSource(source: ManifestSource, view: View): string {
  const words = sourceWords[view.language];
  const { columns } = words;
  const head = `${view.colors.bold(source.name)}  ${fromOf(source)}  ${view.colors.dim(words.as(source.actor))}`;
  const state = stateOf(source, view);
  // Before the first look there is no more to say than that.
  const isUnseen = source.message.code === 'source_waiting';
  const lines = [head, ...(isUnseen ? [state] : hang(`${state}: `, say(source.message, view), view.width))];
  for (const { file, line, column, message } of source.faults) {
    const place = [file, line, column].filter((part) => part !== null).join(':');
    lines.push(...hang(`  ${place === '' ? '' : `${place}: `}`, say(message, view), view.width));
  }
  if (source.objects.length === 0) return lines.join('\n');
  const objects = table(
    source.objects,
    [
      { title: columns.file, cell: ({ file }) => file, shrinks: true },
      { title: columns.document, cell: ({ kind, name }) => `${kind} ${name}` },
      { title: columns.is, cell: ({ drift }) => driftOf(drift, words), shrinks: true },
    ],
    view,
  );
  return [...lines, '', objects].join('\n');
}

function driftOf(drift: readonly string[] | null, words: (typeof sourceWords)['en']): string {
  if (drift === null) return words.asDescribed;
  return drift.length === 0 ? words.gone : words.differs(drift.join(', '));
}

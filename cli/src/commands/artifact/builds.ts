import { answer } from '@sluice/client';
import type { Build } from '@sluice/client';
import { show } from '../../context.ts';
import type { Context } from '../../context.ts';
import { artifactWords } from '../../messages/artifact.ts';
import { wideWords } from '../../output/wide-words.ts';
import { moodOf, paint, shape } from '../../output/mark.ts';
import { say } from '../../output/say.ts';
import { table } from '../../output/table.ts';
import { age } from '../../output/time.ts';
import type { View } from '../../output/view.ts';

/** `sluice builds APP [--log COMMIT]` */
export async function builds(context: Context, app: string, options: { log?: string }): Promise<void> {
  const { http } = await context.client();
  const params = { path: { app }, query: { project: context.project } };
  const found = await answer(http.GET('/v1/apps/{app}/builds', { params }));
  const { log } = options;
  if (log !== undefined) {
    const build = found.items.find(({ id, revision }) => id === log || revision.startsWith(log));
    const path = { app, id: build?.id ?? log };
    // An empty text has no body at all.
    const text: string | undefined = await answer(
      http.GET('/v1/apps/{app}/builds/{id}/log', { params: { ...params, path }, parseAs: 'text' }),
    );
    if (text === undefined || text === '') context.terminal.remark(`${artifactWords[context.language].noOutput}\n`);
    else context.terminal.answer(text.endsWith('\n') ? text : `${text}\n`);
    return;
  }
  await show(context, found, ({ items }, view) =>
    items.length === 0 ? artifactWords[view.language].noBuilds(app) : drawBuilds(items, view),
  );
}

export function drawBuilds(items: readonly Build[], view: View): string {
  const words = artifactWords[view.language];
  const wide = wideWords[view.language];
  return table(
    items,
    [
      {
        title: words.columns.revision,
        cell: ({ revision }) => revision.slice(0, 7),
        whole: ({ revision }) => revision,
      },
      { title: words.columns.branch, cell: ({ branch }) => branch ?? '' },
      {
        title: words.columns.state,
        cell: ({ state, result }) => {
          const mood = moodOf(state, result);
          const word = words.states[result ?? state] ?? result ?? state;
          return { text: `${shape(mood)} ${word}`, paint: (text) => paint(mood, text, view) };
        },
      },
      { title: words.columns.version, cell: ({ version }) => version ?? '' },
      {
        title: words.columns.begun,
        cell: ({ createdAt }) => words.ago(age(createdAt, view)),
        whole: ({ createdAt }) => createdAt,
      },
      { title: wide.finished, cell: ({ finishedAt }) => finishedAt ?? '', wide: true },
      { title: wide.id, cell: ({ id }) => id, wide: true },
      { title: words.columns.note, cell: ({ message }) => say(message, view), shrinks: true },
    ],
    view,
  );
}

import { answer } from '@sluice/client';
import type { ManifestSource } from '@sluice/client';
import { show } from '../../context.ts';
import type { Context } from '../../context.ts';
import { sourceWords } from '../../messages/manifest-source.ts';
import { table } from '../../output/table.ts';
import { age } from '../../output/time.ts';
import type { View } from '../../output/view.ts';
import { stateOf } from './state.ts';

/** `sluice sources` */
export async function listSources(context: Context): Promise<void> {
  const { http } = await context.client();
  const found = await answer(http.GET('/v1/manifest-sources', { params: { query: { project: context.project } } }));
  await show(context, found, ({ items }, view) => drawSources(items, view));
}

function drawSources(items: readonly ManifestSource[], view: View): string {
  const words = sourceWords[view.language];
  if (items.length === 0) return words.none;
  const { columns } = words;
  return table(
    items,
    [
      { title: columns.name, cell: ({ name }) => name },
      { title: columns.from, cell: fromOf, shrinks: true },
      { title: columns.state, cell: (source) => stateOf(source, view) },
      {
        title: columns.looked,
        cell: ({ lookedAt }) => (lookedAt === null ? words.never : words.ago(age(lookedAt, view))),
      },
    ],
    view,
  );
}

/** `platform/deploy @ main` */
export function fromOf({ app, path, branch }: Pick<ManifestSource, 'app' | 'path' | 'branch'>): string {
  return `${[app, path].filter((part) => part !== '').join('/')} @ ${branch}`;
}

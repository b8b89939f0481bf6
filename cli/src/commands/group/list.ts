import { answer } from '@sluice/client';
import type { Group } from '@sluice/client';
import { show } from '../../context.ts';
import type { Context } from '../../context.ts';
import { groupWords } from '../../messages/group.ts';
import { table } from '../../output/table.ts';
import type { View } from '../../output/view.ts';

/** `sluice groups` */
export async function listGroups(context: Context): Promise<void> {
  const { http } = await context.client();
  const found = await answer(http.GET('/v1/groups', { params: { query: { project: context.project } } }));
  await show(context, found, ({ items }, view) => drawGroups(items, view));
}

function drawGroups(groups: readonly Group[], view: View): string {
  const words = groupWords[view.language];
  if (groups.length === 0) return words.noGroups;
  const hasDescription = groups.some(({ description }) => description !== null);
  return table(
    groups,
    [
      { title: words.columns.group, cell: ({ name }) => name },
      { title: words.columns.members, cell: ({ members }) => members.join(', ') || words.nobody, shrinks: true },
      ...(hasDescription
        ? [
            {
              title: words.columns.description,
              cell: ({ description }: Group) => description ?? '',
              shrinks: true as const,
            },
          ]
        : []),
    ],
    view,
  );
}

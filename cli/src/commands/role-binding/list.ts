import { answer } from '@sluice/client';
import type { RoleBinding } from '@sluice/client';
import { show } from '../../context.ts';
import type { Context } from '../../context.ts';
import { groupWords } from '../../messages/group.ts';
import { table } from '../../output/table.ts';
import type { View } from '../../output/view.ts';

/** `sluice roles` */
export async function listRoleBindings(context: Context): Promise<void> {
  const { http } = await context.client();
  const found = await answer(http.GET('/v1/role-bindings', { params: { query: { project: context.project } } }));
  await show(context, found, ({ items }, view) => drawRoleBindings(items, view));
}

function drawRoleBindings(bindings: readonly RoleBinding[], view: View): string {
  const words = groupWords[view.language];
  if (bindings.length === 0) return words.noRoles;
  return table(
    bindings,
    [
      { title: words.columns.name, cell: ({ name }) => name },
      { title: words.columns.role, cell: ({ role }) => role },
      {
        title: words.columns.who,
        cell: ({ people, groups }) => [...people, ...groups.map(words.group)].join(', '),
        shrinks: true,
      },
      { title: words.columns.apps, cell: ({ apps }) => apps?.join(', ') ?? words.all, shrinks: true },
      {
        title: words.columns.environments,
        cell: ({ environments }) => environments?.join(', ') ?? words.all,
        shrinks: true,
      },
    ],
    view,
  );
}

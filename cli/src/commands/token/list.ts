import { answer } from '@sluice/client';
import type { Token } from '@sluice/client';
import { show } from '../../context.ts';
import type { Context } from '../../context.ts';
import { identityWords } from '../../messages/identity.ts';
import { wideWords } from '../../output/wide-words.ts';
import { table } from '../../output/table.ts';
import type { Cell } from '../../output/table.ts';
import { age, moment } from '../../output/time.ts';
import type { View } from '../../output/view.ts';

/** `sluice token list` */
export async function listTokens(context: Context): Promise<void> {
  const { http } = await context.client();
  const found = await answer(http.GET('/v1/tokens', { params: { query: { limit: 200 } } }));
  await show(context, found, ({ items }, view) => drawTokens(items, view));
}

export function drawTokens(tokens: readonly Token[], view: View): string {
  const words = identityWords[view.language];
  if (tokens.length === 0) return words.none;
  const wide = wideWords[view.language];
  return table(
    tokens,
    [
      { title: words.columns.id, cell: ({ id }) => id },
      { title: words.columns.name, cell: ({ name }) => name, shrinks: true },
      { title: words.columns.actor, cell: ({ actor }) => actor, shrinks: true },
      { title: words.columns.role, cell: (token) => roleOf(token, view), shrinks: true },
      {
        title: words.columns.used,
        cell: ({ lastUsedAt }) => (lastUsedAt === null ? words.never : words.ago(age(lastUsedAt, view))),
        whole: ({ lastUsedAt }) => lastUsedAt ?? words.never,
      },
      { title: words.columns.state, cell: (token) => validity(token, view) },
      { title: wide.created, cell: ({ createdAt }) => createdAt, wide: true },
      { title: wide.by, cell: ({ createdBy }) => createdBy, wide: true },
      { title: wide.expires, cell: ({ expiresAt }) => expiresAt ?? '', wide: true },
    ],
    view,
  );
}

function roleOf({ role, project, apps, environments, verbs }: Token, view: View): string {
  const limits = [apps, environments, verbs].flatMap((names) => names ?? []);
  const only = limits.length === 0 ? '' : ` · ${identityWords[view.language].limits(limits.join(', '))}`;
  return `${role ?? identityWords[view.language].allRoles} · ${project}${only}`;
}

function validity({ revokedAt, expiresAt }: Token, view: View): Cell {
  const words = identityWords[view.language];
  if (revokedAt !== null) return { text: `✖ ${words.revoked}`, paint: view.colors.red };
  if (expiresAt === null) return words.forever;
  if (Date.parse(expiresAt) <= view.now.getTime()) return { text: `✖ ${words.expired}`, paint: view.colors.red };
  return moment(expiresAt, view).slice(0, 10);
}

import { answer } from '@sluice/client';
import type { Whoami } from '@sluice/client';
import type { Connection } from '../../connection/discover.ts';
import { show } from '../../context.ts';
import type { Context } from '../../context.ts';
import { identityWords } from '../../messages/identity.ts';
import { fields } from '../../output/fields.ts';
import { moment } from '../../output/time.ts';
import type { View } from '../../output/view.ts';

/** `sluice whoami` */
export async function whoami(context: Context): Promise<void> {
  const { http } = await context.client();
  const me = await answer(http.GET('/v1/whoami'));
  const connection = await context.connection();
  await show(context, me, (document, view) => drawWhoami(document, connection, view));
}

/** `developer in default (only shop, qa)` */
export function roleText(binding: Whoami['bindings'][number], view: View) {
  const words = identityWords[view.language];
  const role = words.role(binding.role, binding.project);
  const limits = [binding.apps, binding.environments, binding.verbs].flatMap((names) => names ?? []);
  return limits.length === 0 ? role : `${role} (${words.limits(limits.join(', '))})`;
}

export function drawWhoami(me: Whoami, connection: Pick<Connection, 'server' | 'origin'>, view: View): string {
  const words = identityWords[view.language];
  const until = me.token?.expiresAt ?? null;
  return fields(
    [
      [words.you, view.colors.bold(me.actor)],
      [words.may, me.bindings.map((binding) => roleText(binding, view)).join('; ')],
      [
        words.with,
        me.token === null
          ? null
          : [me.token.name, until === null ? '' : words.until(moment(until, view))].filter(Boolean).join(', '),
      ],
      [words.at, `${connection.server} (${words.origin[connection.origin]})`],
    ],
    view,
  ).join('\n');
}

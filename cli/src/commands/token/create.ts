import { answer, given } from '@sluice/client';
import type { CreatedToken, CreateToken } from '@sluice/client';
import { show } from '../../context.ts';
import type { Context } from '../../context.ts';
import { identityWords } from '../../messages/identity.ts';
import { mark } from '../../output/mark.ts';
import type { View } from '../../output/view.ts';

type Role = 'viewer' | 'developer' | 'approver' | 'operator' | 'admin';

export interface TokenCreateOptions {
  readonly role?: Role;
  readonly for?: string;
  readonly everywhere?: true;
  readonly expires?: number;
  readonly app?: readonly string[];
  readonly env?: readonly string[];
  readonly only?: readonly string[];
}

/** `sluice token create NAME --role ROLE` */
export async function createToken(context: Context, name: string, options: TokenCreateOptions): Promise<void> {
  const { role, expires } = options;
  const { http } = await context.client();
  const created = await answer(
    http.POST('/v1/tokens', {
      body: given({
        name,
        role,
        project: options.everywhere === true ? '*' : context.project,
        actor: options.for,
        apps: mutable(options.app),
        environments: mutable(options.env),
        // Which verbs there are is for the server to say, in the language of whoever asks.
        verbs: mutable(options.only) as CreateToken['verbs'],
        expiresAt: expires === undefined ? undefined : new Date(Date.now() + expires).toISOString(),
      }),
    }),
  );
  await show(context, created, drawCreatedToken);
}

/** The secret stands alone on its line, ready to be taken whole. */
export function drawCreatedToken({ token, secret }: CreatedToken, view: View): string {
  return [`${mark('done', view)} ${identityWords[view.language].created(token.name, token.actor)}`, secret].join('\n');
}

function mutable(names: readonly string[] | undefined): string[] | undefined {
  return names === undefined ? undefined : [...names];
}

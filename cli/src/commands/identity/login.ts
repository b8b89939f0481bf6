import { answer, createClient } from '@sluice/client';
import { lightFetch } from '../../connection/light-fetch.ts';
import { writeLogin } from '../../connection/login-file.ts';
import { withScheme } from '../../connection/discover.ts';
import { show } from '../../context.ts';
import type { Context } from '../../context.ts';
import { UsageError } from '../../failure.ts';
import { identityWords } from '../../messages/identity.ts';
import { mark } from '../../output/mark.ts';
import { askSecret } from './ask-secret.ts';

/** `sluice login --server URL`: nothing is kept before the server has accepted the token. */
export async function login(context: Context, given: { server?: string; token?: string }): Promise<void> {
  const words = identityWords[context.language];
  const address = given.server ?? context.config.server;
  if (address === undefined) throw new UsageError(words.whichServer);
  const server = withScheme(address).replace(/\/+$/, '');
  if (!URL.canParse(server)) throw new UsageError(words.badServer(address));
  const token = given.token ?? context.config.token ?? (await readToken(context, words.askToken(server)));
  if (token === '') throw new UsageError(words.noTokenGiven);
  const { http } = createClient({ server, token, language: context.language, door: 'cli', fetch: lightFetch });
  const me = await answer(http.GET('/v1/whoami'));
  await writeLogin(context.config.configHome, { server, token });
  await show(
    context,
    { server, actor: me.actor },
    ({ actor }, view) => `${mark('done', view)} ${words.loggedIn(actor, server)}`,
  );
}

async function readToken(context: Context, question: string): Promise<string> {
  const typed = process.stdin.isTTY ? await askSecret(question) : await context.input();
  return typed.trim();
}

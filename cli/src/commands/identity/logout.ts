import { removeLogin } from '../../connection/login-file.ts';
import { show } from '../../context.ts';
import type { Context } from '../../context.ts';
import { identityWords } from '../../messages/identity.ts';
import { mark } from '../../output/mark.ts';

/** `sluice logout` */
export async function logout(context: Context): Promise<void> {
  const forgotten = await removeLogin(context.config.configHome);
  const { loggedOut, notLoggedIn } = identityWords[context.language];
  await show(context, { forgotten }, (_, view) => `${mark('done', view)} ${forgotten ? loggedOut : notLoggedIn}`);
}

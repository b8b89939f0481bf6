import { answer } from '@sluice/client';
import type { SigningSecret } from '@sluice/client';
import { show } from '../../context.ts';
import type { Context } from '../../context.ts';
import { mark } from '../../output/mark.ts';
import { say } from '../../output/say.ts';
import { hang } from '../../output/text.ts';
import type { View } from '../../output/view.ts';

/** `sluice app signing-secret APP` */
export async function makeSigningSecret(context: Context, app: string): Promise<void> {
  const { http } = await context.client();
  const call = http.POST('/v1/apps/{app}/signing-secret', {
    params: { path: { app } },
    body: { project: context.project },
  });
  await show(context, await answer(call), draw);
}

function draw({ message, secret }: SigningSecret, view: View): string {
  return [...hang(`${mark('done', view)} `, say(message, view), view.width), `  ${secret}`].join('\n');
}

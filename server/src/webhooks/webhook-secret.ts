import type { SecretBox, SecretPlace } from '../lib/secret-box.ts';
import { newSigningSecret } from '../lib/outgoing/standard-webhooks.ts';
import type { Webhook } from './webhook.ts';

type Owner = Pick<Webhook, 'id' | 'project'>;

export function makeSecret(box: SecretBox, owner: Owner): { readonly plain: string; readonly sealed: string } {
  const plain = newSigningSecret();
  return { plain, sealed: box.seal(plain, placeOf(owner)) };
}

/** What an attempt at this moment is signed with, the newest first. */
export function openSecrets(box: SecretBox, webhook: Webhook, at: Date): string[] {
  const { secret, previousSecret, previousUntil } = webhook;
  const sealed = [
    secret,
    ...(previousSecret !== null && previousUntil !== null && previousUntil > at ? [previousSecret] : []),
  ];
  return sealed.map((one) => box.open(one, placeOf(webhook)));
}

function placeOf({ id, project }: Owner): SecretPlace {
  return { project, app: '', environment: '', name: `webhook/${id}` };
}

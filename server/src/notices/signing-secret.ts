import { requireApp } from '../apps/index.ts';
import type { Db, Transact } from '../engine/transaction.ts';
import type { Caller, Identity } from '../identity/index.ts';
import type { Message } from '../lib/message.ts';
import type { SecretBox } from '../lib/secret-box.ts';
import { noticeMessages as messages } from './notice-messages.ts';
import { findSealedSecret, writeSealedSecret } from './notice-store.ts';
import { newSigningSecret, signedHeaders } from '../lib/outgoing/standard-webhooks.ts';

const placeOf = (project: string, app: string) => ({ project, app, environment: '', name: 'signing-secret' });

/** `sluice app signing-secret`: a new secret, shown once. The one before ends at the same moment. */
export function createMakeSigningSecret(parts: {
  readonly db: Db;
  readonly transact: Transact;
  readonly identity: Identity;
  readonly secretBox: SecretBox;
}): (caller: Caller, project: string, app: string) => Promise<{ readonly message: Message; readonly secret: string }> {
  return async (caller, project, app) => {
    await parts.identity.authorize(caller, 'app.secret', { project, app });
    await requireApp(parts.db, project, app);
    const secret = newSigningSecret();
    const sealed = parts.secretBox.seal(secret, placeOf(project, app));
    await parts.transact(async (tx) => {
      await writeSealedSecret(tx.db, { project, app, sealed, by: caller.actor });
      tx.emit({
        type: 'secret.created',
        project,
        subject: `app/${app}`,
        labels: { app },
        actor: caller.actor,
        door: caller.door,
        data: {},
      });
    });
    return { message: messages.signing_secret_made({ app }), secret };
  };
}

/** The secret in clear: never store or log it. Undefined when none was made. */
export async function openSigningSecret(
  db: Db,
  secretBox: SecretBox,
  { project, app }: { readonly project: string; readonly app: string },
): Promise<string | undefined> {
  const sealed = await findSealedSecret(db, project, app);
  return sealed === undefined ? undefined : secretBox.open(sealed, placeOf(project, app));
}

/** Signs requests about an app, where it has a secret for that. */
export function createSignerOf(
  secretBox: SecretBox,
): (
  db: Db,
  place: { readonly project: string; readonly app: string },
) => Promise<(id: string, body: string) => Readonly<Record<string, string>>> {
  return async (db, place) => {
    const secret = await openSigningSecret(db, secretBox, place);
    return (id, body) => (secret === undefined ? {} : signedHeaders({ id, body }, [secret], new Date()));
  };
}

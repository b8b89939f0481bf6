import type { Db } from '../engine/transaction.ts';
import type { SecretBox, SecretPlace } from '../lib/secret-box.ts';
import { findImportCredential, writeImportCredential } from './app-store.ts';
import type { ImportAddress } from './import-address.ts';

interface AppName {
  readonly project: string;
  readonly name: string;
}

/** Keeps the credential of an app's import until its repository is here. */
export async function keepImportCredential(
  db: Db,
  secretBox: SecretBox,
  app: AppName,
  { address, withCredential }: ImportAddress,
): Promise<void> {
  if (withCredential === undefined) return;
  const sealed = secretBox.seal(withCredential, placeOf(app, address));
  await writeImportCredential(db, { project: app.project, app: app.name, url: address, sealed });
}

/** What to import from: the address of the manifest, with the credential that was given for exactly this address. */
export async function importSourceOf(db: Db, secretBox: SecretBox, app: AppName, address: string): Promise<string> {
  const kept = await findImportCredential(db, app.project, app.name);
  return kept === undefined || kept.url !== address ? address : secretBox.open(kept.sealed, placeOf(app, address));
}

function placeOf(app: AppName, address: string): SecretPlace {
  return { project: app.project, app: app.name, environment: '', name: address };
}

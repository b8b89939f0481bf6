import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { ensurePrivateFile } from './private-file.ts';
import { Problem } from './problem.ts';
import { secretBoxMessages as messages } from './secret-box-messages.ts';

/** Where a secret belongs. Sealed with it, so that a ciphertext that is copied to another place does not open there. */
export interface SecretPlace {
  readonly project: string;
  readonly app: string;
  readonly environment: string;
  readonly name: string;
}

export interface SecretBox {
  /** `v1.<key id>.<nonce>.<tag>.<ciphertext>`, safe to store as text. Sealing twice gives two different texts. */
  seal(plain: string, place: SecretPlace): string;
  /** Throws `secret_key_wrong` when another key sealed it, `secret_damaged` for anything else that does not open. */
  open(sealed: string, place: SecretPlace): string;
}

const version = 'v1';

/** AES-256-GCM with a random 96-bit nonce: good for 2^32 secrets under one key. */
export function createSecretBox(key: Buffer): SecretBox {
  if (key.length !== 32) throw new RangeError(`a key has 32 bytes, not ${key.length}`);
  // Tells keys apart without telling anything about the key.
  const keyId = createHmac('sha256', key).update('sluice secret key id').digest('hex').slice(0, 12);

  return {
    seal: (plain, place) => {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(aad(place));
      const ciphertext = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      const parts = [nonce, cipher.getAuthTag(), ciphertext].map((part) => part.toString('base64url'));
      return [version, keyId, ...parts].join('.');
    },

    open: (sealed, place) => {
      const { name } = place;
      const [sealedVersion, sealedKeyId, nonce, tag, ciphertext, ...rest] = sealed.split('.');
      if (sealedVersion !== version || ciphertext === undefined || rest.length > 0) {
        throw new Problem('Unavailable', messages.secret_damaged({ name }));
      }
      if (sealedKeyId !== keyId) throw new Problem('Unavailable', messages.secret_key_wrong({ name }));
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce ?? '', 'base64url'), {
          authTagLength: 16,
        })
          .setAAD(aad(place))
          .setAuthTag(Buffer.from(tag ?? '', 'base64url'));
        return decipher.update(ciphertext, 'base64url', 'utf8') + decipher.final('utf8');
      } catch (error) {
        throw new Problem('Unavailable', messages.secret_damaged({ name }), { cause: error });
      }
    },
  };
}

function aad({ project, app, environment, name }: SecretPlace): Buffer {
  return Buffer.from(JSON.stringify([version, project, app, environment, name]));
}

const secretKeyFile = 'secret-key';

/**
 * The key to use: the one given by the operator, else that of `<dataDir>/secret-key`, made at the first start. Replicas
 * on several machines share no data directory and must be given the key.
 */
export async function loadSecretKey(options: { readonly dataDir: string; readonly given?: string }): Promise<Buffer> {
  if (options.given !== undefined) return keyOf(options.given, 'SLUICE_SECRET_KEY');
  const path = join(options.dataDir, secretKeyFile);
  return keyOf(await ensurePrivateFile(path, () => `${randomBytes(32).toString('base64')}\n`), path);
}

function keyOf(text: string, source: string): Buffer {
  const key = Buffer.from(text.trim(), 'base64');
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(text.trim()) || key.length !== 32) {
    throw new Problem('InvalidInput', messages.secret_key_malformed({ source }));
  }
  return key;
}

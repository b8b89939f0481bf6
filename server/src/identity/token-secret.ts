import { createHash, randomBytes } from 'node:crypto';

/** Lets people and secret scanners recognise a token of ours. */
const secretPrefix = 'slc_';

/** 256 random bits: nothing to guess, nothing to look up in a dictionary. */
export function newSecret(): string {
  return secretPrefix + randomBytes(32).toString('base64url');
}

export function isSecret(text: string): boolean {
  return /^slc_[A-Za-z0-9_-]{43}$/.test(text);
}

/**
 * Plain SHA-256, on purpose: slow hashes protect what people choose, and would here only make each request slower.
 * Rows are found by this hash, so comparing takes no time that depends on how much of a guess was right: an attacker
 * does not choose the hash of a guess.
 */
export function hashSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

import { ulid } from 'ulid';

/** Prefixes name the noun, so that an id read in a chat or a log tells what it points to. */
export type IdPrefix =
  | 'exe'
  | 'prm'
  | 'rel'
  | 'art'
  | 'chg'
  | 'tok'
  | 'act'
  | 'prc'
  | 'tgt'
  | 'rep'
  | 'bld'
  | 'apv'
  | 'lck'
  | 'chk'
  | 'cal'
  | 'ntc'
  | 'whk'
  | 'dlv';

/** `prm_01j8…`: a lower-case ULID (48 bits of time, 80 random bits from the CSPRNG), so ids sort by creation. */
export function newId(prefix: IdPrefix): string {
  return `${prefix}_${ulid().toLowerCase()}`;
}

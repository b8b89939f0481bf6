import * as z from 'zod';

/** An address that Sluice may be told to call: http(s), without a credential or a fragment, at most 2,000 characters. */
export const outgoingUrlSchema = z
  .string()
  .max(2000)
  .refine(isOutgoingUrl, 'must be an http:// or https:// address without a user name, a password or a #fragment');

function isOutgoingUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  const isWeb = url.protocol === 'http:' || url.protocol === 'https:';
  return isWeb && url.hostname !== '' && url.username === '' && url.password === '' && url.hash === '';
}

/** A URL in two: where the repository is, and what opens it. Anything else is left as it is. */
export interface ImportAddress {
  readonly address: string;
  /** The URL as it was given, user name and password in it. */
  readonly withCredential?: string;
}

/** Takes the credential out of a URL, so that the rest can be kept and shown. */
export function parseImportAddress(source: string): ImportAddress {
  const url = URL.canParse(source) ? new URL(source) : undefined;
  if (url === undefined || (url.username === '' && url.password === '')) return { address: source };
  url.username = '';
  url.password = '';
  return { address: url.href, withCredential: source };
}

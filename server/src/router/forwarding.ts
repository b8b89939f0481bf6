import type { IncomingMessage } from 'node:http';

/** How a request's body is delimited. Written anew towards the upstream, never copied. */
export type Framing =
  | { readonly kind: 'none' }
  | { readonly kind: 'length'; readonly length: string }
  | { readonly kind: 'chunked' };

export type Checked =
  | { readonly ok: true; readonly host: string | undefined; readonly framing: Framing }
  | { readonly ok: false; readonly why: string };

/** Headers of one connection only; the next hop gets its own. */
const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'http2-settings',
]);

/** What only proxies may say about a client. */
const forwarded = new Set([
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-port',
  'x-forwarded-proto',
  'x-real-ip',
]);

export function* pairsOf(rawHeaders: readonly string[]): Generator<[name: string, value: string]> {
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) yield [rawHeaders[i] ?? '', rawHeaders[i + 1] ?? ''];
}

/**
 * Refuses what two HTTP implementations might understand differently, because the app behind us is the second one. Node's
 * parser refuses most of it before; this does not rely on it.
 */
export function checkRequest(request: Pick<IncomingMessage, 'rawHeaders' | 'url'>): Checked {
  const refuse = (why: string): Checked => ({ ok: false, why });
  const hosts: string[] = [];
  const lengths: string[] = [];
  const codings: string[] = [];
  for (const [name, value] of pairsOf(request.rawHeaders)) {
    if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name))
      return refuse('a header name holds characters that are not allowed');
    if (/[^\t\x20-\x7e\x80-\xff]/.test(value)) return refuse('a header value holds control characters');
    const lower = name.toLowerCase();
    if (lower === 'host') hosts.push(value);
    else if (lower === 'content-length') lengths.push(value);
    else if (lower === 'transfer-encoding') codings.push(value);
  }
  if (hosts.length > 1) return refuse('it has more than one Host header');
  if (codings.length > 0 && lengths.length > 0) return refuse('it has both Content-Length and Transfer-Encoding');
  if (lengths.length > 1) return refuse('it has more than one Content-Length header');
  if (codings.length > 1 || (codings[0] !== undefined && codings[0].toLowerCase() !== 'chunked')) {
    return refuse('its Transfer-Encoding is not "chunked"');
  }
  const [length] = lengths;
  if (length !== undefined && !/^\d{1,15}$/.test(length)) return refuse('its Content-Length is not a number');
  const url = request.url ?? '';
  if (!(url.startsWith('/') || url === '*') || /[^\x21-\x7e\x80-\xff]/.test(url)) {
    return refuse('its target is not a path');
  }
  let framing: Framing = { kind: 'none' };
  if (codings.length > 0) framing = { kind: 'chunked' };
  else if (length !== undefined && Number(length) > 0) framing = { kind: 'length', length };
  return { ok: true, host: hosts[0], framing };
}

/** Who sent a request, as the app shall see it. */
export interface Origin {
  readonly address: string;
  readonly scheme: 'http' | 'https';
  /** Whether the sender is a proxy whose word about the client before it is taken. */
  readonly trusted: boolean;
}

/** The headers of a request towards an app, as a flat list of names and values. */
export function requestHeaders(
  request: Pick<IncomingMessage, 'rawHeaders' | 'method'>,
  framing: Framing,
  origin: Origin,
): string[] {
  const dropped = namedByConnection(request.rawHeaders);
  const result: string[] = [];
  const said = new Map<string, string>();
  let host = '';
  for (const [name, value] of pairsOf(request.rawHeaders)) {
    // Apps behind CGI-like interfaces cannot tell "_" from "-" in a name.
    const lower = name.toLowerCase().replaceAll('_', '-');
    if (forwarded.has(lower)) {
      if (origin.trusted && lower === name.toLowerCase()) said.set(lower, joined(said.get(lower), value));
      continue;
    }
    if (lower === 'host') host = value;
    else if (hopByHop.has(lower) || dropped.has(lower)) continue;
    // Already answered towards the client, see `handle`.
    else if (lower === 'content-length' || lower === 'expect') continue;
    result.push(name, value);
  }
  if (framing.kind === 'length') result.push('Content-Length', framing.length);
  else if (framing.kind === 'chunked') result.push('Transfer-Encoding', 'chunked');
  else if (!['GET', 'HEAD', 'OPTIONS', 'TRACE'].includes(request.method ?? '')) result.push('Content-Length', '0');

  const scheme = said.get('x-forwarded-proto') ?? origin.scheme;
  const originalHost = said.get('x-forwarded-host') ?? host;
  const node = origin.address.includes(':') ? `"[${origin.address}]"` : origin.address;
  const element = `for=${node};host="${host.replaceAll(/["\\]/g, '')}";proto=${origin.scheme}`;
  result.push('X-Forwarded-For', joined(said.get('x-forwarded-for'), origin.address));
  result.push('X-Forwarded-Proto', scheme, 'X-Forwarded-Host', originalHost);
  result.push('Forwarded', joined(said.get('forwarded'), element));
  const port = said.get('x-forwarded-port');
  if (port !== undefined) result.push('X-Forwarded-Port', port);
  return result;
}

/** The headers of an app's answer towards the client. */
export function responseHeaders(rawHeaders: readonly string[]): string[] {
  const dropped = namedByConnection(rawHeaders);
  const result: string[] = [];
  for (const [name, value] of pairsOf(rawHeaders)) {
    const lower = name.toLowerCase();
    if (hopByHop.has(lower) || (dropped.has(lower) && lower !== 'content-length')) continue;
    result.push(name, value);
  }
  return result;
}

function namedByConnection(rawHeaders: readonly string[]): Set<string> {
  const named = new Set<string>();
  for (const [name, value] of pairsOf(rawHeaders)) {
    if (name.toLowerCase() !== 'connection') continue;
    for (const token of value.split(',')) named.add(token.trim().toLowerCase());
  }
  return named;
}

function joined(earlier: string | undefined, value: string): string {
  return earlier === undefined || earlier === '' ? value : `${earlier}, ${value}`;
}

import { lookup } from 'node:dns/promises';
import { request as requestHttp } from 'node:http';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import type { LookupFunction } from 'node:net';
import { Problem } from '../problem.ts';
import { outgoingMessages as messages } from './outgoing-messages.ts';
import { isPrivateAddress } from './private-address.ts';

export interface OutgoingRequest {
  /** Passed `outgoingUrlSchema` when it was written down. */
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** For everything together, from the name to the last byte. */
  readonly timeoutMs: number;
  /** An answer longer than this is a failure. */
  readonly maxBytes: number;
  readonly signal?: AbortSignal;
}

export interface OutgoingAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * @throws Problem InvalidInput `outgoing_private`; Unavailable `outgoing_unknown_host`, `outgoing_no_answer`,
 *   `outgoing_timeout`, `outgoing_too_large`. Any status is an answer, also 3xx: redirects are not followed.
 */
export type SendRequest = (request: OutgoingRequest) => Promise<OutgoingAnswer>;

/** The way out to addresses that people gave; `privateHosts` says whether private networks may be called. */
export function createSendRequest(policy: { readonly privateHosts: boolean }): SendRequest {
  return async (request) => {
    const url = new URL(request.url);
    const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
    const limit = AbortSignal.timeout(request.timeoutMs);
    const signal = request.signal === undefined ? limit : AbortSignal.any([limit, request.signal]);
    try {
      const address = await raceAbort(addressOf(host, policy), signal);
      return await exchange(url, address, request, signal);
    } catch (error) {
      if (error instanceof Problem) throw error;
      if (limit.aborted) {
        const { timeoutMs } = request;
        throw new Problem('Unavailable', messages.outgoing_timeout({ host: url.host, timeoutMs }), { cause: error });
      }
      const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
      throw new Problem('Unavailable', messages.outgoing_no_answer({ host: url.host, reason }), { cause: error });
    }
  };
}

async function addressOf(host: string, policy: { readonly privateHosts: boolean }): Promise<string> {
  const found = isIP(host) === 0 ? await resolveName(host) : [host];
  const [address] = found;
  if (address === undefined) throw new Problem('Unavailable', messages.outgoing_unknown_host({ host }));
  // One private address among several is enough: which of them would be taken is not ours to guess.
  if (!policy.privateHosts && found.some(isPrivateAddress)) {
    throw new Problem('InvalidInput', messages.outgoing_private({ host }));
  }
  return address;
}

async function resolveName(host: string): Promise<string[]> {
  try {
    return (await lookup(host, { all: true })).map((entry) => entry.address);
  } catch (error) {
    throw new Problem('Unavailable', messages.outgoing_unknown_host({ host }), { cause: error });
  }
}

/** Name servers cannot be told to stop, so that whoever waits for them stops waiting. */
async function raceAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const stop = (): void => reject(signal.reason as Error);
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function exchange(
  url: URL,
  address: string,
  { method, headers = {}, body = '', maxBytes }: OutgoingRequest,
  signal: AbortSignal,
): Promise<OutgoingAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<OutgoingAnswer>();
  const pinned: LookupFunction = (_host, options, found) => {
    const family = isIP(address);
    if (options.all === true) found(null, [{ address, family }]);
    else found(null, address, family);
  };
  const send = url.protocol === 'https:' ? requestHttps : requestHttp;
  const length = method === 'GET' ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  const request: ClientRequest = send(url, {
    method,
    // A connection of its own, so that none that was opened under another judgement is used again.
    agent: false,
    lookup: pinned,
    signal,
    headers: { 'user-agent': 'sluice', accept: 'application/json', ...headers, ...length },
  });
  request.on('error', reject);
  request.on('response', (response) => {
    readBody(response, maxBytes, url.host).then(
      (text) => resolve({ status: response.statusCode ?? 0, headers: flat(response.headers), body: text }),
      (error: unknown) => {
        request.destroy();
        reject(error);
      },
    );
  });
  request.end(method === 'GET' ? undefined : body);
  return promise;
}

async function readBody(response: IncomingMessage, maxBytes: number, host: string): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > maxBytes) throw new Problem('Unavailable', messages.outgoing_too_large({ host, maxBytes }));
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function flat(headers: IncomingMessage['headers']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
  );
}

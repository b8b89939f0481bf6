import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Readable, Writable } from 'node:stream';
import type { Message } from '../message.ts';
import { configuration, stopGroup } from './git.ts';
import type { Git } from './git.ts';
import { gitMessages } from './git-messages.ts';
import { remoteLines } from './receive-commands.ts';
import type { RefUpdate } from './receive-commands.ts';
import { guardReceive } from './receive-guard.ts';
import type { Refuse } from './receive-guard.ts';
import { listRefs } from './references.ts';
import { BodyRefused, openBody } from './request-body.ts';
import type { BodyFault, RequestBody } from './request-body.ts';
import type { SmartRequest } from './smart-request.ts';

export interface SmartHttpOptions {
  readonly git: Git;
  /** The largest push, counted as it is sent and as it is unpacked. */
  readonly maxPushBytes: number;
  /** How long a client may neither send nor take anything. Default: 60 s. */
  readonly idleTimeoutMs?: number;
  /** For the whole request. Default: 30 min. */
  readonly timeoutMs?: number;
}

/** One authorized request for one repository. The path comes from the caller's own records, never from the client. */
export interface SmartCall {
  readonly path: string;
  readonly request: SmartRequest;
  /** Who asks; git sees it as REMOTE_USER. */
  readonly user: string;
  /** Asked about every ref of a push. Branches and tags only: other refs are refused before. Default: all are fine. */
  readonly refuse?: Refuse;
  /** Told which refs a push has moved, before the pusher gets the answer. Not called when none has. */
  readonly moved?: (moves: readonly RefUpdate[]) => Promise<void>;
  /** Puts messages into the pusher's language. Default: English. */
  readonly say?: (message: Message) => string;
}

export interface SmartHttp {
  /**
   * Answers the request completely, also when it is refused: 400, 408, 413 and 500 with one line of text. Rejects only
   * when `refuse` or `moved` throws, after the response has ended.
   */
  serve(request: IncomingMessage, response: ServerResponse, call: SmartCall): Promise<void>;
}

// git itself takes at most 10 MiB for the wants and haves of a fetch.
const maxFetchRequestBytes = 10 * 1024 * 1024;

/** git's smart HTTP protocol through `git http-backend`, which is spoken to as a CGI program. */
export function createSmartHttp(options: SmartHttpOptions): SmartHttp {
  const { git, maxPushBytes, idleTimeoutMs = 60_000, timeoutMs = 30 * 60_000 } = options;
  return {
    async serve(request, response, call) {
      const isPush = call.request.service === 'receive-pack' && call.request.step === 'exchange';
      const maxBytes = isPush ? maxPushBytes : maxFetchRequestBytes;
      const body = openBody(request, { maxBytes, idleTimeoutMs });
      try {
        await (isPush ? push(body, request, response, call) : fetch(body, request, response, call));
      } catch (error) {
        const fault = error instanceof BodyRefused ? error.fault : undefined;
        await refuseRequest(body, response, fault, fault === undefined ? 'error' : (call.say ?? english)(words(fault)));
        if (fault === undefined) throw error;
      }
    },
  };

  async function fetch(body: RequestBody, request: IncomingMessage, response: ServerResponse, call: SmartCall) {
    const child = startBackend(request, call, []);
    // Nobody is left to read what git would compute.
    const stop = (): void => stopGroup(child);
    response.once('close', stop);
    try {
      await exchange(child, body, response, { start: undefined, notes: Buffer.alloc(0) });
    } finally {
      response.off('close', stop);
    }
    response.end();
  }

  function words(fault: BodyFault): Message {
    if (fault === 'too-large')
      return gitMessages.git_push_too_large({ megabytes: Math.ceil(maxPushBytes / 1_000_000) });
    if (fault === 'too-slow') return gitMessages.git_too_slow({ seconds: idleTimeoutMs / 1000 });
    return gitMessages.git_request_malformed();
  }

  async function push(body: RequestBody, request: IncomingMessage, response: ServerResponse, call: SmartCall) {
    const say = call.say ?? english;
    const { commands, start, refused, settings } = await guardReceive(body, call.refuse ?? (() => undefined));
    const site = { git, path: call.path };
    const before = await tips(site, commands.updates);
    const notes = [...commands.capabilities].some((capability) => /^side-band(-64k)?$/.test(capability))
      ? remoteLines(refused.map(({ because }) => say(because)))
      : Buffer.alloc(0);
    try {
      await exchange(startBackend(request, call, settings), body, response, { start, notes });
    } finally {
      // Whatever became of the connection: a ref that has moved is told.
      const after = await tips(site, commands.updates);
      const moves = commands.updates.flatMap(({ ref }) => {
        const [old, to] = [before.get(ref), after.get(ref)];
        return old === to ? [] : [{ ref, old, new: to }];
      });
      if (moves.length > 0) await call.moved?.(moves);
    }
    response.end();
  }

  function startBackend(request: IncomingMessage, call: SmartCall, settings: readonly (readonly [string, string])[]) {
    const { service, step } = call.request;
    const version = request.headers['git-protocol'];
    const isVersion = typeof version === 'string' && /^version=[0-2]$/.test(version);
    const child = git.start(['http-backend'], {
      ...configuration([['http.receivepack', 'true'], ...settings]),
      GATEWAY_INTERFACE: 'CGI/1.1',
      REQUEST_METHOD: step === 'advertise' ? 'GET' : 'POST',
      PATH_TRANSLATED: step === 'advertise' ? `${call.path}/info/refs` : `${call.path}/git-${service}`,
      QUERY_STRING: step === 'advertise' ? `service=git-${service}` : '',
      CONTENT_TYPE: step === 'advertise' ? '' : `application/x-git-${service}-request`,
      REMOTE_USER: call.user.replaceAll('\0', ''),
      REMOTE_ADDR: request.socket.remoteAddress ?? '',
      GIT_HTTP_EXPORT_ALL: '1',
      ...(isVersion ? { GIT_PROTOCOL: version } : {}),
    });
    const deadline = setTimeout(() => stopGroup(child), timeoutMs);
    child.once('close', () => clearTimeout(deadline));
    child.once('error', () => clearTimeout(deadline));
    // What git has to say to the pusher travels in its output; stderr only tells of broken pipes.
    child.stderr?.resume();
    return child;
  }

  /** The request goes in completely before the first byte of the answer goes out, so a refusal can still be a status. */
  async function exchange(
    child: ChildProcess,
    body: RequestBody,
    response: ServerResponse,
    extra: { readonly start: Buffer | undefined; readonly notes: Buffer },
  ): Promise<void> {
    const { stdin, stdout } = child;
    if (stdin === null || stdout === null) throw new Error('git was started without pipes');
    const closed = once(child, 'close');
    closed.catch(() => undefined);
    try {
      await pour(body, extra.start, stdin);
      await relay(stdout, response, extra.notes, idleTimeoutMs);
    } catch (error) {
      giveUp(child, stdin);
      throw error;
    } finally {
      stdout.resume();
      await closed;
    }
  }
}

const giveUpMs = 5_000;

/**
 * The end of its input makes receive-pack give up an incomplete push and remove what it had taken in; a signal would
 * leave that on the disk until the next maintenance. So signals come only when it does not end by itself.
 */
function giveUp(child: ChildProcess, stdin: Writable): void {
  stdin.destroy();
  const timer = setTimeout(() => stopGroup(child), giveUpMs);
  child.once('close', () => clearTimeout(timer));
}

/** Feeds git at its own pace. git may end early, because it refuses what it sees: then the rest is thrown away. */
async function pour(body: RequestBody, start: Buffer | undefined, stdin: Writable): Promise<void> {
  let ended = false;
  stdin.once('error', () => (ended = true));
  stdin.once('close', () => (ended = true));
  let piece = start ?? (await body.next());
  while (piece !== undefined && !ended) {
    if (!stdin.write(piece) && !stdin.closed) await writable(stdin);
    piece = await body.next();
  }
  stdin.end();
  if (ended) await body.drain();
}

const maxHeadBytes = 16 * 1024;

async function relay(stdout: Readable, response: ServerResponse, notes: Buffer, idleTimeoutMs: number): Promise<void> {
  let pending = Buffer.alloc(0);
  for await (const piece of stdout) {
    const chunk: unknown = piece;
    if (!Buffer.isBuffer(chunk)) continue;
    if (response.headersSent) {
      await send(response, chunk, idleTimeoutMs);
      continue;
    }
    pending = Buffer.concat([pending, chunk]);
    const end = pending.indexOf('\r\n\r\n');
    if (end < 0 && pending.length > maxHeadBytes) break;
    if (end < 0) continue;
    const status = writeHead(response, pending.subarray(0, end).toString('latin1'));
    if (status === 200) await send(response, notes, idleTimeoutMs);
    await send(response, pending.subarray(end + 4), idleTimeoutMs);
  }
  if (!response.headersSent && !response.destroyed) throw new Error('git http-backend gave no answer');
}

function writeHead(response: ServerResponse, head: string): number {
  let status = 200;
  for (const line of head.split('\r\n')) {
    const colon = line.indexOf(':');
    const [name, value] = [line.slice(0, colon), line.slice(colon + 1).trim()];
    if (name.toLowerCase() === 'status') status = Number.parseInt(value, 10);
    else if (colon > 0) response.setHeader(name, value);
  }
  response.writeHead(status);
  return status;
}

async function send(response: ServerResponse, chunk: Buffer, idleTimeoutMs: number): Promise<void> {
  if (chunk.length === 0 || response.destroyed || response.write(chunk)) return;
  const timer = setTimeout(() => response.destroy(), idleTimeoutMs);
  await writable(response);
  clearTimeout(timer);
}

/** Until more can be written, or nothing ever again. */
function writable(stream: Writable): Promise<void> {
  return new Promise((resolve) => {
    const finish = (): void => {
      stream.off('drain', finish);
      stream.off('close', finish);
      resolve();
    };
    stream.once('drain', finish);
    stream.once('close', finish);
  });
}

async function tips(
  site: { readonly git: Git; readonly path: string },
  updates: readonly RefUpdate[],
): Promise<Map<string, string>> {
  if (updates.length === 0) return new Map();
  const [branches, tags] = await Promise.all([listRefs(site, 'refs/heads/'), listRefs(site, 'refs/tags/')]);
  return new Map([...branches, ...tags].map((ref) => [ref.name, ref.sha]));
}

const statuses: Readonly<Record<BodyFault, number>> = { 'too-large': 413, 'too-slow': 408, malformed: 400, gone: 400 };

async function refuseRequest(
  body: RequestBody,
  response: ServerResponse,
  fault: BodyFault | undefined,
  line: string,
): Promise<void> {
  if (fault === 'gone' || response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  const text = `${line}\n`;
  response.writeHead(fault === undefined ? 500 : statuses[fault], {
    'content-type': 'text/plain; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    connection: 'close',
  });
  response.write(text);
  await body.drain();
  response.end();
}

function english(message: Message): string {
  return message.text;
}

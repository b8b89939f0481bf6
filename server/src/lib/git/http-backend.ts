import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Readable, Writable } from 'node:stream';
import { configuration, stopGroup } from './git.ts';
import type { Git } from './git.ts';
import type { RequestBody } from './request-body.ts';
import type { SmartRequest } from './smart-request.ts';

export interface BackendCall {
  readonly path: string;
  readonly request: SmartRequest;
  readonly user: string;
  readonly settings: readonly (readonly [string, string])[];
  readonly timeoutMs: number;
}

/** Starts `git http-backend`, which is a CGI program: the request travels in variables that only we fill. */
export function startBackend(git: Git, request: IncomingMessage, call: BackendCall): ChildProcess {
  const { service, step } = call.request;
  const version = request.headers['git-protocol'];
  const isVersion = typeof version === 'string' && /^version=[0-2]$/.test(version);
  const child = git.start(['http-backend'], {
    ...configuration([['http.receivepack', 'true'], ...call.settings]),
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
  const deadline = setTimeout(() => stopGroup(child), call.timeoutMs);
  child.once('close', () => clearTimeout(deadline));
  child.once('error', () => clearTimeout(deadline));
  // What git has to say to the pusher travels in its output; stderr only tells of broken pipes.
  child.stderr?.resume();
  return child;
}

/** What we add to an exchange: the part of the body that was read already, and remarks before git's own answer. */
export interface Extra {
  readonly start: Buffer | undefined;
  readonly notes: Buffer;
}

/**
 * Takes one request through git and leaves the response open for the caller to end. The request goes in completely
 * before the first byte of the answer goes out, so that a refusal can still be a status.
 */
export async function exchange(
  child: ChildProcess,
  body: RequestBody,
  response: ServerResponse,
  extra: Extra,
  idleTimeoutMs: number,
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

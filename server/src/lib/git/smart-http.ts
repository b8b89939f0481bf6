import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Message } from '../message.ts';
import { stopGroup } from './git.ts';
import type { Git } from './git.ts';
import { gitMessages } from './git-messages.ts';
import { exchange, startBackend } from './http-backend.ts';
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
  /** Told what a push asks for and the rule allows, before git gets it. */
  readonly asked?: (updates: readonly RefUpdate[]) => Promise<void>;
  /** Told which refs a push has moved, before the pusher gets the answer. Not called when none has. */
  readonly moved?: (moves: readonly RefUpdate[]) => Promise<void>;
  /** Puts messages into the pusher's language. Default: English. */
  readonly say?: (message: Message) => string;
}

export interface SmartHttp {
  /**
   * Answers the request completely, also when it is refused: 400, 408, 413 and 500 with one line of text. Rejects only
   * when `refuse`, `asked` or `moved` throws, after the response has ended.
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
        await refuseRequest(body, response, fault, (call.say ?? english)(words(fault)));
        if (fault === undefined) throw error;
      }
    },
  };

  async function fetch(body: RequestBody, request: IncomingMessage, response: ServerResponse, call: SmartCall) {
    const child = startBackend(git, request, { ...call, settings: [], timeoutMs });
    // Nobody is left to read what git would compute.
    const stop = (): void => stopGroup(child);
    response.once('close', stop);
    try {
      await exchange(child, body, response, { start: undefined, notes: Buffer.alloc(0) }, idleTimeoutMs);
    } finally {
      response.off('close', stop);
    }
    response.end();
  }

  function words(fault: BodyFault | undefined): Message {
    if (fault === undefined) return gitMessages.git_server_fault();
    if (fault === 'too-large')
      return gitMessages.git_push_too_large({ megabytes: Math.ceil(maxPushBytes / 1_000_000) });
    if (fault === 'too-slow') return gitMessages.git_too_slow({ seconds: idleTimeoutMs / 1000 });
    return gitMessages.git_request_malformed();
  }

  async function push(body: RequestBody, request: IncomingMessage, response: ServerResponse, call: SmartCall) {
    const say = call.say ?? english;
    const { commands, start, refused, settings } = await guardReceive(body, call.refuse ?? (() => undefined));
    const site = { git, path: call.path };
    const allowed = commands.updates.filter((update) => !refused.some((other) => other.update === update));
    if (allowed.length > 0) await call.asked?.(allowed);
    const before = await tips(site, commands.updates);
    const notes = [...commands.capabilities].some((capability) => /^side-band(-64k)?$/.test(capability))
      ? remoteLines(refused.map(({ because }) => say(because)))
      : Buffer.alloc(0);
    const child = startBackend(git, request, { ...call, settings, timeoutMs });
    const exchanged = exchange(child, body, response, { start, notes }, idleTimeoutMs);
    const [outcome] = await Promise.allSettled([exchanged]);
    // Whatever became of the connection: a ref that has moved is told, and the pusher's answer ends after that.
    try {
      const after = await tips(site, commands.updates);
      const moves = commands.updates.flatMap(({ ref }) => {
        const [old, to] = [before.get(ref), after.get(ref)];
        return old === to ? [] : [{ ref, old, new: to }];
      });
      if (moves.length > 0) await call.moved?.(moves);
    } finally {
      if (outcome.status === 'fulfilled') response.end();
    }
    if (outcome.status === 'rejected') throw outcome.reason;
  }
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
  if (response.writableEnded) return;
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

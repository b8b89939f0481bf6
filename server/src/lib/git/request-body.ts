import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** Why a request is turned down before or while its body is read. */
export type BodyFault = 'too-large' | 'too-slow' | 'malformed' | 'gone';

export class BodyRefused extends Error {
  readonly fault: BodyFault;

  constructor(fault: BodyFault, options?: ErrorOptions) {
    super(`request body ${fault}`, options);
    this.fault = fault;
  }
}

export interface RequestBody {
  /** The next piece, unpacked; undefined at the end. @throws BodyRefused */
  next(): Promise<Buffer | undefined>;
  /**
   * Throws away what the client still sends, for a short while, so that it gets to read the answer: a connection closed
   * on a client that is still sending loses the answer with it.
   */
  drain(): Promise<void>;
}

const drainMs = 5_000;

/** Reads a request's body piece by piece with caps on its size, as sent and unpacked, and on the client's pauses. */
export function openBody(
  request: IncomingMessage,
  limits: { readonly maxBytes: number; readonly idleTimeoutMs: number },
): RequestBody {
  const encoding = request.headers['content-encoding'] ?? 'identity';
  const zipped = encoding === 'gzip' || encoding === 'x-gzip';
  const through = zipped ? createGunzip() : new PassThrough();
  let fault: BodyRefused | undefined;
  const refuse = (reason: BodyFault, cause?: unknown): void => {
    fault ??= new BodyRefused(reason, { cause });
    through.destroy(fault);
  };

  if (!zipped && encoding !== 'identity') refuse('malformed');
  if (Number(request.headers['content-length'] ?? 0) > limits.maxBytes) refuse('too-large');

  let sentBytes = 0;
  request.on('data', (chunk: Buffer) => {
    sentBytes += chunk.length;
    if (sentBytes > limits.maxBytes) refuse('too-large');
  });
  request.once('error', (error) => refuse('gone', error));
  request.once('close', () => {
    if (!request.complete) refuse('gone');
  });
  through.once('error', (error) => refuse('malformed', error));
  request.pipe(through);

  const pieces = through[Symbol.asyncIterator]();
  let unpackedBytes = 0;
  return {
    async next() {
      if (fault !== undefined) throw fault;
      const timer = setTimeout(() => refuse('too-slow'), limits.idleTimeoutMs);
      try {
        const piece = await pieces.next();
        if (piece.done === true) return undefined;
        const chunk: unknown = piece.value;
        if (!Buffer.isBuffer(chunk)) throw new BodyRefused('malformed');
        unpackedBytes += chunk.length;
        if (unpackedBytes > limits.maxBytes) throw new BodyRefused('too-large');
        return chunk;
      } catch (error) {
        throw fault ?? error;
      } finally {
        clearTimeout(timer);
      }
    },
    async drain() {
      request.unpipe(through);
      through.destroy();
      if (request.complete || request.destroyed) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, drainMs);
        const finish = (): void => {
          clearTimeout(timer);
          resolve();
        };
        request.once('end', finish);
        request.once('close', finish);
        request.resume();
      });
    },
  };
}

import { once } from 'node:events';
import { request } from 'node:http';
import type { OutgoingHttpHeaders } from 'node:http';

export interface Flooded {
  /** Undefined when the connection was closed without an answer. */
  readonly status: number | undefined;
  readonly body: string;
  readonly sentBytes: number;
}

/**
 * Sends a body of any length, piece by piece as fast as it is taken, and stops when the answer comes, as a client does
 * that listens while it speaks.
 */
export async function flood(
  url: string,
  headers: OutgoingHttpHeaders,
  pieces: Iterable<Buffer>,
  method = 'POST',
): Promise<Flooded> {
  const sending = request(url, { method, headers });
  let sentBytes = 0;
  let isOver = false;
  const answered = new Promise<Omit<Flooded, 'sentBytes'>>((resolve) => {
    sending.once('response', (response) => {
      isOver = true;
      let body = '';
      const end = (): void => resolve({ status: response.statusCode, body });
      response.setEncoding('utf8').on('data', (text: string) => (body += text));
      response.once('end', end).once('error', end).once('close', end);
    });
    sending.once('error', () => {
      isOver = true;
      resolve({ status: undefined, body: '' });
    });
  });
  const over = answered.then(() => undefined);
  for (const piece of pieces) {
    if (isOver) break;
    sentBytes += piece.length;
    if (!sending.write(piece)) await Promise.race([once(sending, 'drain').catch(() => {}), over]);
  }
  if (!isOver) sending.end();
  const answer = await answered;
  sending.destroy();
  return { ...answer, sentBytes };
}

/** So many bytes of nothing. */
export function* zeros(bytes: number): Generator<Buffer> {
  const piece = Buffer.alloc(256 * 1024);
  for (let sent = 0; sent < bytes; sent += piece.length) yield piece.subarray(0, Math.min(piece.length, bytes - sent));
}

/**
 * A push as git sends it: one new branch, and a pack that says it has many files and begins with one of that size, not
 * compressed. It is right in every byte that is sent, so that only its size can be held against it.
 */
export function* pushOf(bytes: number): Generator<Buffer> {
  const command = `${'0'.repeat(40)} ${'1'.repeat(40)} refs/heads/huge\0 report-status side-band-64k`;
  yield Buffer.from(`${(command.length + 4).toString(16).padStart(4, '0')}${command}0000`);
  yield Buffer.concat([
    Buffer.from('PACK'),
    uint32(2),
    uint32(objects),
    objectHeader(3, bytes),
    Buffer.from([0x78, 0x01]),
  ]);
  const blockBytes = 0xff_ff;
  const block = Buffer.concat([Buffer.from([0, 0xff, 0xff, 0, 0]), Buffer.alloc(blockBytes, 'sluice ')]);
  for (let sent = 0; sent < bytes; sent += blockBytes) yield block;
}

// From a hundred on git keeps the pack as it is, instead of writing every object to a file of its own.
const objects = 1000;

function uint32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32BE(value);
  return buffer;
}

/** Type and size of an object in a pack: four bits of the size, then seven at a time. */
function objectHeader(type: number, bytes: number): Buffer {
  const header = [(type << 4) | (bytes & 0x0f)];
  for (let rest = Math.floor(bytes / 16); rest > 0; rest = Math.floor(rest / 128)) {
    header[header.length - 1] = (header.at(-1) ?? 0) | 0x80;
    header.push(rest & 0x7f);
  }
  return Buffer.from(header);
}

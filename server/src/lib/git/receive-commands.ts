import { absentSha } from './names.ts';

/** One line of a push: what a ref is to become. */
export interface RefUpdate {
  /** Full name. */
  readonly ref: string;
  /** What the pusher believes it is; undefined when it is to be made. */
  readonly old: string | undefined;
  /** undefined when it is to be deleted. */
  readonly new: string | undefined;
}

export interface ReceiveCommands {
  readonly updates: readonly RefUpdate[];
  readonly capabilities: ReadonlySet<string>;
}

/** 5,000 refs of usual length fit; a push of more is refused. */
export const maxCommandBytes = 1024 * 1024;

const commandLine = /^([0-9a-f]{40}) ([0-9a-f]{40}) (\S+)$/;
const shallowLine = /^shallow [0-9a-f]{40}$/;

/**
 * Reads the command list with which every receive-pack request begins: packets of four hexadecimal length digits and
 * content, up to a flush packet. Deliberately strict: a line that is not plainly a command or `shallow` (a push
 * certificate, for instance, carries its commands elsewhere) makes the whole request malformed, so that git never acts
 * on a command that was not seen here.
 */
export function readCommands(start: Buffer): ReceiveCommands | 'incomplete' | 'malformed' {
  const updates: RefUpdate[] = [];
  let capabilities: ReadonlySet<string> = new Set();
  let position = 0;
  for (;;) {
    if (start.length < position + 4) return start.length >= maxCommandBytes ? 'malformed' : 'incomplete';
    const digits = start.subarray(position, position + 4).toString('latin1');
    if (!/^[0-9a-f]{4}$/i.test(digits)) return 'malformed';
    const length = Number.parseInt(digits, 16);
    if (length === 0) return { updates, capabilities };
    if (length < 5) return 'malformed';
    if (position + length > maxCommandBytes) return 'malformed';
    if (start.length < position + length) return 'incomplete';
    const packet = start.subarray(position + 4, position + length);
    position += length;

    const zero = packet.indexOf(0);
    if (zero >= 0 && updates.length > 0) return 'malformed';
    if (zero >= 0)
      capabilities = new Set(
        packet
          .subarray(zero + 1)
          .toString('utf8')
          .trim()
          .split(' '),
      );
    const bytes = zero < 0 ? packet : packet.subarray(0, zero);
    const line = bytes.toString('utf8').replace(/\n$/, '');
    // Bytes that are not UTF-8 would make us and git see two different names.
    if (!Buffer.from(line).equals(bytes.at(-1) === 0x0a ? bytes.subarray(0, -1) : bytes)) return 'malformed';
    if (shallowLine.test(line)) continue;
    const [, old, to, ref] = commandLine.exec(line) ?? [];
    if (old === undefined || to === undefined || ref === undefined) return 'malformed';
    updates.push({ ref, old: old === absentSha ? undefined : old, new: to === absentSha ? undefined : to });
  }
}

/** Band 2 of the side-band protocol: what the pusher sees behind `remote:`. */
export function remoteLines(lines: readonly string[]): Buffer {
  const packets = lines
    .flatMap((line) => chunks(`${line}\n`))
    .map((content) => {
      const length = (content.length + 5).toString(16).padStart(4, '0');
      return Buffer.concat([Buffer.from(length, 'latin1'), Buffer.from([2]), content]);
    });
  return Buffer.concat(packets);
}

// The smallest band, for clients that know only `side-band`, takes packets of 1000 bytes.
function chunks(text: string): Buffer[] {
  const bytes = Buffer.from(text);
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += 990) parts.push(bytes.subarray(at, at + 990));
  return parts;
}

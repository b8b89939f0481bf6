import type { Message } from '../../../lib/message.ts';
import { processMessages as say } from './process-messages.ts';

/** One line of a Procfile: what kind of process, and the shell command that starts it. */
export interface ProcfileEntry {
  readonly type: string;
  readonly command: string;
}

export type Procfile =
  | { readonly ok: true; readonly entries: readonly ProcfileEntry[] }
  | { readonly ok: false; readonly message: Message };

const entryPattern = /^([A-Za-z0-9_-]+)\s*:\s*(.*)$/s;

/**
 * Reads a Procfile: `type: command` on each line, `#` comments and empty lines ignored, types unique. A type has at most
 * 63 characters. Every fault names its line, because the reader has to open the file and go there.
 */
export function parseProcfile(text: string): Procfile {
  const entries: ProcfileEntry[] = [];
  const lineOfType = new Map<string, number>();
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  for (const [index, raw] of lines.entries()) {
    const line = index + 1;
    const trimmed = raw.trim();
    if (trimmed === '' || trimmed.startsWith('#')) continue;
    if (trimmed.includes('\0')) return fault(say.procfile_line_unreadable({ line, text: 'a NUL character' }));
    const match = entryPattern.exec(trimmed);
    const type = match?.[1];
    const command = match?.[2];
    if (type === undefined || command === undefined || type.length > 63) {
      return fault(say.procfile_line_unreadable({ line, text: shorten(trimmed) }));
    }
    if (command === '') return fault(say.procfile_command_missing({ line, type }));
    const earlier = lineOfType.get(type);
    if (earlier !== undefined) return fault(say.procfile_type_repeated({ line, type, earlier }));
    lineOfType.set(type, line);
    entries.push({ type, command });
  }
  if (!entries.some((entry) => entry.type !== 'release')) return fault(say.procfile_empty());
  return { ok: true, entries };
}

function fault(message: Message): Procfile {
  return { ok: false, message };
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

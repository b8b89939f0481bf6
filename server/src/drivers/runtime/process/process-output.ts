import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

const tailBytes = 4096;

/**
 * The last lines a process wrote, for a message: without colours and control characters, and without any value of the
 * app's configuration, because messages travel to chats and logs where a secret must never be.
 */
export async function lastOutput(
  logs: string,
  processId: string,
  secrets: readonly string[],
  lines = 10,
): Promise<string> {
  const handle = await open(join(logs, `${processId}.log`), 'r').catch(() => undefined);
  if (handle === undefined) return '';
  try {
    const { size } = await handle.stat();
    const start = Math.max(0, size - tailBytes);
    const buffer = Buffer.alloc(Math.min(size, tailBytes));
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, start);
    let text = buffer.toString('utf8', 0, bytesRead);
    // The first line is cut off in its middle, and with it perhaps a secret that could not be recognized.
    if (start > 0) text = text.slice(text.indexOf('\n') + 1);
    for (const secret of secrets) text = text.replaceAll(secret, '***');
    const plain = stripVTControlCharacters(text).replaceAll(/[^\P{Cc}\n\t]/gu, '');
    return plain.trimEnd().split('\n').slice(-lines).join('\n');
  } finally {
    await handle.close();
  }
}

/** The values worth hiding: short ones would only make holes in ordinary words. */
export function secretsOf(env: Readonly<Record<string, string>>): string[] {
  return Object.values(env)
    .flatMap((value) => [value, ...value.split('\n')])
    .filter((value) => value.trim().length >= 6)
    .toSorted((a, b) => b.length - a.length);
}

import { open } from 'node:fs/promises';

const maxBytes = 512 * 1024;

/** The last lines of a build's log, at most half a megabyte of it. A log that is not there (yet, or any more) is empty. */
export async function tailOf(file: string, lines: number): Promise<string> {
  const handle = await open(file).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (handle === undefined) return '';
  try {
    const { size } = await handle.stat();
    const start = Math.max(0, size - maxBytes);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(size - start), 0, size - start, start);
    const text = buffer.subarray(0, bytesRead).toString('utf8');
    const whole = start === 0 ? text : text.slice(text.indexOf('\n') + 1);
    const all = whole.replace(/\n$/, '').split('\n');
    return whole === '' ? '' : `${all.slice(-lines).join('\n')}\n`;
  } finally {
    await handle.close();
  }
}

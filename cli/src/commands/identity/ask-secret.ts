import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';

/** Asks on the terminal without showing what is typed. Empty when the input ends first. */
export async function askSecret(question: string): Promise<string> {
  process.stderr.write(question);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  try {
    const ended = once(lines, 'close').then(() => '');
    const typed = once(lines, 'line').then(([line]: unknown[]) => String(line));
    return await Promise.race([typed, ended]);
  } finally {
    lines.close();
    process.stderr.write('\n');
  }
}

import { once } from 'node:events';

/** Where answers and remarks go. */
export interface Terminal {
  /** The answer itself, on standard output. */
  answer(text: string): void;
  /** A part of a long answer; resolves when there is room for the next, so that a slow reader is waited for. */
  pour(text: string): Promise<void>;
  /** A remark or an error, on standard error. */
  remark(text: string): void;
  /** Standard output is a screen that can be drawn over. */
  readonly isScreen: boolean;
  readonly columns: number;
  readonly rows: number;
}

export function processTerminal(): Terminal {
  const { stdout, stderr } = process;
  for (const stream of [stdout, stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      // The reader has seen enough, as with `sluice history shop | head`.
      if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
      throw error;
    });
  }
  return {
    answer: (text) => void stdout.write(text),
    pour: async (text) => {
      if (!stdout.write(text)) await once(stdout, 'drain');
    },
    remark: (text) => void stderr.write(text),
    isScreen: stdout.isTTY,
    get columns() {
      return stdout.isTTY ? Math.max(40, stdout.columns) : Number.POSITIVE_INFINITY;
    },
    get rows() {
      return stdout.isTTY ? stdout.rows : Number.POSITIVE_INFINITY;
    },
  };
}

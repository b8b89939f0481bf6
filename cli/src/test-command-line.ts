import { readConfig } from './config.ts';
import { runCommandLine } from './program.ts';

/** When the documents of the tests are looked at. */
const testNow = new Date('2026-11-20T15:30:00Z');

export interface Setting {
  /** The server to talk to; discovered like always when left out. */
  readonly server?: string | undefined;
  readonly environment?: Readonly<Record<string, string>>;
  readonly columns?: number;
  readonly isScreen?: boolean;
  readonly input?: string;
  readonly workingDirectory?: string;
  readonly checkout?: string;
  readonly interrupt?: AbortSignal;
  readonly onAnswer?: (text: string) => void;
}

export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command line as the program does, in this process, with everything around it given. */
export async function sluice(args: readonly string[], setting: Setting = {}): Promise<Outcome> {
  let out = '';
  let err = '';
  const nowhere = '/nonexistent';
  const code = await runCommandLine(args, {
    config: readConfig({
      HOME: nowhere,
      ...(setting.server === undefined ? {} : { SLUICE_SERVER: setting.server, SLUICE_TOKEN: 'slc_test' }),
      ...setting.environment,
    }),
    terminal: {
      answer: (text) => {
        out += text;
        setting.onAnswer?.(text);
      },
      pour: async (text) => {
        out += text;
        setting.onAnswer?.(text);
      },
      remark: (text) => (err += text),
      isScreen: setting.isScreen ?? false,
      columns: setting.columns ?? 80,
      rows: 50,
    },
    checkout: setting.checkout ?? nowhere,
    workingDirectory: setting.workingDirectory ?? nowhere,
    interrupted: () => setting.interrupt ?? new AbortController().signal,
    input: async () => setting.input ?? '',
    now: () => testNow,
    timeZone: 'Europe/Kyiv',
  });
  return { code, out, err };
}

/** What stands on the screen afterwards, remarks marked with `!`, and the exit code. */
export function seen({ out, err, code }: Outcome): string {
  const lines = (text: string): string[] => text.split('\n').slice(0, -1);
  return ['', ...lines(out), ...lines(err).map((line) => `! ${line}`), `(exit ${code})`, ''].join('\n');
}

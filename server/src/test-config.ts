import { parseConfig } from './config.ts';
import type { Config } from './config.ts';

/** The settings of a server that a test starts: everything in its data directory, on a free port. */
export function configOf(dataDir: string, port = 0, env: Readonly<Record<string, string>> = {}): Config {
  return parseConfig({
    env: { PATH: process.env['PATH'], SLUICE_DATA_DIR: dataDir, SLUICE_DEMO: '0', SLUICE_PORT: String(port), ...env },
    args: [],
    checkout: undefined,
    home: dataDir,
    workingDirectory: dataDir,
    isTerminal: false,
  });
}

import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

// Tests that take long are named *.full.test.ts; `npm run test:full` sets this.
const full = process.env['SLUICE_TEST_FULL'] === '1';

export default defineConfig({
  test: {
    // One PostgreSQL for the whole run, whichever projects take part in it.
    globalSetup: ['server/src/db/test-setup.ts'],
    // Processes, not threads: tests spawn servers, change the umask and send signals.
    pool: 'forks',
    // Tests wait for processes and databases more than they compute.
    maxWorkers: availableParallelism() + 1,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{server,client,cli}/src/**/*.test.ts', 'tools/**/*.test.ts'],
          exclude: full ? [] : ['**/*.full.test.ts'],
          isolate: false,
          // Generous, because a busy machine is not a failure; tests wait for conditions, not for time.
          testTimeout: 60_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          // Whole products on real parts, after everything cheap has passed; each lives in a folder of its own.
          name: 'e2e',
          include: full ? ['e2e/**/*.e2e.ts'] : ['e2e/**/!(*.full).e2e.ts'],
          isolate: false,
          maxWorkers: 3,
          testTimeout: 300_000,
          hookTimeout: 300_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});

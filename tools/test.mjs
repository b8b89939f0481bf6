import { nodeEnvironment } from './launch/node.mjs';
import { main, prepare } from './launch/prepare.mjs';
import { checkoutOf, runInstead } from './launch/run.mjs';

// npm test: installs what is missing, then runs every test. What takes longer is named *.full.test.ts and runs with --full.
// Anything else on the command line goes to vitest: npm test -- server/src/engine
main(async () => {
  const root = checkoutOf(import.meta.url);
  const node = await prepare(root);
  const args = process.argv.slice(2).filter((argument) => argument !== '--full');
  const env = nodeEnvironment(root);
  await runInstead(node, [`${root}/node_modules/vitest/vitest.mjs`, 'run', ...args], {
    cwd: root,
    env: process.argv.includes('--full') ? { ...env, SLUICE_TEST_FULL: '1' } : env,
  });
});

import { nodeEnvironment } from './launch/node.mjs';
import { main, prepare } from './launch/prepare.mjs';
import { checkoutOf, runInstead } from './launch/run.mjs';

// npm run check: the one gate. npm run check -- --fix first lets the tools repair what they can.
main(async () => {
  const root = checkoutOf(import.meta.url);
  const node = await prepare(root);
  await runInstead(node, [`${root}/tools/check/main.ts`, ...process.argv.slice(2)], {
    cwd: root,
    env: nodeEnvironment(root),
  });
});

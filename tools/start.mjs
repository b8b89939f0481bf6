import { nodeEnvironment } from './launch/node.mjs';
import { main, prepare } from './launch/prepare.mjs';
import { checkoutOf, runInstead } from './launch/run.mjs';

// npm start: installs what is missing, then becomes the server. Settings come from the environment and from arguments.
main(async () => {
  const root = checkoutOf(import.meta.url);
  const node = await prepare(root);
  await runInstead(node, [`${root}/server/src/main.ts`, ...process.argv.slice(2)], { env: nodeEnvironment(root) });
});

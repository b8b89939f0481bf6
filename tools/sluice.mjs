import { accessSync, constants, existsSync } from 'node:fs';
import { bundleCommandLine } from './launch/bundle.mjs';
import { nodeEnvironment } from './launch/node.mjs';
import { main, prepare } from './launch/prepare.mjs';
import { checkoutOf, runInstead } from './launch/run.mjs';

// The long way into ./sluice, taken when there is no fresh bundle: installs what is missing, bundles the command line and
// runs it. In a checkout that cannot be written to, the sources themselves are run.
main(async () => {
  const root = checkoutOf(import.meta.url);
  const node = await prepare(root);
  const program = isWritable(`${root}/cli`) ? await bundleCommandLine(root) : `${root}/cli/src/main.ts`;
  await runInstead(node, [program, ...process.argv.slice(2)], { env: nodeEnvironment(root) });
});

/** @param {string} folder */
function isWritable(folder) {
  try {
    accessSync(existsSync(`${folder}/dist`) ? `${folder}/dist` : folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

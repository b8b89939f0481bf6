import { ensureInstalled } from './install.mjs';
import { findNode } from './node.mjs';
import { Refusal } from './refusal.mjs';
import { missingRequirements } from './requirements.mjs';

/**
 * The first step of every command of the checkout: looks at the machine, installs what is missing, and answers with the
 * Node to go on with.
 *
 * @param {string} root
 * @returns {Promise<string>}
 */
export async function prepare(root) {
  const missing = missingRequirements();
  if (missing.length > 0) throw new Refusal(missing.join('\n'));
  await ensureInstalled(root);
  return findNode(root);
}

/**
 * Runs a command of the checkout. A refusal is shown as the sentence it is.
 *
 * @param {() => Promise<unknown>} command
 */
export function main(command) {
  command().catch((error) => {
    process.stderr.write(`${error instanceof Refusal ? error.message : error.stack}\n`);
    process.exitCode = 1;
  });
}

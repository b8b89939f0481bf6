import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { Refusal } from './refusal.mjs';
import { isAtLeast } from './requirements.mjs';

const wantedNode = '24.0.0';

/**
 * The Node that runs Sluice's TypeScript: the one we are running on when it is new enough, else the one in node_modules.
 *
 * @param {string} root
 * @param {string} [current] the version we are running on
 */
export function findNode(root, current = process.versions.node) {
  if (isAtLeast(current, wantedNode)) return process.execPath;
  const own = join(root, 'node_modules', 'node', 'bin', 'node');
  try {
    execFileSync(own, ['--version'], { stdio: 'ignore' });
    return own;
  } catch {
    throw new Refusal(
      `Sluice runs on Node ${wantedNode} or newer and brings its own for older ones, but that one is not usable: ${own}\n` +
        'The usual cause is an npm that is set to skip install scripts (ignore-scripts=true in an .npmrc). Sluice allows them for the\n' +
        'few packages listed in package.json under allowScripts. Run: npm rebuild --ignore-scripts=false\n' +
        'Or put Node 24 or newer on the PATH.',
    );
  }
}

/**
 * Compiled code is kept between starts where node_modules may be written to. A choice the user made is left alone.
 *
 * @param {string} root
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {NodeJS.ProcessEnv}
 */
export function nodeEnvironment(root, env = process.env) {
  if (env['NODE_COMPILE_CACHE'] !== undefined) return env;
  try {
    accessSync(join(root, 'node_modules'), constants.W_OK);
  } catch {
    return env;
  }
  return { ...env, NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'node') };
}

import { execFileSync } from 'node:child_process';

const minimumNode = '20.19.0';
const minimumGit = '2.38.0';

/**
 * What must be on the machine before anything can be installed, as sentences that say what to do. Empty means ready.
 * This file and those beside it run on whatever Node is on the PATH, so they use nothing but its built-in modules.
 *
 * @param {{ nodeVersion?: string, gitVersion?: () => string }} [probes]
 * @returns {string[]}
 */
export function missingRequirements({ nodeVersion = process.versions.node, gitVersion = askGit } = {}) {
  const missing = [];
  if (!isAtLeast(nodeVersion, minimumNode)) {
    missing.push(
      `Node ${nodeVersion} is too old: Sluice needs Node ${minimumNode} or newer. Install it, then try again.`,
    );
  }
  if (process.platform === 'win32') {
    missing.push('Sluice runs on Linux and macOS. On Windows use it inside WSL.');
  }
  let answer;
  try {
    answer = gitVersion();
  } catch {
    missing.push(`There is no git on the PATH: Sluice needs git ${minimumGit} or newer. Install it, then try again.`);
    return missing;
  }
  const found = /\d+\.\d+(\.\d+)?/.exec(answer);
  if (found === null || !isAtLeast(found[0], minimumGit)) {
    const version = found === null ? answer.trim() : found[0];
    missing.push(`git ${version} is too old: Sluice needs git ${minimumGit} or newer. Upgrade it, then try again.`);
  }
  return missing;
}

/**
 * Compares dotted numbers; missing parts count as zero and a suffix such as `-nightly` is ignored.
 *
 * @param {string} version
 * @param {string} minimum
 */
export function isAtLeast(version, minimum) {
  const have = numbers(version);
  const need = numbers(minimum);
  for (let index = 0; index < need.length; index += 1) {
    const difference = (have[index] || 0) - (need[index] || 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

/** @param {string} version */
function numbers(version) {
  return version.replace(/^v/, '').split('-', 1).join('').split('.').map(Number);
}

function askGit() {
  return execFileSync('git', ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}

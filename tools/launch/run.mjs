import { spawn } from 'node:child_process';
import { fileURLToPath, URL } from 'node:url';

const repeatedWithinMs = 500;
const lookAtParentEveryMs = 500;
const leash = new URL('leash.mjs', import.meta.url).href;

/**
 * Runs a Node program in our place: same terminal, same exit code, and never left behind.
 *
 * The program gets a process group of its own, because Ctrl-C in a terminal reaches a whole group and npm sends its own
 * copy on top. All of them end here, and the program gets one. How we end does not matter: it is on a leash, a pipe that
 * closes with us.
 *
 * @param {string} node
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<never>}
 */
export async function runInstead(node, args, { cwd, env = process.env } = {}) {
  const parent = process.ppid;
  const child = spawn(node, ['--import', leash, ...args], {
    cwd,
    env: { ...env, SLUICE_LEASH_FD: '3' },
    detached: true,
    stdio: ['inherit', 'inherit', 'inherit', 'pipe'],
  });

  let last = { signal: '', at: 0 };
  const pass = (/** @type {NodeJS.Signals} */ signal) => {
    const at = Date.now();
    const repeated = last.signal === signal && at - last.at < repeatedWithinMs;
    last = { signal, at };
    if (!repeated && child.exitCode === null && child.signalCode === null) child.kill(signal);
  };
  process.on('SIGINT', () => pass('SIGINT'));
  process.on('SIGTERM', () => pass('SIGTERM'));
  // A closed terminal means "stop", and stopping cleanly is what SIGTERM asks for.
  process.on('SIGHUP', () => pass('SIGTERM'));

  // npm itself can be killed in a way that it cannot pass on. Its scripts start with `exec`, so that it is our parent.
  const underNpm = env.npm_lifecycle_event !== undefined;
  const watch = setInterval(() => {
    if (!underNpm || process.ppid === parent) return;
    clearInterval(watch);
    pass('SIGTERM');
  }, lookAtParentEveryMs);

  const { code, signal } = await ended(child);
  clearInterval(watch);
  if (signal === null) process.exit(code ?? 1);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
  // A signal takes effect a moment after it is sent; nothing else may happen until then.
  return new Promise(() => setTimeout(() => process.exit(1), 1_000));
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<{ code: number | null, signal: NodeJS.Signals | null }>}
 */
function ended(child) {
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve({ code, signal }));
  });
}

/** @param {string} url of a module, as `import.meta.url` gives it */
export function checkoutOf(url) {
  return fileURLToPath(new URL('..', url)).replace(/\/$/, '');
}

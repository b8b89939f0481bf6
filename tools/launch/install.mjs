import { createHash } from 'node:crypto';
import { spawn } from 'node:child_process';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { withInstallLock } from './install-lock.mjs';
import { Refusal } from './refusal.mjs';

/**
 * Makes node_modules what package-lock.json says, and does nothing when it already is.
 *
 * A stamp inside node_modules holds the lock file's hash and the platform it was installed for. `npm ci` begins by
 * emptying node_modules, so an installation that was interrupted has no stamp and is done again. One that somebody did
 * by hand is recognised by npm's own record of what it put there.
 *
 * @param {string} root
 * @param {{ say?: (line: string) => void }} [options] `say` gets the few lines worth showing
 */
export async function ensureInstalled(root, { say = (line) => process.stderr.write(`${line}\n`) } = {}) {
  if (isInstalled(root)) return;
  if (!canWrite(root)) {
    throw new Refusal(
      'The packages in node_modules are missing or do not match package-lock.json, and this checkout is not yours to change. ' +
        'Let its owner run npm start once, or clone it again.',
    );
  }
  await withInstallLock(
    join(root, '.install.lock'),
    async () => {
      if (isInstalled(root)) return;
      if (!matchesLock(root)) await npmCi(root, say);
      writeStamp(root);
    },
    () => say('Waiting for another installation in this checkout …'),
  );
}

/** @param {string} root */
function isInstalled(root) {
  try {
    return readFileSync(stampPath(root), 'utf8') === expectedStamp(root);
  } catch {
    return false;
  }
}

/** @param {string} root */
function stampPath(root) {
  return join(root, 'node_modules', '.sluice-installed');
}

/** @param {string} root */
function expectedStamp(root) {
  const hash = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  return `${hash} ${process.platform}-${process.arch}\n`;
}

/** @param {string} root */
function writeStamp(root) {
  const path = stampPath(root);
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, expectedStamp(root));
  renameSync(draft, path);
}

/**
 * Whether node_modules/.package-lock.json, which npm writes when it has finished, holds every package this platform needs.
 *
 * @param {string} root
 */
function matchesLock(root) {
  const wanted = readPackages(join(root, 'package-lock.json'));
  const present = readPackages(join(root, 'node_modules', '.package-lock.json'));
  if (wanted === undefined || present === undefined) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (!path.startsWith('node_modules/')) return true;
    const found = present[path];
    if (found === undefined) return entry.optional === true && !isForThisPlatform(entry);
    return found.version === entry.version && found.integrity === entry.integrity;
  });
}

/** @typedef {{ version?: string, integrity?: string, optional?: boolean, os?: string[], cpu?: string[], libc?: string[] }} LockEntry */

/**
 * @param {string} path
 * @returns {Record<string, LockEntry> | undefined}
 */
function readPackages(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/**
 * Packages bound to a C library are left to npm: which one this machine has is not for us to guess.
 *
 * @param {LockEntry} entry
 */
function isForThisPlatform({ os, cpu, libc }) {
  return (
    libc === undefined &&
    os !== undefined &&
    os.includes(process.platform) &&
    (cpu === undefined || cpu.includes(process.arch))
  );
}

/**
 * @param {string} root
 * @param {(line: string) => void} say
 */
async function npmCi(root, say) {
  const startedAt = Date.now();
  const cache = await usableCache(root);
  say('Installing the packages of package-lock.json; this takes about half a minute the first time …');
  try {
    const { code, output } = await npm(root, ['ci', '--loglevel=error', '--progress=false'], {
      ...process.env,
      npm_config_cache: cache.path,
    });
    if (code !== 0) {
      throw new Refusal(`${output.trimEnd()}\n\nnpm ci could not install the packages; its own words are above.`);
    }
  } finally {
    cache.release();
  }
  say(`Installed in ${Math.round((Date.now() - startedAt) / 1000)} s.`);
}

/**
 * npm cannot work without a cache it may write to. Behind a read-only home directory it gets one that lasts as long as
 * the installation.
 *
 * @param {string} root
 */
async function usableCache(root) {
  const { output } = await npm(root, ['config', 'get', 'cache', '--loglevel=silent'], process.env);
  const path = output.trim().split('\n').pop() ?? '';
  try {
    mkdirSync(join(path, '_cacache'), { recursive: true });
    if (path !== '' && canWrite(path) && canWrite(join(path, '_cacache'))) return { path, release() {} };
  } catch {
    // Not ours to write to; the temporary one below is.
  }
  const temporary = mkdtempSync(join(tmpdir(), 'sluice-npm-'));
  return { path: temporary, release: () => rmSync(temporary, { recursive: true, force: true }) };
}

/**
 * Uses the npm that started us, if one did, so that the user's choice of npm is kept.
 *
 * @param {string} root
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<{ code: number, output: string }>}
 */
function npm(root, args, env) {
  const started = process.env.npm_execpath;
  const own = started !== undefined && started.endsWith('npm-cli.js') && existsSync(started);
  const [file, rest] = own ? [process.execPath, [started, ...args]] : ['npm', args];
  return new Promise((resolve, reject) => {
    const child = spawn(file, rest, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (/** @type {Buffer} */ chunk) => (output += chunk.toString());
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', () =>
      reject(new Refusal('There is no npm on the PATH: it comes with Node. Install it, then try again.')),
    );
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** @param {string} path */
function canWrite(path) {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

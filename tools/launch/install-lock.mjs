import { hostname } from 'node:os';
import { linkSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const heartbeatMs = 1_000;
const silentForMs = 30_000;

/**
 * Lets one process at a time do `work`; the others wait. The lock is a file that names its owner and is touched every
 * second, so that a lock whose owner was killed is taken over: at once when the owner's process is gone from this
 * machine, after half a minute of silence when it ran elsewhere (a container on the same checkout).
 *
 * @template T
 * @param {string} path
 * @param {() => Promise<T>} work
 * @param {() => void} [onWait] called once when somebody else holds the lock
 * @returns {Promise<T>}
 */
export async function withInstallLock(path, work, onWait = () => {}) {
  let waiting = false;
  while (!acquire(path)) {
    if (!isAbandoned(path) || !removeAbandoned(path)) {
      if (!waiting) onWait();
      waiting = true;
      await delay(200);
    }
  }
  const heartbeat = setInterval(() => touch(path), heartbeatMs);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    rmSync(path, { force: true });
  }
}

/**
 * The file appears with its content or not at all, because a link is made to a file that is already written.
 *
 * @param {string} path
 */
function acquire(path) {
  const mine = `${path}.${process.pid}`;
  writeFileSync(mine, JSON.stringify({ pid: process.pid, host: hostname() }));
  try {
    linkSync(mine, path);
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    rmSync(mine, { force: true });
  }
}

/** @param {string} path */
function isAbandoned(path) {
  try {
    const silentMs = Date.now() - statSync(path).mtimeMs;
    if (silentMs > silentForMs) return true;
    const { pid, host } = JSON.parse(readFileSync(path, 'utf8'));
    return host === hostname() && !isAlive(pid);
  } catch (error) {
    // Released between two looks: the next attempt to acquire decides.
    if (isCode(error, 'ENOENT')) return false;
    throw error;
  }
}

/**
 * Two processes may find the same abandoned lock. Whoever moves it away owns its removal; a process that moved a fresh
 * lock by mistake puts it back.
 *
 * @param {string} path
 */
function removeAbandoned(path) {
  const moved = `${path}.${process.pid}.abandoned`;
  try {
    renameSync(path, moved);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return true;
    throw error;
  }
  try {
    if (isAbandoned(moved)) return true;
    linkSync(moved, path);
    return false;
  } finally {
    rmSync(moved, { force: true });
  }
}

/** @param {string} path */
function touch(path) {
  const now = new Date();
  try {
    utimesSync(path, now, now);
  } catch (error) {
    if (!isCode(error, 'ENOENT')) throw error;
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return isCode(error, 'EPERM');
  }
}

/**
 * @param {unknown} error
 * @param {string} code
 */
function isCode(error, code) {
  return error instanceof Error && 'code' in error && error.code === code;
}

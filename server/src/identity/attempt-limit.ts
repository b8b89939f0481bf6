import { isIPv6 } from 'node:net';

export interface AttemptLimit {
  /** Counts a wrong credential. Answers the seconds to wait once there were too many, else nothing. */
  failed(source: string, nowMs: number): number | undefined;
}

export interface AttemptLimitOptions {
  readonly failuresPerWindow: number;
  readonly windowMs: number;
  /** Sources counted one by one; later ones share a single count until windows run out. */
  readonly maximumSources: number;
}

interface Window {
  count: number;
  endsAtMs: number;
}

/**
 * Counts wrong credentials by source, never by the name that was tried, so that nobody can lock somebody else out. Only
 * failures are ever refused: a right token works from a blocked source too, because with 256 random bits the limit
 * guards our log and database, not the secret. A flood of sources cannot push out a count that is still running.
 */
export function createAttemptLimit(options: AttemptLimitOptions): AttemptLimit {
  const { failuresPerWindow, windowMs, maximumSources } = options;
  const windows = new Map<string, Window>();
  const shared = 'everyone else';

  function windowOf(source: string, nowMs: number): Window {
    const key = windows.has(source) || windows.size < maximumSources ? source : shared;
    const known = windows.get(key);
    if (known !== undefined && known.endsAtMs > nowMs) return known;
    const fresh = { count: 0, endsAtMs: nowMs + windowMs };
    // Re-inserted at the end: the map stays in the order in which windows run out.
    windows.delete(key);
    windows.set(key, fresh);
    return fresh;
  }

  return {
    failed: (source, nowMs) => {
      for (const [key, window] of windows) {
        if (window.endsAtMs > nowMs) break;
        windows.delete(key);
      }
      const window = windowOf(networkOf(source), nowMs);
      window.count += 1;
      return window.count > failuresPerWindow ? Math.ceil((window.endsAtMs - nowMs) / 1000) : undefined;
    },
  };
}

/** One IPv6 subscriber has a whole /64 to send from. */
function networkOf(address: string): string {
  if (!isIPv6(address) || address.startsWith('::ffff:')) return address;
  const [head = '', tail = ''] = address.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === '' ? [] : tail.split(':');
  const zeros = address.includes('::') ? Array<string>(8 - left.length - right.length).fill('0') : [];
  return [...left, ...zeros, ...right].slice(0, 4).join(':');
}

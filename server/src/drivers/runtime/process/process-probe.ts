import { request } from 'node:http';
import { connect, createServer } from 'node:net';
import { randomInt } from 'node:crypto';

/** Below the range from which systems take ports for outgoing connections, so that none of those gets in between. */
const firstPort = 20_000;
const lastPort = 31_999;

/** A port that nothing listens on, and that is not in `taken`. */
export async function choosePort(taken: ReadonlySet<number>): Promise<number> {
  for (;;) {
    const port = randomInt(firstPort, lastPort + 1);
    if (!taken.has(port) && (await isFree(port))) return port;
  }
}

/** Whether one could listen on the port at this moment. */
export async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** The loopback address on which somebody accepts connections at `port`, if any. */
export async function findListener(port: number, timeoutMs: number): Promise<string | undefined> {
  for (const host of ['127.0.0.1', '::1']) {
    if (await accepts(host, port, timeoutMs)) return host;
  }
}

function accepts(host: string, port: number, timeoutMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const answer = (accepted: boolean): void => {
      socket.destroy();
      resolve(accepted);
    };
    socket.setTimeout(timeoutMs, () => answer(false));
    socket.once('connect', () => answer(true));
    socket.once('error', () => answer(false));
  });
}

export interface HealthAnswer {
  readonly healthy: boolean;
  /** What was seen, in a few words: `status 503`, `no answer within 2 s`. */
  readonly seen: string;
}

/** Asks the health path once. */
export function askHealth(host: string, port: number, path: string, timeoutMs: number): Promise<HealthAnswer> {
  return new Promise((resolve) => {
    const asking = request({
      host,
      port,
      path,
      agent: false,
      headers: { 'user-agent': 'sluice-health', connection: 'close' },
    });
    const timer = setTimeout(() => asking.destroy(new Error(`no answer within ${timeoutMs / 1000} s`)), timeoutMs);
    asking.on('response', (response) => {
      const status = response.statusCode ?? 0;
      response.resume();
      clearTimeout(timer);
      asking.destroy();
      resolve({ healthy: status >= 200 && status < 400, seen: `status ${status}` });
    });
    asking.on('error', (error) => {
      clearTimeout(timer);
      resolve({ healthy: false, seen: error.message });
    });
    asking.end();
  });
}

import { Agent, get } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

/** People who use an app all the while, through Sluice's router. */
export interface Load {
  readonly report: () => LoadReport;
  /** Lets the requests under way end. */
  stop(): Promise<LoadReport>;
}

export interface LoadReport {
  readonly answered: number;
  /** Every status other than 2xx and 3xx, and every connection that broke. */
  readonly failed: number;
  /** The first few, in words. */
  readonly failures: readonly string[];
  /** Bodies that were answered, and how often. */
  readonly bodies: ReadonlyMap<string, number>;
}

export interface LoadOptions {
  /** Half of them keep their connection, half make one for each request. */
  readonly connections?: number;
  /** Of all connections together. */
  readonly perSecond?: number;
  /** Where to connect to instead of the URL's own port. */
  readonly port?: number;
}

const answerWithinMs = 10_000;

export function startLoad(url: string, options: LoadOptions = {}): Load {
  const { hostname, host, port, pathname } = new URL(url);
  const connections = options.connections ?? 4;
  const everyMs = (1000 * connections) / (options.perSecond ?? 40);
  let answered = 0;
  let failed = 0;
  const failures: string[] = [];
  const bodies = new Map<string, number>();
  let stopping = false;

  const fail = (words: string): void => {
    failed += 1;
    if (failures.length < 10) failures.push(`${new Date().toISOString()} ${hostname}: ${words}`);
  };
  const person = async (number: number): Promise<void> => {
    const keepAlive = number % 2 === 0;
    const agent = new Agent({ keepAlive, maxSockets: 1 });
    await delay((everyMs * number) / connections);
    while (!stopping) {
      const begin = performance.now();
      try {
        const { status, body } = await ask(agent, { host, port: options.port ?? Number(port), path: pathname });
        if (status < 200 || status >= 400) fail(`status ${status}: ${body.slice(0, 200)}`);
        else {
          answered += 1;
          bodies.set(body, (bodies.get(body) ?? 0) + 1);
        }
      } catch (error) {
        fail(`${keepAlive ? 'kept' : 'new'} connection: ${error instanceof Error ? error.message : String(error)}`);
      }
      await delay(Math.max(0, everyMs - (performance.now() - begin)));
    }
    agent.destroy();
  };
  const everybody = Promise.all(Array.from({ length: connections }, (_, number) => person(number)));
  const report = (): LoadReport => ({ answered, failed, failures: [...failures], bodies: new Map(bodies) });
  return {
    report,
    stop: async () => {
      stopping = true;
      await everybody;
      return report();
    },
  };
}

/** One request, with the name in the Host header: not every resolver knows names below localhost. */
export function ask(
  agent: Agent | undefined,
  to: { readonly host: string; readonly port: number; readonly path?: string },
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port: to.port, path: to.path ?? '/', headers: { host: to.host } };
    const request = get({ ...options, ...(agent === undefined ? {} : { agent }) }, (response: IncomingMessage) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => (body += text));
      response.once('end', () => resolve({ status: response.statusCode ?? 0, body }));
      response.once('error', reject);
      response.once('aborted', () => reject(new Error('the answer broke off')));
    });
    request.setTimeout(answerWithinMs, () => request.destroy(new Error(`no answer within ${answerWithinMs} ms`)));
    request.once('error', reject);
  });
}

/** What somebody who opens the URL sees. */
export async function open(url: string): Promise<{ status: number; body: string }> {
  const { host, port, pathname } = new URL(url);
  return ask(new Agent({ keepAlive: false }), { host, port: Number(port), path: pathname });
}

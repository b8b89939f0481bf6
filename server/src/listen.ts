import { once } from 'node:events';
import { createServer } from 'node:net';
import type { HttpApp } from './http/index.ts';
import { Problem } from './lib/problem.ts';
import { startMessages as messages } from './start-messages.ts';

/** @throws Problem Conflict in words that say what to do when the port is taken or the address is not ours. */
export async function listen(http: HttpApp, host: string, port: number): Promise<void> {
  try {
    await http.listen({ host, port });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EADDRINUSE') throw new Problem('Conflict', messages.port_taken({ port }), { cause: error });
    if (code === 'EACCES') throw new Problem('Conflict', messages.port_forbidden({ port }), { cause: error });
    if (code === 'EADDRNOTAVAIL') throw new Problem('Conflict', messages.bind_impossible({ host }), { cause: error });
    throw error;
  }
}

/** A port that nobody uses at this moment. */
export async function freePort(host: string): Promise<number> {
  const server = createServer().listen(0, host);
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('a TCP server has an address');
  return address.port;
}

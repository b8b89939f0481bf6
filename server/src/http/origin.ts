import { AsyncLocalStorage } from 'node:async_hooks';
import type { FastifyRequest } from 'fastify';
import type { NewEvent, Transact } from '../engine/transaction.ts';

type Sender = { readonly actor: string; readonly tokenId?: string | undefined };

export interface Origins {
  /**
   * The `transact` to give to every command. Inside a request, the events of whoever sent it are written with where it came
   * from. What others did with it, such as Sluice itself, has no address.
   */
  readonly transact: Transact;
  /** Runs `go` so that `transact` knows the request. */
  within(request: FastifyRequest, go: () => void): void;
}

/** So that no command has to hand on what only the record is interested in, and none can forget to. */
export function createOrigins(options: {
  readonly transact: Transact;
  /** Undefined for a route that is open to everybody: then whoever its events name has sent it. */
  readonly senderOf: (request: FastifyRequest) => Sender | undefined;
}): Origins {
  const current = new AsyncLocalStorage<{ sender: Sender | undefined; origin: NonNullable<NewEvent['origin']> }>();
  return {
    transact: (change) =>
      options.transact((tx) => {
        const from = current.getStore();
        if (from === undefined) return change(tx);
        const { sender, origin } = from;
        return change({
          ...tx,
          emit: (event) => tx.emit(sender === undefined || sender.actor === event.actor ? { ...event, origin } : event),
        });
      }),
    within: (request, go) => {
      const sender = options.senderOf(request);
      const origin = { address: plain(request.ip), tokenId: sender?.tokenId ?? null };
      current.run({ sender, origin }, go);
    },
  };
}

/** An IPv4 address as a socket for both families writes it. */
function plain(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
}

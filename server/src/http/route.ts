import type {
  FastifyBaseLogger,
  FastifyInstance,
  FastifyRequest,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Language, Message } from '../lib/message.ts';
import type { MessageView } from '../lib/message-schema.ts';
import type { EventStreams } from './event-stream.ts';

/** Fastify with zod schemas: request types come from the schemas of the route. */
export type HttpApp = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** A slice's routes. Each set is registered in a scope of its own, so hooks and parsers that it adds stay with it. */
export type Routes = (app: HttpApp) => void | Promise<void>;

export interface RouteFact {
  readonly method: string;
  readonly url: string;
  /** What the caller must be allowed to do; nothing for a public route. */
  readonly verb: string | undefined;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The verb that the command behind this route authorizes. A route has either this or `public`. */
    readonly verb?: string;
    readonly public?: true;
    /** Takes the body as it comes (git), through `acceptRawBody` in its scope: the route reads and bounds it itself. */
    readonly rawBody?: true;
    /** How a caller without a token is asked for one: programs such as git answer only to Basic. Default Bearer. */
    readonly challenge?: 'Basic';
    /** False when the answer holds a secret that is shown once: a repeated command is then told so instead. */
    readonly keepsAnswer?: false;
  }
  interface FastifyRequest {
    /** From Accept-Language. */
    readonly language: Language;
    /** A message as it leaves: its text in the reader's language. */
    words(message: Message): MessageView;
    /** Set by a route whose answer holds a secret this time: as `keepsAnswer: false`, for this one request. */
    dropsAnswer: boolean;
  }
  interface FastifyInstance {
    readonly streams: EventStreams;
    /** Every route in the order of registration. */
    readonly routeFacts: readonly RouteFact[];
  }
}

/** For routes that answer with JSON or, when asked by Accept, with a stream. */
export function wantsEventStream(request: FastifyRequest): boolean {
  return (request.headers.accept ?? '').includes('text/event-stream');
}

import type { Message } from './message.ts';

/**
 * The closed set of errors that a command may answer with. Anything else that is thrown is a fault of ours and is shown
 * as such. `http/` turns a problem into application/problem+json in one place; the message says what to do next.
 */
export const problemKinds = {
  InvalidInput: 400,
  Unauthenticated: 401,
  Forbidden: 403,
  NotFound: 404,
  Conflict: 409,
  Unavailable: 503,
} as const;

export type ProblemKind = keyof typeof problemKinds;

export interface ProblemOptions {
  readonly cause?: unknown;
  /** Positions in what was sent, for manifests and request bodies. */
  readonly details?: readonly ProblemDetail[];
}

export interface ProblemDetail {
  readonly message: Message;
  /** Path inside the document, e.g. `spec.environments[2].promote.by`. */
  readonly path?: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

export class Problem extends Error {
  readonly kind: ProblemKind;
  readonly detail: Message;
  readonly details: readonly ProblemDetail[];

  constructor(kind: ProblemKind, detail: Message, options: ProblemOptions = {}) {
    super(detail.text, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = kind;
    this.kind = kind;
    this.detail = detail;
    this.details = options.details ?? [];
  }

  get code(): string {
    return this.detail.code;
  }
}

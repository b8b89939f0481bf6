import { Problem } from '../lib/problem.ts';
import type { ProblemKind, ProblemOptions } from '../lib/problem.ts';
import type { Message } from '../lib/message.ts';

/** A problem whose HTTP status is narrower than that of its kind (412 for a kind of Conflict), or that needs headers. */
export class HttpProblem extends Problem {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    kind: ProblemKind,
    status: number,
    detail: Message,
    options: ProblemOptions & { readonly headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(kind, detail, options);
    this.status = status;
    this.headers = options.headers ?? {};
  }
}

import type { ProblemDocument } from './documents.ts';

/** The server understood and said no. `message` is its sentence, already in the caller's language. */
export class ApiProblem extends Error {
  readonly document: ProblemDocument;

  constructor(document: ProblemDocument) {
    super(document.detail);
    this.name = 'ApiProblem';
    this.document = document;
  }

  get status(): number {
    return this.document.status;
  }

  get code(): string {
    return this.document.code;
  }
}

export type UnreachableReason =
  /** Nobody listens there. */
  | 'refused'
  /** The name of the host leads nowhere. */
  | 'unknown-host'
  /** The connection was made and then lost, or never answered. */
  | 'lost'
  /** The certificate is not one that this machine trusts. */
  | 'certificate'
  /** Somebody answered, but not Sluice. */
  | 'not-sluice';

/** No answer came, so nothing is known about what the server did. */
export class Unreachable extends Error {
  readonly server: string;
  readonly reason: UnreachableReason;

  constructor(server: string, reason: UnreachableReason, cause?: unknown) {
    super(`${server}: ${reason}`, { cause });
    this.name = 'Unreachable';
    this.server = server;
    this.reason = reason;
  }
}

/** Why `fetch` rejected. Its own error says only "fetch failed"; the system's code is one or two causes deeper. */
export function unreachable(server: string, error: unknown): Unreachable {
  const code = systemCode(error);
  if (code === 'ECONNREFUSED') return new Unreachable(server, 'refused', error);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return new Unreachable(server, 'unknown-host', error);
  if (code !== undefined && /CERT|TLS|SSL|SELF_SIGNED/.test(code)) return new Unreachable(server, 'certificate', error);
  return new Unreachable(server, 'lost', error);
}

function systemCode(error: unknown): string | undefined {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string') return at.code;
    // Several addresses were tried (IPv6 and IPv4); they failed for the same reason.
    if (at instanceof AggregateError) return systemCode(at.errors[0]);
  }
  return undefined;
}

/** What a refused request's body says. Without a problem document in it, only the status is known. */
export function problemOf(response: Response, body: unknown): ApiProblem {
  if (isProblemDocument(body)) return new ApiProblem(body);
  const { status, statusText } = response;
  const detail = `HTTP ${status} ${statusText}`.trim();
  return new ApiProblem({
    type: 'about:blank',
    title: detail,
    status,
    detail,
    code: `http_${status}`,
    params: {},
    details: [],
  });
}

function isProblemDocument(body: unknown): body is ProblemDocument {
  return (
    typeof body === 'object' &&
    body !== null &&
    'code' in body &&
    typeof body.code === 'string' &&
    'detail' in body &&
    typeof body.detail === 'string' &&
    'status' in body &&
    typeof body.status === 'number'
  );
}

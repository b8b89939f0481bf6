import { randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isConnectionFault } from '../engine/database-faults.ts';
import { engineMessages } from '../engine/index.ts';
import type { Json, Language, Message, Render } from '../lib/message.ts';
import { Problem, problemKinds } from '../lib/problem.ts';
import type { ProblemDetail, ProblemKind } from '../lib/problem.ts';
import { detailsOf } from '../lib/schema-issues.ts';
import type { SchemaFault } from '../lib/schema-issues.ts';
import { httpMessages as messages } from './http-messages.ts';
import { HttpProblem } from './http-problem.ts';
import { languageOf } from './request-language.ts';

/** What the validator reports: the faults of one part of a request (`body`, `querystring`, `params`, `headers`). */
export class InvalidRequest extends Error {
  readonly faults: readonly SchemaFault[];
  readonly part: string;

  constructor(part: string, faults: readonly SchemaFault[]) {
    super('invalid request');
    this.part = part;
    this.faults = faults;
  }
}

const titles: Readonly<Record<ProblemKind, () => Message>> = {
  InvalidInput: messages.title_bad_request,
  Unauthenticated: messages.title_unauthenticated,
  Forbidden: messages.title_forbidden,
  NotFound: messages.title_not_found,
  Conflict: messages.title_conflict,
  Unavailable: messages.title_unavailable,
};

/** As `problemSchema` describes it. */
export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly params: Readonly<Record<string, Json>>;
  readonly details: readonly ProblemDetail[];
}

export interface ProblemAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: ProblemBody;
  /** The line to find in the log when the fault is ours. */
  readonly faultId?: string;
}

/** The one place where an error becomes an answer. Whatever is not a known refusal is a fault of ours and says nothing. */
export function problemAnswer(error: unknown, language: Language, render: Render): ProblemAnswer {
  const problem = error instanceof Problem ? error : translate(error);
  const words = (message: Message): string => render(message, language);
  if (problem === undefined) {
    const faultId = `flt_${randomUUID().replaceAll('-', '')}`;
    const detail = messages.internal_fault({ faultId });
    return {
      status: 500,
      headers: {},
      faultId,
      body: {
        type: typeOf(detail.code),
        title: words(messages.title_fault()),
        status: 500,
        detail: words(detail),
        code: detail.code,
        params: { faultId },
        details: [],
      },
    };
  }
  const status = problem instanceof HttpProblem ? problem.status : problemKinds[problem.kind];
  const details = problem.details.map((detail) => ({
    ...detail,
    message: { code: detail.message.code, params: detail.message.params, text: words(detail.message) },
  }));
  return {
    status,
    headers: { ...defaultHeaders(status), ...(problem instanceof HttpProblem ? problem.headers : {}) },
    body: {
      type: typeOf(problem.code),
      title: words(titles[problem.kind]()),
      status,
      detail: detailWords(problem, words, details[0]?.message.text),
      code: problem.code,
      params: problem.detail.params,
      details,
    },
  };
}

/** The first detail is quoted in the sentence, so it has to be in the same language as the rest of it. */
function detailWords(problem: Problem, words: (message: Message) => string, first: string | undefined): string {
  if (problem.code !== 'request_invalid' || first === undefined) return words(problem.detail);
  return words(messages.request_invalid({ first, more: problem.details.length - 1 }));
}

function typeOf(code: string): string {
  return `urn:sluice:problem:${code}`;
}

function defaultHeaders(status: number): Readonly<Record<string, string>> {
  if (status === 401) return { 'www-authenticate': 'Bearer realm="sluice"' };
  if (status === 503) return { 'retry-after': '2' };
  return {};
}

/** What Fastify and the parsers refuse by themselves, in our words. */
function translate(error: unknown): Problem | undefined {
  if (error instanceof InvalidRequest) return invalidRequest(error);
  if (isConnectionFault(error))
    return new Problem('Unavailable', engineMessages.database_unavailable(), { cause: error });
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new HttpProblem('InvalidInput', 415, messages.body_wrong_type());
    case 'FST_ERR_CTP_BODY_TOO_LARGE': {
      const limitBytes = error instanceof Error && 'limitBytes' in error ? Number(error.limitBytes) : 1024 * 1024;
      return new HttpProblem('InvalidInput', 413, messages.body_too_large({ limitBytes }), {
        headers: { connection: 'close' },
      });
    }
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return new Problem('InvalidInput', messages.body_not_json());
    case 'FST_ERR_BAD_URL':
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return new Problem('InvalidInput', messages.request_malformed());
    case 'ECONNRESET':
    case 'ECONNABORTED':
      // The sender went away while sending; nobody reads this answer, and it is no fault of ours.
      return new Problem('InvalidInput', messages.request_malformed());
    default:
      return undefined;
  }
}

function invalidRequest(error: InvalidRequest): Problem {
  const details = detailsOf(error.faults);
  const first = details[0]?.message.text ?? '';
  return new Problem('InvalidInput', messages.request_invalid({ first, more: Math.max(0, details.length - 1) }), {
    details,
  });
}

/** Sends the problem and logs faults with everything that the answer leaves out. */
export async function sendProblem(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  render: Render,
): Promise<FastifyReply> {
  const language = languageOf(request.headers['accept-language']);
  const answer = problemAnswer(error, language, render);
  if (answer.faultId !== undefined) {
    const at = { method: request.method, route: request.routeOptions?.url ?? null, faultId: answer.faultId };
    request.log.error({ ...at, err: error }, 'request failed by a fault');
  }
  const asksForBasic = answer.status === 401 && request.routeOptions?.config?.challenge === 'Basic';
  return (
    reply
      .code(answer.status)
      .headers(answer.headers)
      .headers(asksForBasic ? { 'www-authenticate': 'Basic realm="sluice", charset="UTF-8"' } : {})
      .header('content-language', language)
      .header('content-type', 'application/problem+json; charset=utf-8')
      // A stream answer or a checked schema may be declared for this route; problems have their own shape.
      .serializer((body: unknown) => JSON.stringify(body))
      .send(answer.body)
  );
}

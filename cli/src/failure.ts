import { ApiProblem, Unreachable } from '@sluice/client';
import type { Language, ProblemDocument } from '@sluice/client';
import { NotRunning } from './connection/discover.ts';
import { failureWords } from './messages/failure.ts';

/** What the shell is told. Documented in `sluice --help`; scripts depend on them. */
export const exitCodes = {
  done: 0,
  /** The thing itself failed: the promotion, the rollback, the check. */
  failed: 1,
  usage: 2,
  notAllowed: 3,
  notFound: 4,
  unreachable: 5,
  stillWaiting: 6,
  interrupted: 130,
} as const;

/** What was typed cannot be meant. The message is for people, in their language. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** A command understood what to do and could not. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly exitCode: number;

  constructor(message: string, exitCode: number = exitCodes.failed) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** No setting, no login and no data directory says where Sluice is. */
export class NoServer extends Error {
  override readonly name = 'NoServer';
}

export interface Explained {
  readonly exitCode: number;
  /** For people: each becomes a line of its own. */
  readonly lines: readonly string[];
  /** For programs, with `-o json`. */
  readonly document: { readonly code: string; readonly detail: string } | ProblemDocument;
}

/** Turns whatever a command threw into words and an exit code. A fault of ours is shown as such, with its stack. */
export function explain(error: unknown, language: Language): Explained {
  const words = failureWords[language];
  if (error instanceof ApiProblem) {
    return { exitCode: exitCodeOf(error.status), lines: problemLines(error.document), document: error.document };
  }
  if (error instanceof UsageError) return plain('usage', error.message, exitCodes.usage);
  if (error instanceof Failure) return plain('failed', error.message, error.exitCode);
  if (error instanceof NotRunning) {
    return plain('not_running', words.notRunning(error.dataDirectory), exitCodes.unreachable);
  }
  if (error instanceof NoServer) return plain('no_server', words.noServer, exitCodes.unreachable);
  if (error instanceof Unreachable) {
    const sentence = words.unreachable[error.reason](error.server);
    return plain(`unreachable_${error.reason.replaceAll('-', '_')}`, sentence, exitCodes.unreachable);
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return plain('internal_fault', words.fault(detail), exitCodes.failed);
}

function plain(code: string, detail: string, exitCode: number): Explained {
  return { exitCode, lines: [detail], document: { code, detail } };
}

function exitCodeOf(status: number): number {
  if (status === 401 || status === 403) return exitCodes.notAllowed;
  if (status === 404 || status === 421) return exitCodes.notFound;
  if (status === 503) return exitCodes.unreachable;
  return status >= 400 && status < 500 && status !== 409 ? exitCodes.usage : exitCodes.failed;
}

/** With positions, the places are the answer: each says where it is and what is wrong there. */
function problemLines(problem: ProblemDocument): string[] {
  const placed = problem.details.filter((detail) => detail.line !== undefined);
  if (placed.length === 0) return [problem.detail];
  return placed.map(({ file, line, column, path, message }) => {
    const place = [file, line, column].filter((part) => part !== undefined).join(':');
    const subject = path === undefined || path === '' || namesPlace(message.text, path) ? '' : `${path}: `;
    return `${place}  ${subject}${message.text}`;
  });
}

/** Many sentences begin with the place themselves: `spec: there is no field "ownr".` */
function namesPlace(sentence: string, path: string): boolean {
  const [named] = sentence.split(': ', 1);
  return named !== undefined && named !== sentence && path.startsWith(named);
}

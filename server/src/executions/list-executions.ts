import type { Db } from '../engine/transaction.ts';
import { parseDuration } from '../lib/duration.ts';
import { Problem } from '../lib/problem.ts';
import type { Clock } from '../lib/clock.ts';
import { executionMessages as messages } from './execution-messages.ts';
import type { ExecutionFilter } from './execution-schema.ts';
import { listExecutions } from './execution-store.ts';
import type { Execution, ExecutionQuery } from './execution-store.ts';

/** One page of the ids of executions that have a promotion into an environment, newest first. */
export type ExecutionIdsIn = (
  db: Db,
  query: {
    readonly project: string;
    readonly environment: string;
    readonly app?: string | undefined;
    readonly before?: string | undefined;
    readonly limit: number;
  },
) => Promise<readonly string[]>;

const results = ['success', 'partial', 'failure', 'error', 'cancelled', 'timeout'];
const idsAtOnce = 500;

/** The filter as people write it, as a question to the store. @throws Problem InvalidInput that says how to write it */
export function queryOf(filter: ExecutionFilter, clock: Clock): Omit<ExecutionQuery, 'limit' | 'before'> {
  const { project, pipeline, app, actor, state, revision } = filter;
  if (revision !== undefined && !/^[0-9a-f]{4,40}$/i.test(revision)) {
    throw new Problem('InvalidInput', messages.execution_revision_invalid({ revision }));
  }
  return {
    projects: [project],
    pipeline,
    app,
    actor,
    revision: revision?.toLowerCase(),
    since: filter.since === undefined ? undefined : sinceOf(filter.since, clock),
    ...(state === undefined ? {} : stateOf(state)),
  };
}

function stateOf(state: string): Pick<ExecutionQuery, 'state' | 'result'> {
  if (state === 'executing' || state === 'finished') return { state };
  if (results.includes(state)) return { result: state };
  const known = ['executing', 'finished', ...results];
  throw new Problem('InvalidInput', messages.execution_state_unknown({ state, known }));
}

function sinceOf(since: string, clock: Clock): Date {
  const durationMs = parseDuration(since);
  const time = durationMs === undefined ? new Date(since) : new Date(clock.now().getTime() - durationMs);
  const isTime = durationMs !== undefined || /^\d{4}-\d{2}-\d{2}/.test(since);
  if (!isTime || Number.isNaN(time.getTime()))
    throw new Problem('InvalidInput', messages.execution_since_invalid({ since }));
  return time;
}

/** Newest first. Which executions went to an environment is asked page by page, until there are enough that match. */
export async function findExecutions(
  db: Db,
  idsIn: ExecutionIdsIn,
  query: ExecutionQuery,
  place: { readonly project: string; readonly environment: string | undefined },
): Promise<Execution[]> {
  const { project, environment } = place;
  if (environment === undefined) return listExecutions(db, query);
  const found: Execution[] = [];
  for (let { before } = query; ;) {
    const ids = await idsIn(db, { project, environment, app: query.app, before, limit: idsAtOnce });
    found.push(...(await listExecutions(db, { ...query, ids, limit: query.limit - found.length })));
    before = ids.at(-1);
    if (ids.length < idsAtOnce || found.length >= query.limit) return found;
  }
}

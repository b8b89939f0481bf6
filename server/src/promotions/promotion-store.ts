import { sql } from 'kysely';
import type { Generated, Selectable } from 'kysely';
import { json } from '../db/database.ts';
import type { Db } from '../engine/transaction.ts';
import type { Gate } from '../gates/index.ts';
import type { Message } from '../lib/message.ts';
import type { PlannedTarget, Promotion } from './promotion.ts';
import type { PromotionKind, PromotionState, Result } from './promotion-schema.ts';

interface PromotionTable {
  id: string;
  project: string;
  app: string;
  pipeline: string;
  environment: string;
  kind: PromotionKind;
  execution_id: string | null;
  artifact_id: string;
  revision: string;
  output_artifact_id: string | null;
  output_revision: string | null;
  strategy: string;
  branch: string | null;
  plan: PlannedTarget[];
  targets: string[] | null;
  state: PromotionState;
  result: Result | null;
  message: Message | null;
  automatic: boolean;
  actor: string;
  actor_id: string;
  door: string;
  reason: string | null;
  spec_generation: number;
  passed_gates: StoredGate[] | null;
  arrived_at: Date | null;
  retried: Generated<number>;
  retried_at: Generated<Date | null>;
  resumed_waves: Generated<number>;
  cancelled_by: string | null;
  superseded_by: string | null;
  created_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
}

/** A gate as JSON keeps it. */
type StoredGate = Omit<Gate, 'since' | 'changesAt'> & { since: string | null; changesAt: string | null };

const tables = (db: Db) => db.withTables<{ promotions: PromotionTable }>();

export interface Place {
  readonly project: string;
  readonly app: string;
  readonly environment: string;
}

export async function insertPromotion(
  db: Db,
  promotion: Omit<
    Promotion,
    | 'outputArtifactId'
    | 'outputRevision'
    | 'state'
    | 'result'
    | 'message'
    | 'passedGates'
    | 'retried'
    | 'retriedAt'
    | 'resumedWaves'
    | 'arrivedAt'
    | 'cancelledBy'
    | 'supersededBy'
    | 'startedAt'
    | 'finishedAt'
  >,
): Promise<void> {
  await tables(db)
    .insertInto('promotions')
    .values({
      id: promotion.id,
      project: promotion.project,
      app: promotion.app,
      pipeline: promotion.pipeline,
      environment: promotion.environment,
      kind: promotion.kind,
      execution_id: promotion.executionId,
      artifact_id: promotion.artifactId,
      revision: promotion.revision,
      output_artifact_id: null,
      output_revision: null,
      strategy: promotion.strategy,
      branch: promotion.branch,
      plan: json([...promotion.plan]),
      targets: promotion.targets === null ? null : [...promotion.targets],
      state: 'queued',
      result: null,
      message: null,
      automatic: promotion.automatic,
      actor: promotion.actor,
      actor_id: promotion.actorId,
      door: promotion.door,
      reason: promotion.reason,
      spec_generation: promotion.specGeneration,
      arrived_at: null,
      cancelled_by: null,
      superseded_by: null,
      created_at: promotion.createdAt,
      started_at: null,
      finished_at: null,
    })
    .execute();
}

export async function findPromotion(db: Db, id: string): Promise<Promotion | undefined> {
  const row = await tables(db).selectFrom('promotions').selectAll().where('id', '=', id).executeTakeFirst();
  return row && fromRow(row);
}

/** The one that holds the environment, then the queue, in the order in which they will go. */
export async function listUnfinished(db: Db, place: Place): Promise<Promotion[]> {
  const rows = await tables(db)
    .selectFrom('promotions')
    .selectAll()
    .where('project', '=', place.project)
    .where('app', '=', place.app)
    .where('environment', '=', place.environment)
    .where('state', '!=', 'finished')
    .orderBy(sql`state = 'queued'`)
    // What Sluice takes back after a failure goes before whatever else is in line.
    .orderBy(sql`not (kind = 'rollback' and automatic)`)
    .orderBy('id')
    .execute();
  return rows.map(fromRow);
}

/** When the first promotion of one of the artifacts into the environment had come to its end there. */
export async function findRecordedArrival(db: Db, place: Place, artifactIds: readonly string[]): Promise<Date | null> {
  if (artifactIds.length === 0) return null;
  const row = await tables(db)
    .selectFrom('promotions')
    .select(({ fn }) => fn.min('arrived_at').as('since'))
    .where('project', '=', place.project)
    .where('app', '=', place.app)
    .where('environment', '=', place.environment)
    .where('output_artifact_id', 'in', artifactIds)
    .where('arrived_at', 'is not', null)
    .executeTakeFirst();
  return row?.since ?? null;
}

export interface PromotionQuery {
  readonly projects: readonly string[];
  readonly app?: string | undefined;
  readonly environment?: string | undefined;
  readonly state?: PromotionState | undefined;
  readonly executionIds?: readonly string[] | undefined;
  /** What was asked for, or what a merge made of it. */
  readonly artifactId?: string | undefined;
  /** Only those older than this id, newest first. */
  readonly before?: string | undefined;
  readonly limit: number;
}

export async function listPromotions(db: Db, query: PromotionQuery): Promise<Promotion[]> {
  if (query.projects.length === 0 || query.executionIds?.length === 0) return [];
  let select = tables(db).selectFrom('promotions').selectAll().where('project', 'in', query.projects);
  if (query.app !== undefined) select = select.where('app', '=', query.app);
  if (query.environment !== undefined) select = select.where('environment', '=', query.environment);
  if (query.state !== undefined) select = select.where('state', '=', query.state);
  if (query.executionIds !== undefined) select = select.where('execution_id', 'in', query.executionIds);
  const { artifactId } = query;
  if (artifactId !== undefined) {
    select = select.where((eb) =>
      eb.or([eb('artifact_id', '=', artifactId), eb('output_artifact_id', '=', artifactId)]),
    );
  }
  if (query.before !== undefined) select = select.where('id', '<', query.before);
  const rows = await select.orderBy('id', 'desc').limit(query.limit).execute();
  return rows.map(fromRow);
}

/**
 * For each place what is on its way or waits there, else what failed last. An older success is history, and so is what
 * people gave up. One look into each of three indexes a place, however long the history is.
 */
export async function currentPromotions(
  db: Db,
  project: string,
  places: readonly { readonly app: string; readonly environment: string }[],
): Promise<Promotion[]> {
  if (places.length === 0) return [];
  const apps = places.map((place) => place.app);
  const environments = places.map((place) => place.environment);
  const { rows } = await sql<Selectable<PromotionTable>>`
    select p.* from unnest(${apps}::text[], ${environments}::text[]) as place (app, environment) cross join lateral (
      select * from (
        (select *, 0 as rank from promotions where project = ${project} and app = place.app
          and environment = place.environment and state in ('executing', 'waiting'))
        union all
        (select *, 1 as rank from promotions where project = ${project} and app = place.app
          and environment = place.environment and state = 'queued' order by id limit 1)
        union all
        (select *, 2 as rank from promotions where project = ${project} and app = place.app
          and environment = place.environment and state = 'finished' order by id desc limit 1)
      ) candidates order by rank limit 1
    ) p where p.state <> 'finished' or p.result in ('partial', 'failure', 'error', 'timeout')`.execute(db);
  return rows.map(fromRow);
}

/** Everything that executions are made of, oldest first. */
export async function listPromotionsOfExecutions(db: Db, executionIds: readonly string[]): Promise<Promotion[]> {
  if (executionIds.length === 0) return [];
  const rows = await tables(db)
    .selectFrom('promotions')
    .selectAll()
    .where('execution_id', 'in', executionIds)
    .orderBy('id')
    .execute();
  return rows.map(fromRow);
}

/** How many there are of each state and, of those that ended, of each result. */
export async function countPromotions(
  db: Db,
): Promise<{ project: string; state: PromotionState; result: Result | null; count: number }[]> {
  return tables(db)
    .selectFrom('promotions')
    .select((eb) => ['project', 'state', 'result', eb.fn.countAll<number>().as('count')])
    .groupBy(['project', 'state', 'result'])
    .execute();
}

/** Those that have not ended, by project: cheap, however long the history is. */
export async function countUnfinished(db: Db): Promise<Map<string, number>> {
  const rows = await tables(db)
    .selectFrom('promotions')
    .select((eb) => ['project', eb.fn.countAll<number>().as('count')])
    .where((eb) => eb.or([eb('state', 'in', ['executing', 'waiting']), eb('state', '=', 'queued')]))
    .groupBy('project')
    .execute();
  return new Map(rows.map((row) => [row.project, row.count]));
}

/** Unfinished promotions everywhere, or of one app: those that have to look again when the rules change. */
export async function listUnfinishedIds(
  db: Db,
  within?: { readonly project: string; readonly app: string | null; readonly environment: string | null },
): Promise<string[]> {
  let select = tables(db).selectFrom('promotions').select('id').where('state', '!=', 'finished');
  if (within !== undefined) select = select.where('project', '=', within.project);
  if (within?.app != null) select = select.where('app', '=', within.app);
  if (within?.environment != null) select = select.where('environment', '=', within.environment);
  return (await select.execute()).map((row) => row.id);
}

/** The revision with which an artifact was last successfully moved into an environment. */
export async function lastRevisionIn(db: Db, place: Place, artifactId: string): Promise<string | undefined> {
  const row = await tables(db)
    .selectFrom('promotions')
    .select((eb) => eb.fn.coalesce('output_revision', 'revision').as('revision'))
    .where('project', '=', place.project)
    .where('app', '=', place.app)
    .where('environment', '=', place.environment)
    .where('result', 'in', ['success', 'partial'])
    .where('kind', '=', 'promotion')
    .where((eb) => eb.or([eb('artifact_id', '=', artifactId), eb('output_artifact_id', '=', artifactId)]))
    .orderBy('id', 'desc')
    .executeTakeFirst();
  return row?.revision;
}

type Change = Partial<
  Pick<
    Promotion,
    | 'state'
    | 'result'
    | 'message'
    | 'outputArtifactId'
    | 'outputRevision'
    | 'automatic'
    | 'startedAt'
    | 'finishedAt'
    | 'passedGates'
    | 'retried'
    | 'retriedAt'
    | 'resumedWaves'
    | 'arrivedAt'
    | 'cancelledBy'
    | 'supersededBy'
  >
>;

export async function changePromotion(db: Db, id: string, change: Change): Promise<void> {
  await tables(db)
    .updateTable('promotions')
    .set({
      ...(change.state === undefined ? {} : { state: change.state }),
      ...(change.result === undefined ? {} : { result: change.result }),
      ...(change.message === undefined ? {} : { message: change.message === null ? null : json(change.message) }),
      ...(change.outputArtifactId === undefined ? {} : { output_artifact_id: change.outputArtifactId }),
      ...(change.outputRevision === undefined ? {} : { output_revision: change.outputRevision }),
      ...(change.automatic === undefined ? {} : { automatic: change.automatic }),
      ...(change.startedAt === undefined ? {} : { started_at: change.startedAt }),
      ...(change.finishedAt === undefined ? {} : { finished_at: change.finishedAt }),
      ...(change.passedGates === undefined
        ? {}
        : {
            passed_gates:
              change.passedGates === null ? null : json(change.passedGates.map((gate) => toStoredGate(gate))),
          }),
      ...(change.retried === undefined ? {} : { retried: change.retried }),
      ...(change.retriedAt === undefined ? {} : { retried_at: change.retriedAt }),
      ...(change.resumedWaves === undefined ? {} : { resumed_waves: change.resumedWaves }),
      ...(change.arrivedAt === undefined ? {} : { arrived_at: change.arrivedAt }),
      ...(change.cancelledBy === undefined ? {} : { cancelled_by: change.cancelledBy }),
      ...(change.supersededBy === undefined ? {} : { superseded_by: change.supersededBy }),
    })
    .where('id', '=', id)
    .execute();
}

function fromRow(row: Selectable<PromotionTable>): Promotion {
  return {
    id: row.id,
    project: row.project,
    app: row.app,
    pipeline: row.pipeline,
    environment: row.environment,
    kind: row.kind,
    executionId: row.execution_id,
    artifactId: row.artifact_id,
    revision: row.revision,
    outputArtifactId: row.output_artifact_id,
    outputRevision: row.output_revision,
    strategy: row.strategy,
    branch: row.branch,
    plan: row.plan,
    targets: row.targets,
    state: row.state,
    result: row.result,
    message: row.message,
    automatic: row.automatic,
    actor: row.actor,
    actorId: row.actor_id,
    door: row.door,
    reason: row.reason,
    specGeneration: row.spec_generation,
    passedGates: row.passed_gates?.map((gate) => fromStoredGate(gate)) ?? null,
    retried: row.retried,
    retriedAt: row.retried_at,
    resumedWaves: row.resumed_waves,
    arrivedAt: row.arrived_at,
    cancelledBy: row.cancelled_by,
    supersededBy: row.superseded_by,
    createdAt: row.created_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
  };
}

function fromStoredGate(gate: StoredGate): Gate {
  const date = (at: string | null): Date | null => (at === null ? null : new Date(at));
  return { ...gate, since: date(gate.since), changesAt: date(gate.changesAt) };
}

function toStoredGate(gate: Gate): StoredGate {
  return { ...gate, since: gate.since?.toISOString() ?? null, changesAt: gate.changesAt?.toISOString() ?? null };
}

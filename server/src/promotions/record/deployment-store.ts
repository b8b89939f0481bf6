import { sql } from 'kysely';
import type { Db } from '../../engine/transaction.ts';

/** A promotion or a rollback that is over and has changed what runs, or tried to. New configuration is none. */
export interface Deployment {
  readonly id: string;
  readonly app: string;
  readonly environment: string;
  readonly kind: 'promotion' | 'rollback';
  /** Everything that has to be healthy there was. */
  readonly succeeded: boolean;
  /** What was deployed, after whatever a merge made of it. */
  readonly artifactId: string;
  /** What was asked for. */
  readonly sourceArtifactId: string;
  readonly sourceRevision: string;
  readonly executionId: string | null;
  /** Nothing of the same journey had arrived there before. */
  readonly isFirst: boolean;
  readonly finishedAt: Date;
}

export interface DeploymentPlaces {
  readonly project: string;
  readonly places: readonly { readonly app: string; readonly environment: string }[];
}

/** What ended in the period at these places, in the order in which it ended. */
export async function listDeployments(
  db: Db,
  { project, places }: DeploymentPlaces,
  period: { readonly from: Date; readonly to: Date },
): Promise<Deployment[]> {
  const { rows } = await sql<Deployment>`
    select ${columns},
      p.kind = 'promotion' and not exists (
        select from promotions e where e.execution_id = p.execution_id and e.app = p.app
          and e.environment = p.environment and e.arrived_at < p.arrived_at
      ) as "isFirst"
    from ${placesOf(places)} join promotions p on ${isDeployment(project)}
      and p.finished_at >= ${period.from} and p.finished_at < ${period.to}
    where ${wasHandedOver}
    order by p.finished_at, p.id`.execute(db);
  return rows;
}

/** For each of the places what ended last before then, where there is such a thing. */
export async function listLastDeploymentsBefore(
  db: Db,
  { project, places }: DeploymentPlaces,
  before: Date,
): Promise<Pick<Deployment, 'app' | 'environment' | 'succeeded'>[]> {
  const { rows } = await sql<Pick<Deployment, 'app' | 'environment' | 'succeeded'>>`
    select last.app, last.environment, last.succeeded
    from ${placesOf(places)} cross join lateral (
      select ${columns} from promotions p
      where ${isDeployment(project)} and p.finished_at < ${before} and ${wasHandedOver}
      order by p.finished_at desc limit 1
    ) last`.execute(db);
  return rows;
}

const columns = sql`
  p.id, p.app, p.environment, p.kind,
  case p.kind when 'promotion' then p.arrived_at is not null else p.result = 'success' end as succeeded,
  coalesce(p.output_artifact_id, p.artifact_id) as "artifactId",
  p.artifact_id as "sourceArtifactId", p.revision as "sourceRevision",
  p.execution_id as "executionId", p.finished_at as "finishedAt"`;

/** One that failed before anything was handed to a target, by a merge conflict for example, has deployed nothing. */
const wasHandedOver = sql`(
  p.arrived_at is not null or p.result in ('success', 'partial') or exists (
    select from promotion_steps s
    where s.promotion_id = p.id and s.key in ('commit', 'notify', 'deploy') and s.started_at is not null
  ))`;

/**
 * In the words of the index `promotions_deployed`. What a person ended is no verdict on anything, and what went to some
 * targets by choice is one part of a deployment, which counts when it is whole.
 */
function isDeployment(project: string) {
  return sql`p.project = ${project} and p.app = place.app and p.environment = place.environment
    and not (p.targets is not null and p.arrived_at is null and p.result = 'success')
    and p.kind <> 'configuration' and p.result in ('success', 'partial', 'failure', 'error', 'timeout')`;
}

function placesOf(places: DeploymentPlaces['places']) {
  const apps = places.map(({ app }) => app);
  const environments = places.map(({ environment }) => environment);
  return sql`unnest(${apps}::text[], ${environments}::text[]) as place (app, environment)`;
}

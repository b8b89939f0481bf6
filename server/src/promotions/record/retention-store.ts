import { sql } from 'kysely';
import type { Db } from '../../engine/transaction.ts';

/** Which of the artifacts something that has not ended is about: what was asked for, planned, or made on the way. */
export async function listArtifactsUnderWay(db: Db, artifactIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with under_way as materialized (
      select id, artifact_id, output_artifact_id, plan from promotions
      -- In the words of the two indexes that know them.
      where state in ('executing', 'waiting') or state = 'queued'
    ), needed as (
      select artifact_id as id from under_way
      union select output_artifact_id from under_way
      union select planned ->> 'artifactId' from under_way, jsonb_array_elements(plan) planned
      union select s.output ->> 'artifactId' from under_way u join promotion_steps s on s.promotion_id = u.id
    )
    select id from needed where id = any(${[...artifactIds]}::text[])`.execute(db);
  return rows.map(({ id }) => id);
}

/**
 * Forgets the steps of promotions that have been over for long, at most so many promotions at once; answers how many. What
 * nothing newer has overtaken keeps its steps, because it may be retried. Figures need to know what has handed something
 * over, so the step that did stays.
 */
export async function pruneSteps(db: Db, finishedBefore: Date, limit: number): Promise<number> {
  const { rows } = await sql<{ pruned: number }>`
    with old as materialized (
      select p.id from promotions p
      where p.state = 'finished' and p.finished_at < ${finishedBefore}
        and exists (select from promotion_steps s where s.promotion_id = p.id and s.key not in ('commit', 'notify', 'deploy'))
        and exists (select from promotions newer where newer.project = p.project and newer.app = p.app
          and newer.environment = p.environment and newer.id > p.id
          -- What 'retry' says has overtaken it, and nothing else.
          and newer.kind <> 'configuration' and newer.state = 'finished' and newer.result <> 'cancelled')
      order by p.finished_at limit ${limit} for update skip locked
    ), gone as (
      delete from promotion_steps s using old
      where s.promotion_id = old.id and s.key not in ('commit', 'notify', 'deploy') returning s.promotion_id
    )
    select count(distinct promotion_id) as pruned from gone`.execute(db);
  return rows[0]?.pruned ?? 0;
}

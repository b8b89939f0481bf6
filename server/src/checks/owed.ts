import { artifactRef, listArtifactsById } from '../artifacts/index.ts';
import type { Db } from '../engine/transaction.ts';
import { isCheckMet } from '../gates/index.ts';
import { listPipelines } from '../pipelines/index.ts';
import { listServingReleases } from '../releases/index.ts';
import type { OwedCheckView } from './check-schema.ts';
import { standingChecks } from './standing.ts';

/**
 * What outside systems still have to say: every required context that is not met for what serves in its environment,
 * longest owed first. `system` is the beginning of a context, like `ci`.
 */
export async function owedChecks(
  db: Db,
  query: { readonly project: string; readonly app?: string | undefined; readonly system?: string | undefined },
): Promise<OwedCheckView[]> {
  const { project, app, system } = query;
  const pipelines = (await listPipelines(db, [project])).filter(
    (pipeline) => app === undefined || pipeline.app === app,
  );
  const serving = await listServingReleases(db, { project, app });
  const artifacts = await listArtifactsById(
    db,
    serving.map((release) => release.artifactId),
  );
  const owed: OwedCheckView[] = [];
  for (const pipeline of pipelines) {
    for (const { name: environment, requiredChecks } of pipeline.environments) {
      const wanted = requiredChecks.filter((context) => system === undefined || context.startsWith(`${system}/`));
      if (wanted.length === 0) continue;
      const here = serving.filter((release) => release.app === pipeline.app && release.environment === environment);
      for (const artifactId of new Set(here.map((release) => release.artifactId))) {
        const artifact = artifacts.get(artifactId);
        if (artifact === undefined) continue;
        const since = here.find((release) => release.artifactId === artifactId)?.finishedAt?.toISOString() ?? null;
        const place = { project, app: pipeline.app, environment };
        for (const { context, check } of await standingChecks(db, place, [artifactId], wanted)) {
          if (isCheckMet(check)) continue;
          const state = check?.state ?? null;
          owed.push({ app: pipeline.app, environment, artifact: artifactRef(artifact), context, state, since });
        }
      }
    }
  }
  return owed.toSorted((one, other) => (one.since ?? '').localeCompare(other.since ?? ''));
}

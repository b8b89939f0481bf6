import type { Db } from '../engine/transaction.ts';
import { latestConfiguration } from '../configurations/index.ts';
import { newestFor } from './check.ts';
import type { Check } from './check.ts';
import { listChecksOf } from './check-store.ts';

/** What each of the contexts says about the artifacts in the environment now; undefined where nothing was said. */
export async function standingChecks(
  db: Db,
  place: { readonly project: string; readonly app: string; readonly environment: string },
  artifactIds: readonly string[],
  contexts: readonly string[],
): Promise<{ context: string; check: Check | undefined }[]> {
  if (contexts.length === 0) return [];
  const [{ version }, checks] = await Promise.all([latestConfiguration(db, place), listChecksOf(db, artifactIds)]);
  const subject = { environment: place.environment, artifactIds, configurationVersion: version };
  return contexts.map((context) => ({ context, check: newestFor(checks, subject, context) }));
}

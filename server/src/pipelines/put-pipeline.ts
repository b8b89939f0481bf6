import type { Tx } from '../engine/transaction.ts';
import type { Caller } from '../identity/index.ts';
import { removedTargets } from './check-pipeline.ts';
import { environmentsOf } from './pipeline.ts';
import { findPipeline, removeTargets, writePipeline, writeTargets } from './pipeline-store.ts';
import type { WrittenPipeline } from './pipeline-store.ts';
import { tellEnvironments } from './tell-environments.ts';

export interface PutParts {
  /** Gates are judged by the newest spec, so whatever waits has to look again. */
  onChanged(tx: Tx, app: { readonly project: string; readonly name: string }): Promise<void>;
}

/** Writes a pipeline that was judged, with its targets, and tells everybody whom that concerns. */
export async function putPipeline(
  tx: Tx,
  caller: Caller,
  parts: PutParts,
  pipeline: Omit<WrittenPipeline, 'app'>,
): Promise<void> {
  const { project, name, generation, spec } = pipeline;
  const { app } = spec;
  const removed = await removedTargets(tx, project, spec);
  const before = (await findPipeline(tx.db, project, name))?.environments ?? [];
  await writePipeline(tx.db, { ...pipeline, app });
  await removeTargets(
    tx.db,
    removed.map((target) => target.id),
  );
  const environments = environmentsOf(spec);
  await writeTargets(tx.db, { project, name, app, generation, environments });
  const names = { before: before.map(nameOf), after: environments.map(nameOf) };
  tellEnvironments(tx, caller, { project, app }, names);
  await parts.onChanged(tx, { project, name: app });
}

function nameOf({ name }: { readonly name: string }): string {
  return name;
}

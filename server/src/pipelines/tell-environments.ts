import type { Tx } from '../engine/transaction.ts';
import type { Caller } from '../identity/index.ts';

/** Tells which environments an edit of a pipeline has brought, and which it has taken away. */
export function tellEnvironments(
  tx: Tx,
  caller: Caller,
  pipeline: { readonly project: string; readonly app: string },
  change: { readonly before: readonly string[]; readonly after: readonly string[] },
): void {
  const { project, app } = pipeline;
  const { actor, door } = caller;
  const tell = (type: string, name: string): void =>
    tx.emit({
      type,
      project,
      subject: `environment/${app}/${name}`,
      labels: { app, environment: name },
      actor,
      door,
      data: {},
    });
  for (const name of change.after) if (!change.before.includes(name)) tell('environment.created', name);
  for (const name of change.before) if (!change.after.includes(name)) tell('environment.deleted', name);
}

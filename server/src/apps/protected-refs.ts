import type { RefUpdate } from '../lib/git/receive-commands.ts';
import type { Message } from '../lib/message.ts';
import { appMessages as messages } from './app-messages.ts';

export interface ProtectedNames {
  /** Branch → the environment whose state it is. */
  readonly branches: ReadonlyMap<string, string>;
  /** Tags below these names say what went where. */
  readonly environments: readonly string[];
}

/**
 * Why a pushed ref is not the pusher's to move; undefined when it is. A ref above or below a protected one is refused
 * too, because git cannot hold both and Sluice could then never make its own. Deleting such a one is always fine.
 */
export function objectionTo(update: RefUpdate, names: ProtectedNames, app: string): Message | undefined {
  const isDeletion = update.new === undefined;
  const [, space, name = ''] = /^refs\/(heads|tags)\/(.+)$/.exec(update.ref) ?? [];
  if (space === 'heads') {
    for (const [branch, environment] of names.branches) {
      if (name === branch || (!isDeletion && inTheWay(name, branch))) {
        return messages.branch_is_sluices({ branch, environment, app });
      }
    }
  }
  if (space === 'tags') {
    for (const environment of names.environments) {
      if (name.startsWith(`${environment}/`) || (!isDeletion && name === environment)) {
        return messages.tag_is_sluices({ tag: `${environment}/…` });
      }
    }
  }
  return undefined;
}

function inTheWay(name: string, branch: string): boolean {
  return name.startsWith(`${branch}/`) || branch.startsWith(`${name}/`);
}

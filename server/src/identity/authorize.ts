import type { Db } from '../engine/transaction.ts';
import { Problem } from '../lib/problem.ts';
import type { Caller } from './caller.ts';
import { roles } from './caller.ts';
import { identityMessages as messages } from './identity-messages.ts';
import { namesWithRole } from './identity-store.ts';
import { atLeast, everywhere, leastRoles, mayDo, roleIn } from './verb.ts';
import type { Place, Verb } from './verb.ts';

/** `unknown` is what is said of a thing that does not exist, for what is found by an id of its own. */
export type Authorize = (caller: Caller, verb: Verb, on: Place, unknown?: Problem) => Promise<void>;

/**
 * Every command calls this first. Whoever has no role in a project at all learns nothing about it, not even that it
 * exists; whoever has too low a role learns which one is needed and whom to ask.
 */
export function createAuthorize(db: Db): Authorize {
  return async (caller, verb, on, unknown) => {
    if (mayDo(caller.bindings, verb, on)) return;
    if (on.project !== everywhere && roleIn(caller.bindings, on.project) === undefined) {
      throw unknown ?? new Problem('NotFound', messages.project_not_found({ project: on.project }));
    }
    const role = leastRoles[verb];
    const who = await whoMay(db, verb, on.project);
    throw new Problem(
      'Forbidden',
      messages.forbidden({ actor: caller.actor, verb, environment: on.environment ?? null, role, who }),
    );
  };
}

/** Names of the people who may do it, at most ten: whom to ask. */
export async function whoMay(db: Db, verb: Verb, project: string): Promise<readonly string[]> {
  const allowed = roles.filter((held) => atLeast(held, leastRoles[verb]));
  return namesWithRole(db, project, allowed);
}

/** For list queries: the projects that the caller has any role in. */
export function visibleProjects(caller: Caller): 'all' | readonly string[] {
  const projects = caller.bindings.map((binding) => binding.project);
  return projects.includes(everywhere) ? 'all' : [...new Set(projects)];
}

import type { Db } from '../engine/transaction.ts';
import { Problem } from '../lib/problem.ts';
import type { Binding, Caller } from './caller.ts';
import { roles } from './caller.ts';
import { identityMessages as messages } from './identity-messages.ts';
import { namesWithRole } from './binding-store.ts';
import { atLeast, everywhere, leastRoles, mayDo, narrow, roleIn } from './verb.ts';
import type { Place, Verb } from './verb.ts';

export type Authorize = (
  caller: Caller,
  verb: Verb,
  on: Place,
  more?: {
    /** What is said of a thing that does not exist, for what is found by an id of its own. */
    readonly unknown?: Problem;
    /** What the caller holds for this one thing besides: who is named as an approver. The token's scope narrows it too. */
    readonly named?: Binding | undefined;
  },
) => Promise<void>;

/**
 * Every command calls this first. Whoever has no role in a project at all learns nothing about it, not even that it
 * exists; whoever has too low a role learns which one is needed and whom to ask.
 */
export function createAuthorize(db: Db): Authorize {
  return async (caller, verb, on, { unknown, named } = {}) => {
    const extra = named === undefined ? [] : caller.scope === undefined ? [named] : narrow([named], caller.scope);
    const bindings = [...caller.bindings, ...extra];
    if (mayDo(bindings, verb, on)) return;
    if (on.project !== everywhere && roleIn(bindings, on.project) === undefined) {
      throw unknown ?? new Problem('NotFound', messages.project_not_found({ project: on.project }));
    }
    // The token is for less than its role: another role would not help.
    if (
      mayDo(
        bindings.map(({ verbs: _only, ...binding }) => binding),
        verb,
        on,
      )
    ) {
      throw new Problem('Forbidden', messages.forbidden_by_token({ verb, environment: on.environment ?? null }));
    }
    const role = leastRoles[verb];
    const who = await whoMay(db, verb, on);
    // They could, and their token cannot.
    if (caller.scope !== undefined && who.includes(caller.actor)) {
      throw new Problem('Forbidden', messages.forbidden_by_token({ verb, environment: on.environment ?? null }));
    }
    throw new Problem(
      'Forbidden',
      messages.forbidden({ actor: caller.actor, verb, environment: on.environment ?? null, role, who }),
    );
  };
}

/** Names of the people who may do it, at most ten: whom to ask. */
export async function whoMay(db: Db, verb: Verb, on: Place): Promise<readonly string[]> {
  const allowed = roles.filter((held) => atLeast(held, leastRoles[verb]));
  return namesWithRole(db, on, allowed);
}

/** For list queries: the projects that the caller has any role in. */
export function visibleProjects(caller: Caller): 'all' | readonly string[] {
  const projects = caller.bindings.map((binding) => binding.project);
  return projects.includes(everywhere) ? 'all' : [...new Set(projects)];
}

import type { Binding, Role } from './caller.ts';
import { roles } from './caller.ts';

/** Every verb of the product and the least role that may use it. What is not listed here nobody may do. */
export const leastRoles = {
  'app.view': 'viewer',
  'pipeline.view': 'viewer',
  'artifact.view': 'viewer',
  'execution.view': 'viewer',
  'promotion.view': 'viewer',
  'release.view': 'viewer',
  'event.view': 'viewer',
  'lock.view': 'viewer',
  'freeze.view': 'viewer',
  'source.view': 'viewer',
  'check.view': 'viewer',
  'insight.view': 'viewer',
  'token.create': 'viewer',
  'token.list': 'viewer',
  'token.revoke': 'viewer',
  'group.view': 'viewer',
  'role-binding.view': 'viewer',
  'config.view': 'developer',
  'logs.view': 'developer',
  'repository.read': 'developer',
  'repository.push': 'developer',
  'artifact.clear': 'developer',
  'promotion.create': 'developer',
  'promotion.cancel': 'developer',
  'release.rollback': 'developer',
  'lock.set': 'developer',
  'source.sync': 'developer',
  'check.report': 'developer',
  'artifact.register': 'developer',
  'promotion.approve': 'approver',
  'app.apply': 'operator',
  'app.delete': 'operator',
  'app.secret': 'operator',
  'pipeline.apply': 'operator',
  'pipeline.delete': 'operator',
  'source.apply': 'operator',
  'source.delete': 'operator',
  'freeze.apply': 'operator',
  'freeze.delete': 'operator',
  'config.set': 'operator',
  'environment.stop': 'operator',
  /** On more than one app. */
  'lock.set.widely': 'operator',
  'lock.steal': 'operator',
  'check.override': 'operator',
  'webhook.view': 'operator',
  'webhook.apply': 'operator',
  'webhook.test': 'operator',
  'webhook.redeliver': 'operator',
  'webhook.rotate': 'operator',
  'webhook.delete': 'operator',
  'audit.view': 'operator',
  'metrics.view': 'operator',
  /** Other people's tokens, new actors and their roles. */
  'actor.manage': 'admin',
} as const satisfies Record<string, Role>;

export type Verb = keyof typeof leastRoles;

export function isVerb(text: string): text is Verb {
  return Object.hasOwn(leastRoles, text);
}

export const verbs: readonly Verb[] = Object.keys(leastRoles).filter(isVerb);

/** What a verb is used on. A project of `*` means the whole installation. */
export interface Place {
  readonly project: string;
  readonly app?: string;
  readonly environment?: string;
}

export const everywhere = '*';

/**
 * The one decision about rights. Pure, and monotone: another binding or a higher role never takes anything away. Whoever
 * holds a role on a part of a project may look at the whole of it.
 */
export function mayDo(bindings: readonly Binding[], verb: Verb, on: Place): boolean {
  return bindings.some((binding) => {
    if (!reaches(binding, on.project)) return false;
    if (binding.verbs !== undefined && !binding.verbs.includes(verb)) return false;
    const isInside = isAmong(binding.apps, on.app) && isAmong(binding.environments, on.environment);
    return atLeast(isInside ? binding.role : 'viewer', leastRoles[verb]);
  });
}

export function atLeast(role: Role, least: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(least);
}

/** The highest role that the bindings give anywhere in a project, counting those for all projects. */
export function roleIn(bindings: readonly Binding[], project: string): Role | undefined {
  let best: Role | undefined;
  for (const binding of bindings) {
    if (!reaches(binding, project)) continue;
    if (best === undefined || atLeast(binding.role, best)) best = binding.role;
  }
  return best;
}

/** What is left of an actor's bindings through a token: never more than either, and nothing said twice. */
export function narrow(bindings: readonly Binding[], scope: Binding): readonly Binding[] {
  const left = bindings.flatMap((held): Binding[] => {
    if (scope.project !== everywhere && !reaches(held, scope.project)) return [];
    const limits = {
      apps: both(held.apps, scope.apps),
      environments: both(held.environments, scope.environments),
      verbs: both(held.verbs, scope.verbs),
    };
    if (Object.values(limits).some((names) => names?.length === 0)) return [];
    return [
      {
        project: scope.project === everywhere ? held.project : scope.project,
        role: atLeast(held.role, scope.role) ? scope.role : held.role,
        ...(limits.apps === undefined ? {} : { apps: limits.apps }),
        ...(limits.environments === undefined ? {} : { environments: limits.environments }),
        ...(limits.verbs === undefined ? {} : { verbs: limits.verbs }),
      },
    ];
  });
  return left.filter(
    (one, index) =>
      !left.some(
        (other, place) => place !== index && mayGrant([other], one) && (place < index || !mayGrant([one], other)),
      ),
  );
}

/** May somebody with `bindings` hand out `grant`? Nobody gives more than they hold. */
export function mayGrant(bindings: readonly Binding[], grant: Binding): boolean {
  return bindings.some(
    (held) =>
      reaches(held, grant.project) &&
      covers(held.verbs, grant.verbs) &&
      // To look is what any part of a project allows for the whole of it.
      (grant.role === 'viewer' ||
        (atLeast(held.role, grant.role) &&
          covers(held.apps, grant.apps) &&
          covers(held.environments, grant.environments))),
  );
}

function reaches(binding: Binding, project: string): boolean {
  return binding.project === everywhere || binding.project === project;
}

/** No limit lets everything through; a limit lets nothing through that is not named. */
function isAmong(limit: readonly string[] | undefined, name: string | undefined): boolean {
  return limit === undefined || (name !== undefined && limit.includes(name));
}

function covers(outer: readonly string[] | undefined, inner: readonly string[] | undefined): boolean {
  return outer === undefined || (inner !== undefined && inner.every((name) => outer.includes(name)));
}

function both(one: readonly string[] | undefined, other: readonly string[] | undefined): readonly string[] | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return one.filter((name) => other.includes(name));
}

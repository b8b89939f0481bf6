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
  'check.view': 'viewer',
  'token.create': 'viewer',
  'token.list': 'viewer',
  'token.revoke': 'viewer',
  'config.view': 'developer',
  'logs.view': 'developer',
  'repository.read': 'developer',
  'repository.push': 'developer',
  'promotion.create': 'developer',
  'promotion.cancel': 'developer',
  'release.rollback': 'developer',
  'lock.set': 'developer',
  'check.report': 'developer',
  'promotion.approve': 'approver',
  'app.apply': 'operator',
  'app.delete': 'operator',
  'pipeline.apply': 'operator',
  'pipeline.delete': 'operator',
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
 * The one decision about rights. Pure, and monotone: another binding or a higher role never takes anything away.
 * Today bindings are by project; app and environment are part of the question, so that finer bindings change only this.
 */
export function mayDo(bindings: readonly Binding[], verb: Verb, on: Place): boolean {
  const role = roleIn(bindings, on.project);
  return role !== undefined && atLeast(role, leastRoles[verb]);
}

export function atLeast(role: Role, least: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(least);
}

/** The highest role that the bindings give in a project, counting those for all projects. */
export function roleIn(bindings: readonly Binding[], project: string): Role | undefined {
  let best: Role | undefined;
  for (const binding of bindings) {
    if (binding.project !== project && binding.project !== everywhere) continue;
    if (best === undefined || atLeast(binding.role, best)) best = binding.role;
  }
  return best;
}

/**
 * What is left of an actor's bindings through a token that reaches one project (or `*`) with one role: never more than
 * either. One binding a project.
 */
export function narrow(bindings: readonly Binding[], scope: Binding): readonly Binding[] {
  const projects = scope.project === everywhere ? bindings.map((binding) => binding.project) : [scope.project];
  return [...new Set(projects)].flatMap((project) => {
    const held = roleIn(bindings, project);
    if (held === undefined) return [];
    return [{ project, role: atLeast(held, scope.role) ? scope.role : held }];
  });
}

/** May somebody with `bindings` hand out `grant`? Nobody gives more than they hold. */
export function mayGrant(bindings: readonly Binding[], grant: Binding): boolean {
  const role = roleIn(bindings, grant.project);
  return role !== undefined && atLeast(role, grant.role);
}

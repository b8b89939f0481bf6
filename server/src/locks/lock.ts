/** What a lock holds. Null is not asked about: all apps, all environments, all targets. */
export interface LockScope {
  readonly project: string;
  readonly app: string | null;
  readonly environment: string | null;
  /** Only together with an app and an environment. */
  readonly target: string | null;
}

/** A person's stop with a reason. */
export interface Lock extends LockScope {
  readonly id: string;
  readonly reason: string;
  readonly actor: string;
  readonly actorId: string;
  readonly door: string;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly liftedAt: Date | null;
  readonly liftedBy: string | null;
}

export interface LockPlace {
  readonly project: string;
  readonly app: string;
  readonly environment: string;
}

export function isStanding(lock: Pick<Lock, 'liftedAt' | 'expiresAt'>, at: Date): boolean {
  return lock.liftedAt === null && (lock.expiresAt === null || lock.expiresAt > at);
}

/** Whether the lock holds what moves into the place. A lock on one of its targets does. */
export function holds(scope: LockScope, place: LockPlace): boolean {
  return (
    scope.project === place.project &&
    (scope.app === null || scope.app === place.app) &&
    (scope.environment === null || scope.environment === place.environment)
  );
}

export function isSameScope(one: LockScope, other: LockScope): boolean {
  return (
    one.project === other.project &&
    one.app === other.app &&
    one.environment === other.environment &&
    one.target === other.target
  );
}

/** The scope as it is typed after `sluice lock`. */
export function scopeWords({ project, app, environment, target }: LockScope): string {
  const words =
    app === null
      ? environment === null
        ? ['--everything']
        : ['--env', environment]
      : [app, ...(environment === null ? [] : [environment]), ...(target === null ? [] : ['--target', target])];
  return [...words, ...(project === 'default' ? [] : ['--project', project])].join(' ');
}

/**
 * Of the locks that stand the one that the place waits for: of several it is the one that goes last, and one without an
 * end goes last of all.
 */
export function holdingLock(standing: readonly Lock[], place: LockPlace): Lock | undefined {
  const end = (lock: Lock): number => lock.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY;
  const holding = standing.filter((lock) => holds(lock, place));
  return holding.reduce<Lock | undefined>(
    (last, lock) => (last === undefined || end(lock) > end(last) ? lock : last),
    undefined,
  );
}

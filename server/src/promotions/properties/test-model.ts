/** What a random pipeline asks of what enters one of its environments. Written down once, for the manifest and for the model. */
export interface Place {
  readonly name: string;
  readonly after: readonly string[];
  readonly auto: boolean;
  readonly order: 'strict' | 'any';
  readonly approvals: { readonly count: number; readonly notRequester: boolean } | null;
  readonly soakHours: number;
  /** Contexts that have to be successful before anything leaves it. */
  readonly requires: readonly string[];
  readonly targets: number;
}

interface Verdict {
  readonly actor: string;
  readonly approved: boolean;
  /** Under which rules it was given. */
  readonly edition: number;
}

/** The world as people have made it, by nothing but what they did and what they were answered. */
export interface World {
  places: Place[];
  edition: number;
  /** `''` for the whole app, else the name of an environment. */
  locks: string[];
  frozen: string[];
  checks: { environment: string; version: string; context: string; met: boolean }[];
  verdicts: Record<string, Verdict[]>;
}

export interface Moved {
  readonly id: string;
  readonly environment: string;
  readonly version: string;
  readonly actor: string;
}

/** What the runtime was really made to run, in the order in which it was. */
export interface Deployed {
  readonly environment: string;
  readonly target: string;
  readonly version: string;
  hours: number;
}

/** Names of the gates that are closed to the promotion in this world, by rules of this file's own. */
export function closedTo(world: World, history: readonly Deployed[], moved: Moved): string[] {
  const place = world.places.find(({ name }) => name === moved.environment);
  if (place === undefined) return ['place'];
  const { environment, version } = moved;
  const closed: string[] = [];
  if (place.order === 'strict') {
    const missing = place.after.filter(
      (before) => !history.some((one) => one.environment === before && one.version === version),
    );
    if (missing.length > 0) closed.push('order');
  }
  if (world.locks.some((scope) => scope === '' || scope === environment)) closed.push('lock');
  if (world.frozen.includes(environment)) closed.push('freeze');
  if (place.soakHours > 0 && !place.after.every((before) => hasSoaked(history, before, version, place.soakHours))) {
    closed.push('soak');
  }
  const owed = place.after.flatMap((before) =>
    (world.places.find(({ name }) => name === before)?.requires ?? []).map((context) => ({ before, context })),
  );
  const isMet = ({ before, context }: { before: string; context: string }): boolean =>
    world.checks.find((check) => check.environment === before && check.version === version && check.context === context)
      ?.met === true;
  if (!owed.every(isMet)) closed.push('checks');
  const current = (world.verdicts[moved.id] ?? []).filter(({ edition }) => edition === world.edition);
  if (current.some(({ approved }) => !approved)) closed.push('approvals');
  else if (place.approvals !== null) {
    const { count, notRequester } = place.approvals;
    const people = new Set(current.map(({ actor }) => actor));
    if (notRequester) people.delete(moved.actor);
    if (people.size < count) closed.push('approvals');
  }
  return closed;
}

/** Every target that ever ran it there did so for long enough, all times together. */
function hasSoaked(history: readonly Deployed[], environment: string, version: string, hours: number): boolean {
  const times = history.filter((one) => one.environment === environment && one.version === version);
  const targets = [...Map.groupBy(times, ({ target }) => target).values()];
  return targets.length > 0 && targets.every((served) => served.reduce((sum, one) => sum + one.hours, 0) >= hours);
}

/** An hour passes for whatever runs. */
export function anHourLater(history: readonly Deployed[]): void {
  const running = new Map<string, Deployed>();
  for (const one of history) running.set(`${one.environment}/${one.target}`, one);
  for (const one of running.values()) one.hours += 1;
}

/**
 * Every world that can have been between the first of the acts and the last, when nobody knows in which order they came.
 * An act changes the world that it is given.
 */
export function worldsBetween(before: World, acts: readonly ((world: World) => void)[]): World[] {
  const worlds: World[] = [before];
  const goOn = (world: World, rest: readonly ((world: World) => void)[]): void => {
    for (const [index, act] of rest.entries()) {
      const next = structuredClone(world);
      act(next);
      worlds.push(next);
      goOn(next, rest.toSpliced(index, 1));
    }
  };
  goOn(before, acts);
  return worlds;
}

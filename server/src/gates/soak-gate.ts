import type { Gate } from './gate.ts';
import { gateMessages as messages } from './gate-messages.ts';

/** A time during which a target served the artifact, healthy; null: it still does. */
export interface Served {
  readonly target: string;
  readonly beganAt: Date;
  readonly endedAt: Date | null;
}

export interface SoakFacts {
  readonly soakMs: number;
  readonly now: Date;
  /** The preceding environments with every time that the artifact, or what was merged into it, served there. */
  readonly before: readonly { readonly environment: string; readonly served: readonly Served[] }[];
  readonly app: string;
  readonly version: string;
}

/** The time that an artifact has to be healthy in every preceding environment before it may go on. */
export function soakGate(facts: SoakFacts): Gate {
  const { soakMs, now, before, app, version } = facts;
  const gate = { name: 'soak' as const, since: null, changesAt: null, opensBy: null };
  const all = before.map(({ environment, served }) => ({ environment, at: soakedAt(served, soakMs) }));
  const gone = all.find(({ at }) => at === null);
  if (gone !== undefined) {
    const { environment } = gone;
    return {
      ...gate,
      status: 'waiting',
      message: messages.gate_soak_broken_off({ environment, ms: soakMs }),
      opensBy: `sluice promote ${app}@${version} ${environment}`,
    };
  }
  const last = all.reduce<{ environment: string; at: Date } | undefined>(
    (latest, { environment, at }) =>
      at !== null && (latest === undefined || at > latest.at) ? { environment, at } : latest,
    undefined,
  );
  if (last === undefined || last.at <= now) {
    const environments = before.map(({ environment }) => environment);
    return {
      ...gate,
      status: 'open',
      since: last?.at ?? null,
      message: messages.gate_soak_met({ environments, ms: soakMs }),
    };
  }
  const { environment, at } = last;
  return {
    ...gate,
    status: 'waiting',
    message: messages.gate_soak_waiting({ environment, ms: soakMs, until: at.toISOString() }),
    changesAt: at,
  };
}

/**
 * When the last target had served it for long enough, or will have, if nothing takes its place; null when it serves
 * nowhere any more and never did for long enough. A target that served it twice has both times counted.
 */
function soakedAt(served: readonly Served[], soakMs: number): Date | null {
  const targets = [...Map.groupBy(served, ({ target }) => target).values()];
  let latest: Date | null = null;
  for (const times of targets) {
    let missing = soakMs;
    let at: Date | null = null;
    for (const { beganAt, endedAt } of times.toSorted(
      (one, other) => one.beganAt.getTime() - other.beganAt.getTime(),
    )) {
      const lasted = endedAt === null ? Number.POSITIVE_INFINITY : endedAt.getTime() - beganAt.getTime();
      if (lasted >= missing) {
        at = new Date(beganAt.getTime() + missing);
        break;
      }
      missing -= lasted;
    }
    if (at === null) return null;
    if (latest === null || at > latest) latest = at;
  }
  return latest;
}

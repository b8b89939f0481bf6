import { covering, nextTime } from './calendar.ts';
import type { Calendar } from './calendar.ts';
import type { Gate } from './gate.ts';
import { gateMessages as messages } from './gate-messages.ts';

export interface FreezeFacts {
  readonly now: Date;
  /** Times at which nothing gets in. */
  readonly freezes: readonly Calendar[];
  /** The only times at which something gets in; none means always. */
  readonly windows: readonly Calendar[];
}

/** So many changes between open and closed are looked through for the next opening. */
const mostSteps = 400;

/** Null where no calendar holds anything. */
export function freezeGate(facts: FreezeFacts): Gate | null {
  const { now, freezes, windows } = facts;
  if (freezes.length === 0 && windows.length === 0) return null;
  const gate = { name: 'freeze' as const, since: null, changesAt: null, opensBy: null };
  const changesAt = nextOpening(facts);
  if (changesAt !== null && changesAt <= now) return { ...gate, status: 'open', message: messages.gate_freeze_open() };
  const until = changesAt?.toISOString() ?? null;
  for (const freeze of freezes) {
    const span = covering(freeze, now);
    if (span === undefined) continue;
    const message = messages.gate_freeze_closed({ reason: freeze.reason, until });
    return { ...gate, status: 'waiting', message, since: span.from, changesAt };
  }
  const reason = windows.map((window) => window.reason).join(', ');
  return { ...gate, status: 'waiting', message: messages.gate_window_closed({ reason, until }), changesAt };
}

/** The first moment from now on at which no freeze is and, where there are windows, one is; null when there is none. */
export function nextOpening({ now, freezes, windows }: FreezeFacts): Date | null {
  let at = now;
  for (let step = 0; step < mostSteps; step += 1) {
    const ends = freezes.flatMap((freeze) => covering(freeze, at)?.to ?? []);
    if (ends.length > 0) {
      at = new Date(Math.max(...ends.map((end) => end.getTime())));
      continue;
    }
    if (windows.length === 0 || windows.some((window) => covering(window, at) !== undefined)) return at;
    const begins = windows.flatMap((window) => nextTime(window, at) ?? []);
    if (begins.length === 0) return null;
    at = new Date(Math.min(...begins.map((begin) => begin.getTime())));
  }
  return null;
}

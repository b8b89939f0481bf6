/** The one source of "now" for decisions, so that tests can move time. Timers and PostgreSQL keep their own. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

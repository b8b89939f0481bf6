/** How long things are kept, in days; 0 is for ever. */
export interface Retention {
  readonly eventsDays: number;
  readonly stepsDays: number;
  readonly logsDays: number;
  readonly artifactsDays: number;
  /** So many different versions that were healthy on a target keep their content, whatever their age. */
  readonly releases: number;
}

const dayMs = 24 * 3_600_000;

/** What is older may go; undefined when nothing may. */
export function cutOff(days: number, now: Date): Date | undefined {
  return days === 0 ? undefined : new Date(now.getTime() - days * dayMs);
}

import { covering, nextOpening, nextTime } from '../gates/index.ts';
import type { FreezeSpec } from './freeze-schema.ts';

/** Times at which nothing gets into some environments of some apps of a project. */
export interface Freeze {
  readonly project: string;
  readonly name: string;
  readonly generation: number;
  readonly spec: FreezeSpec;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** What a freeze leaves out it does not ask about. */
export function concerns({ spec }: Freeze, place: { readonly app: string; readonly environment: string }): boolean {
  const { apps, environments } = spec;
  return (
    (apps === undefined || apps.includes(place.app)) &&
    (environments === undefined || environments.includes(place.environment))
  );
}

/** The time that it freezes now, or else the next one; null when none comes any more. */
export function timeOf(
  { spec }: Freeze,
  now: Date,
): { readonly freezing: boolean; readonly from: Date; readonly until: Date | null } | null {
  const span = covering(spec, now);
  // Times that overlap are one for whoever waits.
  if (span !== undefined) {
    return { freezing: true, from: span.from, until: nextOpening({ now, freezes: [spec], windows: [] }) };
  }
  const from = nextTime(spec, now);
  return from === undefined
    ? null
    : { freezing: false, from, until: nextOpening({ now: from, freezes: [spec], windows: [] }) };
}

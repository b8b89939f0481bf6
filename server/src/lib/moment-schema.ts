import * as z from 'zod';
import { parseDuration } from './duration.ts';

const instant = z.iso.datetime({ offset: true });
const day = z.iso.date();

/** A moment as people name it: an instant, a day (its beginning, UTC), or how long ago. */
export const momentSchema = z.string().transform((text, context) => {
  const ago = parseDuration(text);
  const at = ago !== undefined ? new Date(Date.now() - ago) : isMoment(text) ? new Date(text) : new Date(Number.NaN);
  if (!Number.isNaN(at.getTime())) return at;
  const message = 'must be a time like 2026-11-27T15:00:00Z, a day like 2026-11-27, or how long ago like 7d';
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

function isMoment(text: string): boolean {
  return instant.safeParse(text).success || day.safeParse(text).success;
}

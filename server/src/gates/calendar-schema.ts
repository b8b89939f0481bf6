import * as z from 'zod';
import { durationSchema } from '../lib/duration.ts';

/** The longest that one gate may hold something by itself. */
const longestMs = 366 * 86_400_000;
export const whileSchema = durationSchema.refine(
  (ms) => ms >= 60_000 && ms <= longestMs,
  'must be between 1m and 366d',
);

/** Times that come back, as an author writes them. */
export const calendarSchema = z.strictObject({
  rrule: z
    .string()
    .max(500)
    .describe('When it begins, as a recurrence rule of RFC 5545: "FREQ=WEEKLY;BYDAY=FR;BYHOUR=15".'),
  for: whileSchema.describe('How long each time lasts, like 66h.'),
  timeZone: z.string().max(64).default('UTC').describe('The name of a time zone, like Europe/Kyiv.'),
  start: z
    .string()
    .regex(/^\d{4}-\d\d-\d\d(T\d\d:\d\d)?$/, 'must be a day like 2026-11-27, or a minute like 2026-11-27T15:00')
    .optional()
    .describe('The first time, for rules that count from it: those with INTERVAL or COUNT.'),
  reason: z.string().trim().min(1).max(200).describe('Shown to whoever waits.'),
});
export type CalendarSpec = z.output<typeof calendarSchema>;

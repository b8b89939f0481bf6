import { defineMessages } from '../lib/message.ts';

export const calendarMessages = defineMessages({
  calendar_time_zone: {
    en: (p: { path: string; zone: string; suggestion: string | null }) =>
      `${p.path}: "${p.zone}" is not a time zone.${p.suggestion === null ? ' Write its name, like Europe/Kyiv.' : ` Did you mean ${p.suggestion}?`}`,
    uk: (p) =>
      `${p.path}: часового поясу «${p.zone}» немає.${p.suggestion === null ? ' Вкажіть назву, наприклад Europe/Kyiv.' : ` Можливо, ${p.suggestion}?`}`,
  },
  calendar_rule_part: {
    en: (p: { path: string; part: string; suggestion: string | null; known: readonly string[] }) =>
      `${p.path}: a rule has no part "${p.part}".${p.suggestion === null ? ` It has ${p.known.join(', ')}.` : ` Did you mean ${p.suggestion}?`}`,
    uk: (p) =>
      `${p.path}: правило не має частини «${p.part}».${p.suggestion === null ? ` Є: ${p.known.join(', ')}.` : ` Можливо, ${p.suggestion}?`}`,
  },
  calendar_rule_value: {
    en: (p: { path: string; part: string; value: string }) =>
      `${p.path}: ${p.part}=${p.value} does not fit. A rule is like "FREQ=WEEKLY;BYDAY=FR;BYHOUR=15", with DAILY, WEEKLY, MONTHLY or YEARLY.`,
    uk: (p) =>
      `${p.path}: ${p.part}=${p.value} не годиться. Правило має вигляд "FREQ=WEEKLY;BYDAY=FR;BYHOUR=15", де є DAILY, WEEKLY, MONTHLY або YEARLY.`,
  },
  calendar_rule_too_often: {
    en: (p: { path: string }) => `${p.path}: this comes more than 48 times a day. Use fewer hours and a longer "for".`,
    uk: (p) => `${p.path}: це понад 48 разів на день. Вкажіть менше годин і довше «for».`,
  },
  calendar_rule_needs_start: {
    en: (p: { path: string }) =>
      `${p.path}: which days this means depends on the first one. Say it with "start", or name the days with BYDAY or BYMONTHDAY.`,
    uk: (p) =>
      `${p.path}: які дні це означає, залежить від першого. Вкажіть його в «start» або назвіть дні через BYDAY чи BYMONTHDAY.`,
  },
  calendar_rule_impossible: {
    en: (p: { path: string }) => `${p.path}: there is no such day, not in any year. Correct the rule.`,
    uk: (p) => `${p.path}: такого дня немає в жодному році. Виправте правило.`,
  },
});

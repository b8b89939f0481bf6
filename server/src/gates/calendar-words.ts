import type { Message } from '../lib/message.ts';
import { didYouMean } from '../lib/suggestion.ts';
import type { CalendarFault } from './calendar.ts';
import { calendarMessages as messages } from './calendar-messages.ts';

/** What is wrong with a calendar, for the place where it is written. */
export function calendarFaultWords(what: CalendarFault, path: string): Message {
  switch (what.fault) {
    case 'zone':
      return messages.calendar_time_zone({ path, zone: what.zone, suggestion: what.suggestion });
    case 'part':
      return messages.calendar_rule_part({
        path,
        part: what.part,
        suggestion: didYouMean(what.part, what.known) ?? null,
        known: what.known,
      });
    case 'value':
      return messages.calendar_rule_value({ path, part: what.part, value: what.value });
    case 'too-often':
      return messages.calendar_rule_too_often({ path });
    case 'needs-start':
      return messages.calendar_rule_needs_start({ path });
    case 'impossible':
      return messages.calendar_rule_impossible({ path });
  }
}

import type { Message } from '@sluice/client';
import { dayAndMinute } from './time.ts';
import type { View } from './view.ts';

const instant = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g;

/**
 * A sentence of the server for this reader. It comes in the right language already; the times in it are told in the
 * reader's own time zone, which the server cannot know.
 */
export function say(message: Message | null | undefined, view: View): string {
  return message === null || message === undefined
    ? ''
    : message.text.replaceAll(instant, (at) => dayAndMinute(at, view));
}

import type { Event } from '@sluice/client';
import { hang, padEnd } from '../../output/text.ts';
import { moment } from '../../output/time.ts';
import type { View } from '../../output/view.ts';

/** Wide enough for most types, so that what they are about stands in line. */
const typeWidth = 20;

/** `14:02:11  promotion.finished    shop → qa  1.2.0-develop.7  success  ada` */
export function drawEvent(event: Event, view: View): string[] {
  const { dim, bold } = view.colors;
  const head = `${dim(moment(event.at, view))}  ${padEnd(event.type, typeWidth)}  `;
  const { app, environment } = event.labels;
  const place = app === undefined ? event.subject : [app, environment].filter(Boolean).join(' → ');
  const { step, number, version, result, message } = event.data;
  const release = typeof number === 'number' ? `v${number}` : '';
  const facts = [text(step), release, text(version), text(result), text(message)].filter(Boolean);
  return hang(head, [bold(place), ...facts, dim(event.actor)].join('  '), view.width);
}

function text(value: unknown): string {
  if (typeof value === 'string') return value;
  const isMessage = typeof value === 'object' && value !== null && 'text' in value && typeof value.text === 'string';
  return isMessage ? String(value.text) : '';
}

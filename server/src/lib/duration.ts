import * as z from 'zod';
import type { Language } from './message.ts';

const unitMs = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** `90s`, `1h30m`, `2d` → milliseconds. Undefined when it is not a duration. */
export function parseDuration(text: string): number | undefined {
  if (!/^(\d+(ms|s|m|h|d))+$/.test(text)) return undefined;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+)(ms|s|m|h|d)/g)) {
    total += Number(amount) * unitMs[unit as keyof typeof unitMs];
  }
  return total;
}

/** A duration as people write it, in a manifest or a query. Its value is in milliseconds. */
export const durationSchema = z.string().transform((text, context) => {
  const value = parseDuration(text);
  if (value === undefined) {
    context.addIssue({ code: 'custom', message: 'must be a duration like 90s, 10m, 24h or 2d' });
    return z.NEVER;
  }
  return value;
});

const unitWords: Readonly<Record<Language, Readonly<Record<keyof typeof unitMs, string>>>> = {
  en: { d: 'd', h: 'h', m: 'min', s: 's', ms: 'ms' },
  uk: { d: 'дн', h: 'год', m: 'хв', s: 'с', ms: 'мс' },
};

/** `1 h 30 min`; the two largest units say enough. */
export function durationWords(ms: number, language: Language): string {
  const parts: string[] = [];
  let left = ms;
  for (const unit of ['d', 'h', 'm', 's', 'ms'] as const) {
    const amount = Math.floor(left / unitMs[unit]);
    left -= amount * unitMs[unit];
    if (amount > 0) parts.push(`${amount} ${unitWords[language][unit]}`);
  }
  return parts.slice(0, 2).join(' ') || `0 ${unitWords[language].s}`;
}

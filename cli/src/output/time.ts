import type { Language } from '@sluice/client';
import type { View } from './view.ts';

const units: Readonly<Record<Language, { s: string; min: string; h: string; d: string }>> = {
  en: { s: 's', min: 'min', h: 'h', d: 'd' },
  uk: { s: 'с', min: 'хв', h: 'год', d: 'дн' },
};

/** How long ago, in one unit: `2 min`, `3 d`. Never negative: clocks of two machines differ a little. */
export function age(at: string, view: View): string {
  const seconds = Math.max(0, Math.floor((view.now.getTime() - Date.parse(at)) / 1000));
  const unit = units[view.language];
  if (seconds < 60) return `${seconds} ${unit.s}`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} ${unit.min}`;
  if (seconds < 48 * 3600) return `${Math.floor(seconds / 3600)} ${unit.h}`;
  return `${Math.floor(seconds / 86_400)} ${unit.d}`;
}

/** How long something took: `0.1 s`, `2 min 5 s`, `1 h 3 min`, `2 d 3 h`. */
export function duration(ms: number, language: Language): string {
  const unit = units[language];
  if (ms < 59_950) {
    const text = (Math.max(0, ms) / 1000).toFixed(1);
    return `${language === 'uk' ? text.replace('.', ',') : text} ${unit.s}`;
  }
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} ${unit.min} ${seconds % 60} ${unit.s}`;
  if (seconds < 48 * 3600) {
    return `${Math.floor(seconds / 3600)} ${unit.h} ${Math.floor((seconds % 3600) / 60)} ${unit.min}`;
  }
  return `${Math.floor(seconds / 86_400)} ${unit.d} ${Math.floor((seconds % 86_400) / 3600)} ${unit.h}`;
}

/** Between two moments; until now when it has not ended. Empty when it has not begun. */
export function spent(startedAt: string | null, finishedAt: string | null, view: View): string {
  if (startedAt === null) return '';
  const end = finishedAt === null ? view.now.getTime() : Date.parse(finishedAt);
  return duration(end - Date.parse(startedAt), view.language);
}

/** `14:02`, or `2026-11-23 09:00` when it is not today, where the reader is. */
export function dayAndMinute(at: string, view: View): string {
  return moment(at, view).slice(0, -3);
}

/** `14:02:11`, or `2026-11-23 09:00:00` when it is not today, where the reader is. */
export function moment(at: string, view: View): string {
  const date = new Date(at);
  const { timeZone } = view;
  const zone = timeZone === undefined ? {} : { timeZone };
  const day = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', ...zone });
  const time = new Intl.DateTimeFormat('sv-SE', { timeStyle: 'medium', ...zone }).format(date);
  return day.format(date) === day.format(view.now) ? time : `${day.format(date)} ${time}`;
}

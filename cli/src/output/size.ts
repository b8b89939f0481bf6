import type { Language } from '@sluice/client';

const units: Readonly<Record<Language, readonly string[]>> = {
  en: ['B', 'kB', 'MB', 'GB'],
  uk: ['Б', 'кБ', 'МБ', 'ГБ'],
};

/** `412 B`, `3.4 kB`, `120 MB`: two digits are enough to compare. */
export function size(bytes: number, language: Language): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < 3) {
    value /= 1000;
    unit += 1;
  }
  const text = unit === 0 || value >= 10 ? String(Math.round(value)) : value.toFixed(1);
  return `${language === 'uk' ? text.replace('.', ',') : text} ${units[language][unit] ?? ''}`;
}

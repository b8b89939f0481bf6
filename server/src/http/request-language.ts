import { languages } from '../lib/message.ts';
import type { Language } from '../lib/message.ts';

/** The best of our languages by Accept-Language's weights; English when none of them is asked for. */
export function languageOf(acceptLanguage: string | undefined): Language {
  let best: Language = 'en';
  let bestWeight = 0;
  for (const part of (acceptLanguage ?? '').slice(0, 1000).split(',')) {
    const [range = '', ...settings] = part.trim().toLowerCase().split(';');
    const q = settings.map((setting) => setting.trim()).find((setting) => setting.startsWith('q='));
    const weight = q === undefined ? 1 : Number(q.slice(2));
    const language = languages.find((known) => range === known || range.startsWith(`${known}-`));
    if (language !== undefined && weight > bestWeight) {
      best = language;
      bestWeight = weight;
    }
  }
  return best;
}

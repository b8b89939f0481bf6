/**
 * What our own schemas say about a value, in Ukrainian. A schema's words are its refusal in English; here the same
 * sentence stands for readers of the other language. A test holds the two together.
 */
export const ukrainianPhrases: Readonly<Record<string, string>> = {
  'is longer than 40 characters': 'довше за 40 символів',
  'must be lower-case letters, digits and dashes, like "web-shop"':
    'дозволено малі латинські літери, цифри та дефіси, наприклад «web-shop»',
  'must be lower-case letters, digits, dots, dashes and underscores, like "ada"':
    'дозволено малі латинські літери, цифри, крапки, дефіси та підкреслення, наприклад «ada»',
  'is not a branch name': 'це не назва гілки',
  'must be letters, digits and underscores, like DATABASE_URL':
    'дозволено латинські літери, цифри та підкреслення, наприклад DATABASE_URL',
  'must be a release like v12, or target/v12': 'потрібен випуск на зразок v12 або target/v12',
  'must be an http or https address': 'потрібна адреса http або https',
  'must be without a user name and password, because manifests are kept and shown: give them to sluice app create NAME --repo URL':
    'без імені користувача й пароля, бо маніфести зберігаються й показуються: дайте їх команді sluice app create NAME --repo URL',
  'must be between 1m and 366d': 'має бути від 1m до 366d',
  'must be a day like 2026-11-27, or a minute like 2026-11-27T15:00':
    'потрібен день на зразок 2026-11-27 або хвилина на зразок 2026-11-27T15:00',
  'must be one of approvals, soak, freeze, window': 'має бути одне з: approvals, soak, freeze, window',
  'is longer than 128 characters': 'довше за 128 символів',
  'must be system/name, like ci/integration': 'потрібно система/назва, наприклад ci/integration',
  'must be an http:// or https:// address without a user name, a password or a #fragment':
    'потрібна адреса http:// або https:// без імені користувача, пароля та #фрагмента',
  'must be a type of event like promotion.finished, a noun like promotion.*, or *':
    'потрібен тип події на зразок promotion.finished, іменник на зразок promotion.* або *',
  'must be a duration like 90s, 10m, 24h or 2d': 'потрібна тривалість на зразок 90s, 10m, 24h або 2d',
};

/** The words without the full stop that makes them a sentence. */
export function inUkrainian(words: string): string {
  const phrase = ukrainianPhrases[words.replace(/\.$/, '')];
  return phrase === undefined ? words : `${phrase}.`;
}

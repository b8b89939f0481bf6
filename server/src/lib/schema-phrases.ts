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
  'must be a release like v12': 'потрібен випуск на зразок v12',
  'must be a release like v12, or target/v12': 'потрібен випуск на зразок v12 або target/v12',
  'must be an http or https address': 'потрібна адреса http або https',
  'must be without a user name and password, because manifests are kept and shown: give them to sluice app create NAME --repo URL':
    'без імені користувача й пароля, бо маніфести зберігаються й показуються: дайте їх команді sluice app create NAME --repo URL',
  'must be between 1m and 366d': 'має бути від 1m до 366d',
  'must be a day like 2026-11-27, or a minute like 2026-11-27T15:00':
    'потрібен день на зразок 2026-11-27 або хвилина на зразок 2026-11-27T15:00',
  'must be one of approvals, soak, freeze, window, http, artifact':
    'має бути одне з: approvals, soak, freeze, window, http, artifact',
  'must be an address whose host holds no ${…}': 'потрібна адреса, у хості якої немає ${…}',
  'must be without ${…}, other than ${project}, ${app}, ${environment}, ${version}, ${digest} and ${revision}':
    'з ${…} дозволено лише ${project}, ${app}, ${environment}, ${version}, ${digest} і ${revision}',
  'must be letters, digits and dashes, like X-Team': 'дозволено латинські літери, цифри та дефіси, наприклад X-Team',
  'is a credential, and manifests are kept and shown: let the other side check the signature (sluice app signing-secret APP)':
    'це облікові дані, а маніфести зберігаються й показуються: нехай інша сторона перевіряє підпис (sluice app signing-secret APP)',
  'is set by Sluice itself': 'це встановлює сам Sluice',
  'must be one line': 'має бути один рядок',
  'must be between 5s and 1d': 'має бути від 5s до 1d',
  'must be between 1s and 30s': 'має бути від 1s до 30s',
  'must be a range of versions like ">=1.4.0 <2"': 'потрібен діапазон версій на зразок ">=1.4.0 <2"',
  'must be at least one of branches, versions, condition': 'потрібне принаймні одне з: branches, versions, condition',
  'must be sha256: and 64 lower-case hexadecimal digits': 'потрібно sha256: і 64 малі шістнадцяткові цифри',
  'must be a version of SemVer like 1.4.0 or 1.4.0-rc.1': 'потрібна версія SemVer на зразок 1.4.0 або 1.4.0-rc.1',
  'must be a whole commit, 40 or 64 lower-case hexadecimal digits':
    'потрібен повний коміт: 40 або 64 малі шістнадцяткові цифри',
  'must be an image with its digest, like ghcr.io/acme/shop@sha256:…':
    'потрібен образ із digest, наприклад ghcr.io/acme/shop@sha256:…',
  'must be an image by the same digest as the artifact': 'має бути образ із тим самим digest, що й артефакт',
  'must be at most 64 KiB of JSON': 'має бути не більше ніж 64 КіБ JSON',
  'must be a YAML file inside the repository, like deploy/prod.yaml':
    'потрібен файл YAML усередині репозиторію, наприклад deploy/prod.yaml',
  'must be a path like spec.template.spec.containers[0].image':
    'потрібен шлях на зразок spec.template.spec.containers[0].image',
  'must be between 1s and 7d': 'має бути від 1s до 7d',
  'is only for promote: { by: commit }': 'лише для promote: { by: commit }',
  'is only for promote: { by: notify }': 'лише для promote: { by: notify }',
  'is required for promote: { by: commit }': 'обов’язкове для promote: { by: commit }',
  'is required for promote: { by: notify }': 'обов’язкове для promote: { by: notify }',
  'must be there, or marker: true in its place': 'має бути, або замість нього marker: true',
  'is required where there is a path': 'обов’язкове, якщо є path',
  'is longer than 128 characters': 'довше за 128 символів',
  'must be system/name, like ci/integration': 'потрібно система/назва, наприклад ci/integration',
  'must be an http:// or https:// address without a user name, a password or a #fragment':
    'потрібна адреса http:// або https:// без імені користувача, пароля та #фрагмента',
  'must name somebody in people or groups': 'потрібно назвати когось у people або groups',
  'must be a folder inside the repository, like deploy/prod': 'має бути текою репозиторію, як-от deploy/prod',
  'must have either environments or a template': 'потрібні або environments, або template',
  'is only for a pipeline with a template': 'лише для конвеєра з шаблоном',
  'is known to every template already': 'відоме кожному шаблону й так',
  'must be letters, digits, _ and -, beginning with a letter': 'літери, цифри, _ та -, починаючи з літери',
  'must name somebody': 'потрібно назвати хоча б когось',
  'must be a type of event like promotion.finished, a noun like promotion.*, or *':
    'потрібен тип події на зразок promotion.finished, іменник на зразок promotion.* або *',
  'must be a time like 2026-11-27T15:00:00Z, a day like 2026-11-27, or how long ago like 7d':
    'потрібен час на зразок 2026-11-27T15:00:00Z, день на зразок 2026-11-27 або як давно, наприклад 7d',
  'must be a duration like 90s, 10m, 24h or 2d': 'потрібна тривалість на зразок 90s, 10m, 24h або 2d',
};

/** The words without the full stop that makes them a sentence. */
export function inUkrainian(words: string): string {
  const phrase = ukrainianPhrases[words.replace(/\.$/, '')];
  return phrase === undefined ? words : `${phrase}.`;
}

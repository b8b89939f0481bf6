import type { Verb } from './verb.ts';
import { isVerb } from './verb.ts';

// "may not …" and «не може …»; {to}, {in} become the environment, or nothing.
const words: Readonly<Record<Verb, { readonly en: string; readonly uk: string }>> = {
  'app.view': { en: 'see apps', uk: 'бачити застосунки' },
  'app.apply': { en: 'create or change apps', uk: 'створювати чи змінювати застосунки' },
  'app.delete': { en: 'delete apps', uk: 'видаляти застосунки' },
  'app.secret': { en: 'make signing secrets', uk: 'створювати секрети для підпису' },
  'pipeline.view': { en: 'see pipelines', uk: 'бачити конвеєри' },
  'pipeline.apply': { en: 'create or change pipelines', uk: 'створювати чи змінювати конвеєри' },
  'pipeline.delete': { en: 'delete pipelines', uk: 'видаляти конвеєри' },
  'artifact.view': { en: 'see artifacts', uk: 'бачити артефакти' },
  'artifact.clear': { en: 'clear artifacts', uk: 'знімати позначки з артефактів' },
  'artifact.register': { en: 'register artifacts', uk: 'реєструвати артефакти' },
  'execution.view': { en: 'see executions', uk: 'бачити виконання' },
  'promotion.view': { en: 'see promotions', uk: 'бачити просування' },
  'promotion.create': { en: 'promote{to}', uk: 'просувати{to}' },
  'promotion.cancel': { en: 'cancel promotions{to}', uk: 'скасовувати просування{to}' },
  'promotion.approve': { en: 'approve promotions{to}', uk: 'схвалювати просування{to}' },
  'release.view': { en: 'see releases', uk: 'бачити релізи' },
  'release.rollback': { en: 'roll back{in}', uk: 'відкочувати{in}' },
  'environment.stop': { en: 'stop what runs{in}', uk: 'зупиняти роботу{in}' },
  'config.view': { en: 'see the configuration{of}', uk: 'бачити налаштування{of}' },
  'config.set': { en: 'change the configuration{of}', uk: 'змінювати налаштування{of}' },
  'logs.view': { en: 'see the logs{of}', uk: 'бачити журнали{of}' },
  'check.view': { en: 'see checks', uk: 'бачити перевірки' },
  'insight.view': { en: 'see insights', uk: 'бачити показники доставки' },
  'check.report': { en: 'report checks{in}', uk: 'повідомляти про перевірки{in}' },
  'check.override': { en: 'override checks{in}', uk: 'відхиляти перевірки{in}' },
  'lock.view': { en: 'see locks', uk: 'бачити блокування' },
  'lock.set': { en: 'lock and unlock{in}', uk: 'блокувати й розблоковувати{in}' },
  'lock.set.widely': { en: 'lock more than one app', uk: 'блокувати більше ніж один застосунок' },
  'lock.steal': { en: "take over another person's lock{in}", uk: 'переймати чуже блокування{in}' },
  'freeze.view': { en: 'see freezes', uk: 'бачити заборони' },
  'freeze.apply': { en: 'create or change freezes', uk: 'створювати чи змінювати заборони' },
  'freeze.delete': { en: 'delete freezes', uk: 'видаляти заборони' },
  'source.view': { en: 'see manifest sources', uk: 'бачити джерела маніфестів' },
  'source.sync': { en: 'have manifest sources looked at', uk: 'перечитувати джерела маніфестів' },
  'source.apply': { en: 'create or change manifest sources', uk: 'створювати чи змінювати джерела маніфестів' },
  'source.delete': { en: 'delete manifest sources', uk: 'видаляти джерела маніфестів' },
  'event.view': { en: 'see events', uk: 'бачити події' },
  'repository.read': { en: 'read the repository', uk: 'читати репозиторій' },
  'repository.push': { en: 'push to the repository', uk: 'надсилати зміни до репозиторію' },
  'token.create': { en: 'create tokens', uk: 'створювати токени' },
  'token.list': { en: 'list tokens', uk: 'переглядати токени' },
  'token.revoke': { en: 'revoke tokens', uk: 'відкликати токени' },
  'group.view': { en: 'see groups', uk: 'бачити групи' },
  'role-binding.view': { en: 'see who holds which role', uk: 'бачити, хто має яку роль' },
  'actor.manage': { en: 'manage people and their tokens', uk: 'керувати людьми та їхніми токенами' },
  'webhook.view': { en: 'see webhooks', uk: 'бачити вебхуки' },
  'webhook.apply': { en: 'create or change webhooks', uk: 'створювати чи змінювати вебхуки' },
  'webhook.test': { en: 'test webhooks', uk: 'випробовувати вебхуки' },
  'webhook.redeliver': { en: 'send events to webhooks again', uk: 'надсилати події вебхукам ще раз' },
  'webhook.rotate': { en: 'change the secrets of webhooks', uk: 'змінювати секрети вебхуків' },
  'webhook.delete': { en: 'delete webhooks', uk: 'видаляти вебхуки' },
  'audit.view': { en: 'see the audit', uk: 'бачити журнал аудиту' },
  'metrics.view': { en: 'see the metrics', uk: 'бачити метрики' },
};

export const verbWords = {
  en: (verb: string, environment: string | null): string =>
    fill(verb, 'en', environment, { to: 'to', in: 'in', of: 'of' }),
  uk: (verb: string, environment: string | null): string =>
    fill(verb, 'uk', environment, { to: 'до', in: 'у', of: 'середовища' }),
};

function fill(
  verb: string,
  language: 'en' | 'uk',
  environment: string | null,
  prepositions: Readonly<Record<string, string>>,
): string {
  const phrase = isVerb(verb) ? words[verb][language] : verb;
  return phrase.replace(/\{(\w+)\}/, (_all, key: string) =>
    environment === null ? '' : ` ${prepositions[key]} ${environment}`,
  );
}

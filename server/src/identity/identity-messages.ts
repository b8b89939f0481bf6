import { defineMessages } from '../lib/message.ts';
import { verbWords } from './verb-words.ts';

export const identityMessages = defineMessages({
  unauthenticated: {
    en: () => 'The token is missing or not valid. Sign in with `sluice login`, or send "Authorization: Bearer slc_…".',
    uk: () =>
      'Токен відсутній або недійсний. Увійдіть командою `sluice login` або надішліть «Authorization: Bearer slc_…».',
  },
  token_expired: {
    en: (p: { name: string; expiredAt: string }) =>
      `The token "${p.name}" expired at ${p.expiredAt}. Make a new one with \`sluice token create\` and sign in again.`,
    uk: (p) =>
      `Термін дії токена «${p.name}» минув ${p.expiredAt}. Створіть новий: \`sluice token create\`, і увійдіть знову.`,
  },
  too_many_attempts: {
    en: (p: { seconds: number }) =>
      `Too many tries with wrong tokens from this address. Wait ${p.seconds} s. A right token still works.`,
    uk: (p) =>
      `Забагато спроб із неправильними токенами з цієї адреси. Зачекайте ${p.seconds} с. Правильний токен діє й далі.`,
  },
  forbidden: {
    en: (p: { actor: string; verb: string; environment: string | null; role: string; who: readonly string[] }) =>
      `${p.actor} may not ${verbWords.en(p.verb, p.environment)}: it needs the role ${p.role} there. ${whoCan.en(p.who)}`,
    uk: (p) =>
      `${p.actor} не може ${verbWords.uk(p.verb, p.environment)}: для цього потрібна роль ${p.role}. ${whoCan.uk(p.who)}`,
  },
  forbidden_by_token: {
    en: (p: { verb: string; environment: string | null }) =>
      `This token may not ${verbWords.en(p.verb, p.environment)}: it was made for other things only. Make one for it: sluice token create NAME`,
    uk: (p) =>
      `Цей токен не може ${verbWords.uk(p.verb, p.environment)}: його створено лише для іншого. Створіть потрібний: sluice token create НАЗВА`,
  },
  project_not_found: {
    en: (p: { project: string }) =>
      `There is no project "${p.project}" that you may see. Check the name, or ask an admin for a role in it.`,
    uk: (p) =>
      `Немає проєкту «${p.project}», який вам видно. Перевірте назву або попросіть адміністратора дати вам у ньому роль.`,
  },
  token_not_found: {
    en: (p: { token: string }) =>
      `There is no token ${p.token} that you may see. List them with \`sluice token list\`.`,
    uk: (p) => `Немає токена ${p.token}, який вам видно. Перелік: \`sluice token list\`.`,
  },
  grant_too_high: {
    en: (p: { role: string; project: string; held: string | null }) =>
      `You cannot give the role ${p.role} in ${projectWords.en(p.project)}: ${p.held === null ? 'you have no role there' : `yours there is ${p.held}`}. Nobody gives more than they hold.`,
    uk: (p) =>
      `Ви не можете надати роль ${p.role} ${projectWords.uk(p.project)}: ${p.held === null ? 'у вас там немає ролі' : `ваша роль там ${p.held}`}. Ніхто не дає більше, ніж має сам.`,
  },
  grant_too_wide: {
    en: (p: { project: string }) =>
      `Your own role in ${projectWords.en(p.project)} is for a part of it only. Limit the token with --app and --env to that part.`,
    uk: (p) =>
      `Ваша роль ${projectWords.uk(p.project)} стосується лише його частини. Обмежте токен цією частиною через --app та --env.`,
  },
  token_needs_role: {
    en: () => 'Your own token is for less than you may do. Say which role the new one is for: --role developer',
    uk: () => 'Ваш власний токен дає менше, ніж вам дозволено. Вкажіть роль для нового: --role developer',
  },
  actor_reserved: {
    en: (p: { actor: string }) => `The name ${p.actor} belongs to Sluice itself. Choose another one.`,
    uk: (p) => `Ім'я ${p.actor} належить самому Sluice. Оберіть інше.`,
  },
  expiry_passed: {
    en: () => 'expiresAt is in the past. Give a time that is still to come.',
    uk: () => 'expiresAt уже минув. Вкажіть час у майбутньому.',
  },
  token_created: {
    en: (p: { actor: string; role: string | null; project: string }) =>
      `Made a token for ${p.actor} with ${p.role === null ? 'whatever role they have' : `the role ${p.role}`} in ${projectWords.en(p.project)}. It is shown only this once.`,
    uk: (p) =>
      `Створено токен для ${p.actor} ${p.role === null ? 'з усіма ролями, які в них є,' : `з роллю ${p.role}`} ${projectWords.uk(p.project)}. Його показано лише цього разу.`,
  },
  token_revoked: {
    en: (p: { name: string; actor: string }) => `The token "${p.name}" of ${p.actor} is revoked and no longer works.`,
    uk: (p) => `Токен «${p.name}» (${p.actor}) відкликано, він більше не діє.`,
  },
});

const projectWords = {
  en: (project: string): string => (project === '*' ? 'all projects' : `the project ${project}`),
  uk: (project: string): string => (project === '*' ? 'у всіх проєктах' : `у проєкті ${project}`),
};

const whoCan = {
  en: (who: readonly string[]): string =>
    who.length === 0 ? 'Nobody has it yet: an admin can give it.' : `Who can: ${who.join(', ')}.`,
  uk: (who: readonly string[]): string =>
    who.length === 0 ? 'Її поки що не має ніхто: надати може адміністратор.' : `Хто може: ${who.join(', ')}.`,
};

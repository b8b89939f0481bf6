import { defineMessages } from '../lib/message.ts';

interface Where {
  readonly app: string | null;
  readonly environment: string | null;
  readonly target: string | null;
}

const place = {
  en: ({ app, environment, target }: Where): string => {
    if (app === null) return environment === null ? 'everything' : `${environment} of every app`;
    if (environment === null) return app;
    return `${app} in ${environment}${target === null ? '' : ` on ${target}`}`;
  },
  uk: ({ app, environment, target }: Where): string => {
    if (app === null) return environment === null ? 'усе' : `${environment} усіх застосунків`;
    if (environment === null) return app;
    return `${app} у ${environment}${target === null ? '' : ` на ${target}`}`;
  },
};

export const lockMessages = defineMessages({
  lock_set: {
    en: (p: Where & { until: string | null }) =>
      `Locked: ${place.en(p)}${p.until === null ? '' : ` until ${p.until}`}. What is on its way waits; what runs goes on.`,
    uk: (p) =>
      `Заблоковано: ${place.uk(p)}${p.until === null ? '' : ` до ${p.until}`}. Те, що в дорозі, чекає; те, що працює, працює далі.`,
  },
  lock_stolen: {
    en: (p: Where & { owner: string; until: string | null }) =>
      `Locked: ${place.en(p)}${p.until === null ? '' : ` until ${p.until}`}. It took the place of ${p.owner}'s lock.`,
    uk: (p) =>
      `Заблоковано: ${place.uk(p)}${p.until === null ? '' : ` до ${p.until}`}. Це замінило блокування (${p.owner}).`,
  },
  lock_stands: {
    en: (p: Where & { reason: string }) => `You have locked ${place.en(p)} already: ${p.reason}`,
    uk: (p) => `Ви вже заблокували: ${place.uk(p)}. Причина: ${p.reason}`,
  },
  lock_of_another: {
    en: (p: Where & { owner: string; reason: string; command: string }) =>
      `${p.owner} has locked ${place.en(p)}: ${p.reason}. Ask ${p.owner}, or take it over: ${p.command}`,
    uk: (p) =>
      `${place.uk(p)}: уже заблоковано (${p.owner}): ${p.reason}. Запитайте власника або перейміть блокування: ${p.command}`,
  },
  lock_lifted: {
    en: (p: Where) => `Unlocked: ${place.en(p)}. What waited goes on.`,
    uk: (p) => `Розблоковано: ${place.uk(p)}. Те, що чекало, рухається далі.`,
  },
  lock_lifted_of_another: {
    en: (p: Where & { owner: string }) => `Unlocked: ${place.en(p)}, which ${p.owner} had locked. What waited goes on.`,
    uk: (p) => `Розблоковано: ${place.uk(p)} (блокування поставив ${p.owner}). Те, що чекало, рухається далі.`,
  },
  lock_none: {
    en: (p: Where & { others: readonly string[] }) =>
      `There is no lock on ${place.en(p)}.${p.others.length === 0 ? '' : ` What holds it: ${p.others.map((words) => `sluice unlock ${words}`).join(', ')}`}`,
    uk: (p) =>
      `${place.uk(p)}: блокування немає.${p.others.length === 0 ? '' : ` Його тримає: ${p.others.map((words) => `sluice unlock ${words}`).join(', ')}`}`,
  },
  lock_target_without_place: {
    en: () => 'A target belongs to an environment of an app: name both. sluice lock shop prod --target eu --reason "…"',
    uk: () => 'Ціль належить до середовища застосунку: назвіть обидва. sluice lock shop prod --target eu --reason "…"',
  },
  lock_target_unknown: {
    en: (p: { target: string; environment: string; suggestion: string | null; known: readonly string[] }) =>
      `There is no target "${p.target}" in ${p.environment}. ${p.suggestion === null ? `There are: ${p.known.join(', ')}.` : `Did you mean ${p.suggestion}?`}`,
    uk: (p) =>
      `У ${p.environment} немає цілі «${p.target}». ${p.suggestion === null ? `Є: ${p.known.join(', ')}.` : `Може, ${p.suggestion}?`}`,
  },
});

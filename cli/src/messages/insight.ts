import type { Words } from './words.ts';

const en = {
  help: {
    insights: {
      about: 'how often, how fast and how well changes reach an environment: the five DORA metrics',
      examples: ['sluice insights', 'sluice insights shop prod', 'sluice insights shop --days 90 -o json'],
      days: 'of the last so many days (default 30)',
    },
  },
  columns: {
    app: 'app',
    environment: 'environment',
    deployments: 'deployed',
    leadTime: 'lead time',
    failed: 'failed',
    recovery: 'recovery',
    rework: 'rework',
  },
  aDay: (n: string) => `${n}/day`,
  aWeek: (n: string) => `${n}/week`,
  aMonth: (n: string) => `${n}/month`,
  unrepaired: (app: string, environment: string, n: number) =>
    n === 1
      ? `${app} in ${environment}: nothing has succeeded since the last failure.  sluice why ${app} ${environment}`
      : `${app} in ${environment}: nothing has succeeded since ${n} failures.  sluice why ${app} ${environment}`,
  period: (from: string, to: string) => `From ${from} to ${to}; times are medians. What is counted: docs/insights.md`,
  notEnough: (mark: string) => `${mark} not enough data: nothing happened that the figure could be made of`,
  none: 'No app has a pipeline here yet, so nothing was deployed.',
};

const uk: typeof en = {
  help: {
    insights: {
      about: 'як часто, як швидко й наскільки вдало зміни доходять до оточення: п’ять показників DORA',
      examples: ['sluice insights', 'sluice insights shop prod', 'sluice insights shop --days 90 -o json'],
      days: 'за стільки останніх днів (типово 30)',
    },
  },
  columns: {
    app: 'застосунок',
    environment: 'оточення',
    deployments: 'частота',
    leadTime: 'доставка',
    failed: 'невдалі',
    recovery: 'відновлення',
    rework: 'повторні',
  },
  aDay: (n) => `${n}/добу`,
  aWeek: (n) => `${n}/тиж.`,
  aMonth: (n) => `${n}/міс.`,
  unrepaired: (app, environment, n) =>
    n === 1
      ? `${app} у ${environment}: після останньої невдачі ще нічого не вдалося.  sluice why ${app} ${environment}`
      : `${app} у ${environment}: невдач поспіль – ${n}, і після них ще нічого не вдалося.  sluice why ${app} ${environment}`,
  period: (from, to) => `Від ${from} до ${to}; тривалості – медіани. Що враховано: docs/insights.md`,
  notEnough: (mark) => `${mark} замало даних: не сталося нічого, з чого можна було б порахувати показник`,
  none: 'Тут ще жоден застосунок не має конвеєра, тож нічого не розгортали.',
};

export const insightWords: Words<typeof en> = { en, uk };

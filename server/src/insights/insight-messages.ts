import { defineMessages } from '../lib/message.ts';

export const insightMessages = defineMessages({
  insight_deployment_frequency: {
    en: () => 'Deployment frequency: promotions that arrived in the environment, for each day of the period.',
    uk: () => 'Частота розгортань: скільки просувань на добу дійшло до середовища за цей період.',
  },
  insight_change_lead_time: {
    en: () =>
      'Change lead time: the median time from a commit until it was healthy in the environment for the first time.',
    uk: () => 'Час доставки змін: медіана часу від коміту до миті, коли він уперше запрацював у середовищі.',
  },
  insight_change_fail_rate: {
    en: () => 'Change fail rate: the share of promotions that did not become healthy, or were rolled back later.',
    uk: () => 'Частка невдалих змін: скільки просувань не запрацювало або їх згодом відкотили.',
  },
  insight_failed_deployment_recovery_time: {
    en: () =>
      'Failed deployment recovery time: the median time from the end of a failed promotion until the next promotion or rollback succeeded.',
    uk: () =>
      'Час відновлення після невдалого розгортання: медіана часу від кінця невдалого просування до наступного вдалого просування чи відкату.',
  },
  insight_deployment_rework_rate: {
    en: () =>
      'Deployment rework rate: the share of deployments that were rollbacks, or were made while a failed one was not repaired.',
    uk: () =>
      'Частка повторних розгортань: скільки розгортань були відкатами або відбулися, доки невдале ще не виправили.',
  },
  insight_period_empty: {
    en: (p: { from: string; to: string }) =>
      `A period ends after it begins, and this one is from ${p.from} to ${p.to}.`,
    uk: (p) => `Період закінчується після того, як починається, а тут він від ${p.from} до ${p.to}.`,
  },
  insight_period_too_long: {
    en: (p: { days: number; most: number }) =>
      `This period has ${p.days} days, and ${p.most} are looked at at once. Ask for a shorter one.`,
    uk: (p) => `Днів у цьому періоді — ${p.days}, а за раз можна переглянути ${p.most}. Візьміть коротший період.`,
  },
});

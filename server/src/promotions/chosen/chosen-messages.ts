import { defineMessages } from '../../lib/message.ts';

const list = (names: readonly string[]) => names.join(', ');
interface Chosen {
  app: string;
  version: string;
  environment: string;
  on: readonly string[];
  number: number;
  count: number;
}

export const chosenMessages = defineMessages({
  chosen_started: {
    en: (p: Chosen) =>
      `${p.app} ${p.version} is on its way to ${p.number} of ${p.count} targets of ${p.environment}: ${list(p.on)}.`,
    uk: (p) => `${p.app} ${p.version} прямує до ${p.environment}, цілей: ${p.number} з ${p.count} (${list(p.on)}).`,
  },
  chosen_unchanged: {
    en: (p: Chosen) =>
      `${list(p.on)} of ${p.environment} ${p.number === 1 ? 'serves' : 'serve'} ${p.app} ${p.version} already. Nothing to do.`,
    uk: (p) => `${list(p.on)} в ${p.environment} вже виконує ${p.app} ${p.version}. Нічого робити не треба.`,
  },
  targets_of_another_system: {
    en: (p: { environment: string; strategy: string }) =>
      `${p.environment} is handed over as a whole (by: ${p.strategy}), so none of its targets can be chosen. Promote to it without --target.`,
    uk: (p) =>
      `${p.environment} передається цілим (by: ${p.strategy}), тож вибрати окремі цілі не можна. Просувайте туди без --target.`,
  },
  promotion_order_partly: {
    en: (p: {
      app: string;
      version: string;
      environment: string;
      before: string;
      on: readonly string[];
      number: number;
      count: number;
      command: string;
    }) =>
      `${p.app} ${p.version} cannot go to ${p.environment} yet: it is on ${p.number} of ${p.count} targets of ${p.before} (${list(p.on)}). Next: ${p.command}`,
    uk: (p) =>
      `${p.app} ${p.version} ще не може потрапити до ${p.environment}: у ${p.before} вона лише на цілях ${p.number} з ${p.count} (${list(p.on)}). Далі: ${p.command}`,
  },
  source_or_artifact: {
    en: (p: { app: string }) =>
      `Say either a version or where it comes from, not both: sluice promote ${p.app}@VERSION ENVIRONMENT, or sluice promote ${p.app} ENVIRONMENT --from ENVIRONMENT/TARGET.`,
    uk: (p) =>
      `Вкажіть або версію, або звідки її взяти, але не те й інше: sluice promote ${p.app}@ВЕРСІЯ ОТОЧЕННЯ чи sluice promote ${p.app} ОТОЧЕННЯ --from ОТОЧЕННЯ/ЦІЛЬ.`,
  },
  source_needs_target: {
    en: (p: { environment: string; choices: readonly string[] }) =>
      `The targets of ${p.environment} do not serve the same, or count their own releases. Say which: --from ${p.choices.join(' or --from ')}`,
    uk: (p) =>
      `Цілі ${p.environment} працюють із різними версіями або рахують випуски окремо. Вкажіть яку: --from ${p.choices.join(' або --from ')}`,
  },
  source_serves_nothing: {
    en: (p: { app: string; source: string; environment: string }) =>
      `Nothing of ${p.app} is healthy on ${p.source}, so there is nothing to promote from there. Look: sluice why ${p.app} ${p.environment}`,
    uk: (p) =>
      `На ${p.source} немає справної версії ${p.app}, тож просувати звідти нічого. Перевірте: sluice why ${p.app} ${p.environment}`,
  },
  source_no_release: {
    en: (p: { release: string; source: string; app: string; environment: string }) =>
      `There is no release ${p.release} of ${p.source}. See: sluice history ${p.app} ${p.environment}`,
    uk: (p) => `Випуску ${p.release} для ${p.source} немає. Дивіться: sluice history ${p.app} ${p.environment}`,
  },
  source_unhealthy_release: {
    en: (p: { release: string; source: string; app: string; environment: string }) =>
      `Release ${p.release} of ${p.source} was never healthy, so it goes nowhere. See: sluice history ${p.app} ${p.environment}`,
    uk: (p) =>
      `Випуск ${p.release} для ${p.source} ніколи не був справним, тож далі не йде. Дивіться: sluice history ${p.app} ${p.environment}`,
  },
});

import { defineMessages } from '../lib/message.ts';

const maybe = (suggestion: string | null, words: string) => (suggestion === null ? '' : ` ${words} ${suggestion}?`);

export const pipelineMessages = defineMessages({
  pipeline_not_found: {
    en: (p: { name: string; suggestion: string | null }) =>
      `There is no pipeline "${p.name}".${maybe(p.suggestion, 'Did you mean')}`,
    uk: (p) => `Конвеєра «${p.name}» немає.${maybe(p.suggestion, 'Можливо,')}`,
  },
  pipeline_missing: {
    en: (p: { app: string }) => `App "${p.app}" has no pipeline yet. Write one and: sluice apply -f pipeline.yaml`,
    uk: (p) => `Застосунок «${p.app}» ще не має конвеєра. Опишіть його і виконайте: sluice apply -f pipeline.yaml`,
  },
  environment_not_found: {
    en: (p: { name: string; pipeline: string; suggestion: string | null; known: readonly string[] }) =>
      `There is no environment "${p.name}" in pipeline ${p.pipeline}.${maybe(p.suggestion, 'Did you mean')}${p.suggestion === null ? ` It has ${p.known.join(', ')}.` : ''}`,
    uk: (p) =>
      `Оточення «${p.name}» немає в конвеєрі ${p.pipeline}.${maybe(p.suggestion, 'Можливо,')}${p.suggestion === null ? ` Є: ${p.known.join(', ')}.` : ''}`,
  },
  environment_nowhere: {
    en: (p: { name: string; suggestion: string | null; known: readonly string[] }) =>
      `There is no environment "${p.name}" in any pipeline here.${maybe(p.suggestion, 'Did you mean') || (p.known.length === 0 ? ' There is no pipeline yet.' : ` There are ${p.known.join(', ')}.`)}`,
    uk: (p) =>
      `Оточення «${p.name}» немає в жодному конвеєрі.${maybe(p.suggestion, 'Можливо,') || (p.known.length === 0 ? ' Конвеєрів ще немає.' : ` Є: ${p.known.join(', ')}.`)}`,
  },
  pipeline_fault_duplicate_environment: {
    en: (p: { path: string; name: string }) => `${p.path}: environment "${p.name}" is listed twice.`,
    uk: (p) => `${p.path}: оточення «${p.name}» записано двічі.`,
  },
  pipeline_fault_duplicate_target: {
    en: (p: { path: string; name: string; environment: string }) =>
      `${p.path}: ${p.environment} has two targets named "${p.name}".`,
    uk: (p) => `${p.path}: у ${p.environment} дві цілі з назвою «${p.name}».`,
  },
  pipeline_fault_unknown_after: {
    en: (p: { path: string; name: string; suggestion: string | null; known: readonly string[] }) =>
      `${p.path}: there is no environment "${p.name}" in this pipeline.${p.suggestion === null ? ` It has ${p.known.join(', ')}.` : ` Did you mean ${p.suggestion}?`}`,
    uk: (p) =>
      `${p.path}: оточення «${p.name}» у цьому конвеєрі немає.${p.suggestion === null ? ` Є: ${p.known.join(', ')}.` : ` Можливо, ${p.suggestion}?`}`,
  },
  pipeline_fault_cycle: {
    en: (p: { path: string; names: readonly string[] }) =>
      `${p.path}: the environments wait for each other in a circle: ${p.names.join(' → ')}. Remove one "after".`,
    uk: (p) => `${p.path}: оточення чекають одне на одного по колу: ${p.names.join(' → ')}. Приберіть одне «after».`,
  },
  pipeline_fault_shared_branch: {
    en: (p: { path: string; branch: string; other: string }) =>
      `${p.path}: branch ${p.branch} belongs to environment ${p.other} already. Give each environment a branch of its own.`,
    uk: (p) => `${p.path}: гілка ${p.branch} уже належить оточенню ${p.other}. Кожному оточенню потрібна своя гілка.`,
  },
  pipeline_fault_fed_by_own_branch: {
    en: (p: { path: string; branch: string; other: string }) =>
      `${p.path}: only Sluice writes branch ${p.branch} (environment ${p.other}), so nobody can push to it. Feed from the branch that people push to.`,
    uk: (p) =>
      `${p.path}: у гілку ${p.branch} пише лише Sluice (оточення ${p.other}), тож відправляти туди зміни ніхто не може. Вкажіть гілку, куди пишуть люди.`,
  },
  pipeline_fault_unreachable: {
    en: (p: { path: string; name: string }) =>
      `${p.path}: nothing ever reaches ${p.name}. Begin the pipeline with from: { branch: … }.`,
    uk: (p) => `${p.path}: до ${p.name} ніщо не потрапляє. Почніть конвеєр з from: { branch: … }.`,
  },
  pipeline_unknown_app: {
    en: (p: { path: string; app: string; suggestion: string | null }) =>
      `${p.path}: there is no app "${p.app}".${p.suggestion === null ? ` Create it first: sluice app create ${p.app}` : ` Did you mean ${p.suggestion}?`}`,
    uk: (p) =>
      `${p.path}: застосунку «${p.app}» немає.${p.suggestion === null ? ` Спершу створіть його: sluice app create ${p.app}` : ` Можливо, ${p.suggestion}?`}`,
  },
  pipeline_app_taken: {
    en: (p: { path: string; app: string; pipeline: string }) =>
      `${p.path}: app ${p.app} is delivered by pipeline "${p.pipeline}" already. One app has one pipeline: edit that, or delete it first.`,
    uk: (p) =>
      `${p.path}: застосунок ${p.app} вже розгортає конвеєр «${p.pipeline}». Один застосунок — один конвеєр: змініть його або спершу видаліть.`,
  },
  pipeline_app_fixed: {
    en: (p: { path: string; app: string }) =>
      `${p.path}: this pipeline delivers ${p.app}; that cannot be changed. Make another pipeline for another app.`,
    uk: (p) =>
      `${p.path}: цей конвеєр розгортає ${p.app}, змінити це не можна. Для іншого застосунку створіть інший конвеєр.`,
  },
  pipeline_unknown_runtime: {
    en: (p: { path: string; runtime: string; suggestion: string | null; known: readonly string[] }) =>
      `${p.path}: there is no runtime "${p.runtime}" here.${p.suggestion === null ? ` Known: ${p.known.join(', ')}.` : ` Did you mean ${p.suggestion}?`}`,
    uk: (p) =>
      `${p.path}: середовища виконання «${p.runtime}» тут немає.${p.suggestion === null ? ` Відомі: ${p.known.join(', ')}.` : ` Можливо, ${p.suggestion}?`}`,
  },
  pipeline_still_runs: {
    en: (p: { path: string; places: readonly string[] }) =>
      `${p.path}: something runs on ${p.places.join(', ')}, which this change removes. Stop it first: sluice stop, or keep the target.`,
    uk: (p) =>
      `${p.path}: на ${p.places.join(', ')} щось працює, а ця зміна їх прибирає. Спершу зупиніть: sluice stop, або залиште ціль.`,
  },
  pipeline_delete_refused: {
    en: (p: { name: string; places: readonly string[]; app: string }) =>
      `Pipeline "${p.name}" still runs ${p.places.join(', ')}. Stop that first: ${p.places.map((place) => `sluice stop ${p.app} ${place}`).join(' and ')}`,
    uk: (p) =>
      `Конвеєр «${p.name}» ще виконує ${p.places.join(', ')}. Спершу зупиніть: ${p.places.map((place) => `sluice stop ${p.app} ${place}`).join(' і ')}`,
  },
  pipeline_deleted: {
    en: (p: { name: string }) => `Pipeline ${p.name} is deleted.`,
    uk: (p) => `Конвеєр ${p.name} видалено.`,
  },
});

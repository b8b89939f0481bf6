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
  pipeline_fault_never_opens: {
    en: (p: { path: string }) =>
      `${p.path}: these freezes and windows together never let anything in. Shorten a freeze, or add a window.`,
    uk: (p) =>
      `${p.path}: ці заборони й вікна разом ніколи нічого не пропустять. Скоротіть заборону або додайте вікно.`,
  },
  pipeline_fault_wave_unknown: {
    en: (p: { path: string; name: string; suggestion: string | null; known: readonly string[] }) =>
      `${p.path}: the environment has no target ${p.name}. ${p.suggestion === null ? `It has: ${p.known.join(', ')}.` : `Did you mean ${p.suggestion}?`}`,
    uk: (p) =>
      `${p.path}: в оточенні немає цілі ${p.name}. ${p.suggestion === null ? `Є: ${p.known.join(', ')}.` : `Можливо, ${p.suggestion}?`}`,
  },
  pipeline_fault_wave_twice: {
    en: (p: { path: string; name: string }) => `${p.path}: ${p.name} stands in the waves twice. Name each target once.`,
    uk: (p) => `${p.path}: ${p.name} стоїть у хвилях двічі. Називайте кожну ціль один раз.`,
  },
  pipeline_fault_wave_missing: {
    en: (p: { path: string; names: readonly string[] }) =>
      `${p.path}: ${p.names.join(', ')} is in no wave. Put every target in one.`,
    uk: (p) => `${p.path}: ${p.names.join(', ')} не входить до жодної хвилі. Додайте кожну ціль до однієї з них.`,
  },
  pipeline_fault_pause_alone: {
    en: (p: { path: string }) =>
      `${p.path}: a pause lies between two waves. Write at least two waves, or leave it out.`,
    uk: (p) => `${p.path}: пауза буває між двома хвилями. Опишіть щонайменше дві хвилі або приберіть її.`,
  },
  pipeline_fault_all_optional: {
    en: (p: { path: string }) =>
      `${p.path}: every target is optional, so nothing would have to be healthy. Leave one that is not.`,
    uk: (p) => `${p.path}: усі цілі необов'язкові, тож ніщо не мусило б працювати. Залиште хоча б одну обов'язкову.`,
  },
  pipeline_fault_too_few_voters: {
    en: (p: { path: string; count: number; people: readonly string[] }) =>
      `${p.path}: ${p.count} approvals can never come from ${p.people.join(', ')} alone. Name more people, a group or a role, or ask for fewer.`,
    uk: (p) =>
      `${p.path}: стільки схвалень (${p.count}) лише від ${p.people.join(', ')} ніколи не буде. Назвіть більше людей, групу чи роль або просіть менше.`,
  },
  pipeline_unknown_person: {
    en: (p: { path: string; person: string; suggestion: string | null }) =>
      `${p.path}: nobody is called ${p.person}, so this would never open.${p.suggestion === null ? ' Give them a token first: sluice token create NAME --for ' + p.person : ` Did you mean ${p.suggestion}?`}`,
    uk: (p) =>
      `${p.path}: нікого на ім'я ${p.person} немає, тож це ніколи не відкрилося б.${p.suggestion === null ? ' Спершу дайте їм токен: sluice token create НАЗВА --for ' + p.person : ` Можливо, ${p.suggestion}?`}`,
  },
  pipeline_unknown_group: {
    en: (p: { path: string; group: string; suggestion: string | null }) =>
      `${p.path}: there is no group ${p.group}.${p.suggestion === null ? ' Apply it first, or in the same manifest.' : ` Did you mean ${p.suggestion}?`}`,
    uk: (p) =>
      `${p.path}: групи ${p.group} немає.${p.suggestion === null ? ' Застосуйте її раніше або в тому самому маніфесті.' : ` Можливо, ${p.suggestion}?`}`,
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
  pipeline_fault_commit_loop: {
    en: (p: { path: string; branch: string; other: string }) =>
      `${p.path}: ${p.other} lives by branch ${p.branch} of this very app, so every commit there would begin the journey again. Write to another branch, or to another repository.`,
    uk: (p) =>
      `${p.path}: гілкою ${p.branch} цього ж застосунку живе ${p.other}, тож кожен коміт починав би все спочатку. Пишіть в іншу гілку або в інший репозиторій.`,
  },
  pipeline_unknown_repository: {
    en: (p: { path: string; repository: string; suggestion: string | null }) =>
      `${p.path}: there is no app "${p.repository}" whose repository could be written.${p.suggestion === null ? ` Create it first: sluice app create ${p.repository}` : ` Did you mean ${p.suggestion}?`}`,
    uk: (p) =>
      `${p.path}: застосунку «${p.repository}», у репозиторій якого можна було б писати, немає.${p.suggestion === null ? ` Спершу створіть його: sluice app create ${p.repository}` : ` Можливо, ${p.suggestion}?`}`,
  },
  pipeline_fault_external: {
    en: (p: { path: string; name: string; strategy: string }) =>
      `${p.path}: something else runs target ${p.name}, and by "${p.strategy}" nobody tells it. Use promote: { by: commit } or { by: notify }.`,
    uk: (p) =>
      `${p.path}: ціль ${p.name} запускає щось інше, а за «${p.strategy}» ніхто йому не повідомить. Вкажіть promote: { by: commit } або { by: notify }.`,
  },
  pipeline_without_runtime: {
    en: (p: { runtimes: readonly string[] }) =>
      `This server has no runtime for ${p.runtimes.join(', ')}: nothing is deployed to those targets, and promotions into their environments are refused.`,
    uk: (p) =>
      `Цей сервер не має середовища виконання для ${p.runtimes.join(', ')}: на ці цілі нічого не розгортається, а просування в їхні оточення не приймаються.`,
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
      `${p.path}: something runs on ${p.places.join(', ')}, or is on its way there, and this change removes it. First call off what is on its way (sluice cancel) and stop what runs (sluice stop), or keep the target.`,
    uk: (p) =>
      `${p.path}: на ${p.places.join(', ')} щось працює або туди щось просувається, а ця зміна прибирає ці цілі. Спершу скасуйте те, що просувається (sluice cancel), і зупиніть те, що працює (sluice stop), або залиште ціль.`,
  },
  pipeline_delete_refused: {
    en: (p: { name: string; places: readonly string[]; app: string }) =>
      `Something runs in ${p.places.join(', ')}, or is on its way there, so pipeline "${p.name}" stays. First call off what is on its way (sluice cancel), then stop what runs: ${p.places.map((place) => `sluice stop ${p.app} ${place}`).join(' and ')}`,
    uk: (p) =>
      `У ${p.places.join(', ')} щось працює або туди щось просувається, тому конвеєр «${p.name}» залишається. Спершу скасуйте те, що просувається (sluice cancel), потім зупиніть те, що працює: ${p.places.map((place) => `sluice stop ${p.app} ${place}`).join(' і ')}`,
  },
  pipeline_deleted: {
    en: (p: { name: string }) => `Pipeline ${p.name} is deleted.`,
    uk: (p) => `Конвеєр ${p.name} видалено.`,
  },
});

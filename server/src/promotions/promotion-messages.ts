import { defineMessages } from '../lib/message.ts';

const list = (names: readonly string[]) => names.join(', ');

export const promotionMessages = defineMessages({
  promotion_no_runtime: {
    en: (p: { app: string; environment: string; runtimes: readonly string[] }) =>
      `Nothing can be promoted into ${p.environment} of ${p.app}: this server has no runtime for ${p.runtimes.join(', ')}.`,
    uk: (p) =>
      `До ${p.environment} застосунку ${p.app} нічого не просунути: цей сервер не має середовища виконання для ${p.runtimes.join(', ')}.`,
  },
  promotion_is_finished: { en: () => 'finished', uk: () => 'завершено' },
  promotion_succeeded: { en: () => 'every step succeeded', uk: () => 'усі кроки виконано' },
  promotion_step: {
    en: (p: { step: string }) => `step ${p.step} is next`,
    uk: (p) => `наступний крок: ${p.step}`,
  },
  promotion_queued: {
    en: (p: { ahead: string }) => `waits for ${p.ahead}, which is on its way to the same environment`,
    uk: (p) => `чекає на ${p.ahead}, що вже прямує до цього оточення`,
  },
  promotion_cancelled: { en: (p: { by: string }) => `cancelled by ${p.by}`, uk: (p) => `скасовано (${p.by})` },
  promotion_cancelled_late: {
    en: (p: { by: string; done: readonly string[] }) =>
      `cancelled by ${p.by} after ${list(p.done)}; nothing was deployed, and what is done there stays`,
    uk: (p) => `скасовано (${p.by}) після кроків ${list(p.done)}; нічого не розгорнуто, а зроблене лишається`,
  },
  promotion_overdue: {
    en: (p: { at: string; waited: string | null }) =>
      `its time was over at ${p.at}${p.waited === null ? '' : `, when it still waited: ${p.waited}`}`,
    uk: (p) => `час вийшов ${p.at}${p.waited === null ? '' : `, коли воно ще чекало: ${p.waited}`}`,
  },
  promotion_superseded: {
    en: (p: { by: string }) => `superseded by ${p.by}`,
    uk: (p) => `поступилося місцем новішому: ${p.by}`,
  },
  promotion_place_gone: {
    en: (p: { app: string; environment: string }) =>
      `The pipeline of ${p.app} has no environment ${p.environment} any more. Put it back, sluice apply -f pipeline.yaml, and promote again.`,
    uk: (p) =>
      `У конвеєрі ${p.app} більше немає оточення ${p.environment}. Поверніть його, виконайте sluice apply -f pipeline.yaml і просуньте знову.`,
  },
  step_failed: { en: (p: { step: string }) => `step ${p.step} failed`, uk: (p) => `крок ${p.step} не вдався` },
  step_retrying: {
    en: (p: { step: string; problem: string }) => `${p.step}: ${p.problem} It is tried again by itself.`,
    uk: (p) => `${p.step}: ${p.problem} Спробу буде повторено автоматично.`,
  },
  step_gave_up: {
    en: (p: { step: string; problem: string; attempts: number }) =>
      `${p.step} broke ${p.attempts} times, last: ${p.problem}`,
    uk: (p) => `${p.step}: ${p.attempts} невдалих спроб, остання: ${p.problem}`,
  },

  promotion_not_found: {
    en: (p: { id: string }) => `There is no promotion "${p.id}". See: sluice status`,
    uk: (p) => `Просування «${p.id}» немає. Дивіться: sluice status`,
  },
  promotion_started: {
    en: (p: { app: string; version: string; environment: string }) =>
      `${p.app} ${p.version} is on its way to ${p.environment}`,
    uk: (p) => `${p.app} ${p.version} прямує до ${p.environment}`,
  },
  promotion_joined: {
    en: (p: { app: string; version: string; environment: string; by: string }) =>
      `${p.app} ${p.version} is on its way to ${p.environment} already, started by ${p.by}; you joined it`,
    uk: (p) => `${p.app} ${p.version} вже прямує до ${p.environment} (${p.by}); ви приєдналися`,
  },
  promotion_waits_turn: {
    en: (p: { app: string; version: string; environment: string }) =>
      `${p.app} ${p.version} is queued for ${p.environment}`,
    uk: (p) => `${p.app} ${p.version} стоїть у черзі до ${p.environment}`,
  },
  promotion_unchanged: {
    en: (p: { app: string; version: string; environment: string }) =>
      `${p.app} ${p.version} is in ${p.environment} already. Nothing to do.`,
    uk: (p) => `${p.app} ${p.version} вже в ${p.environment}. Нічого робити не треба.`,
  },
  promotion_refused: {
    en: (p: { app: string; version: string; environment: string; problem: string }) =>
      `${p.app} ${p.version} cannot go to ${p.environment}: ${p.problem}.`,
    uk: (p) => `${p.app} ${p.version} не може потрапити до ${p.environment}: ${p.problem}.`,
  },
  promotion_busy: {
    en: (p: { app: string; environment: string; id: string; by: string; version: string; command: string }) =>
      `${p.app} ${p.version} is on its way to ${p.environment} (${p.id}, by ${p.by}). Yours was not started. Wait in line: ${p.command} --queue. Replace it: ${p.command} --supersede. Watch: sluice watch ${p.id}`,
    uk: (p) =>
      `${p.app} ${p.version} вже прямує до ${p.environment} (${p.id}, ${p.by}). Ваше просування не розпочато. Стати в чергу: ${p.command} --queue. Замінити: ${p.command} --supersede. Стежити: sluice watch ${p.id}`,
  },
  promotion_order_closed: {
    en: (p: {
      app: string;
      version: string;
      environment: string;
      missing: readonly string[];
      path: string;
      command: string;
    }) =>
      `${p.app} ${p.version} cannot go to ${p.environment} yet: it has not been healthy in ${list(p.missing)}. The pipeline goes ${p.path}. Next: ${p.command}`,
    uk: (p) =>
      `${p.app} ${p.version} ще не може потрапити до ${p.environment}: воно не працювало справно в ${list(p.missing)}. Шлях конвеєра: ${p.path}. Далі: ${p.command}`,
  },
  promotion_order_carried_on: {
    en: (p: { app: string; version: string; before: string; carried: string; command: string }) =>
      `${p.app} ${p.version} became ${p.carried} by its merge into ${p.before}; that is what goes on. Next: ${p.command}`,
    uk: (p) =>
      `Після злиття в ${p.before} версія ${p.app} ${p.version} стала ${p.carried}; далі йде саме вона. Далі: ${p.command}`,
  },
  stop_nothing_runs: {
    en: (p: { app: string; environment: string }) => `Nothing of ${p.app} runs in ${p.environment}. Nothing to do.`,
    uk: (p) => `У ${p.environment} нічого з ${p.app} не працює. Робити нічого не треба.`,
  },
  stop_started: {
    en: (p: { app: string; environment: string; releases: readonly string[] }) =>
      `${p.app} is being stopped in ${p.environment} (${list(p.releases)}). To start it again: sluice rollback ${p.app} ${p.environment}`,
    uk: (p) =>
      `${p.app} зупиняється в ${p.environment} (${list(p.releases)}). Щоб запустити знову: sluice rollback ${p.app} ${p.environment}`,
  },
  stop_external: {
    en: (p: { environment: string; targets: readonly string[] }) =>
      `Something else runs what is on ${p.targets.join(', ')} of ${p.environment}, so Sluice cannot stop it. Stop it where it runs.`,
    uk: (p) =>
      `Те, що є на ${p.targets.join(', ')} у ${p.environment}, запускає не Sluice, тож зупинити його тут не можна. Зупиніть його там, де воно працює.`,
  },
  configure_external: {
    en: (p: { environment: string; targets: readonly string[] }) =>
      `Something else runs what is on ${p.targets.join(', ')} of ${p.environment}, and configuration from here never reaches it. Change it where it runs.`,
    uk: (p) =>
      `Те, що є на ${p.targets.join(', ')} у ${p.environment}, запускає не Sluice, і налаштування звідси туди не потраплять. Змініть їх там, де воно працює.`,
  },
  stop_busy: {
    en: (p: { app: string; environment: string; id: string; by: string }) =>
      `A promotion of ${p.app} to ${p.environment} is under way (${p.id}, by ${p.by}). Let it end, then stop: sluice watch ${p.id}`,
    uk: (p) =>
      `До ${p.environment} зараз просувається ${p.app} (${p.id}, ${p.by}). Дочекайтеся завершення, потім зупиняйте: sluice watch ${p.id}`,
  },
  promotion_needs_environment: {
    en: (p: { app: string; known: readonly string[] }) =>
      `Say what goes where: sluice promote ${p.app}@VERSION, or sluice promote ${p.app} ENVIRONMENT (${list(p.known)}).`,
    uk: (p) =>
      `Вкажіть, що й куди: sluice promote ${p.app}@ВЕРСІЯ або sluice promote ${p.app} ОТОЧЕННЯ (${list(p.known)}).`,
  },
  promotion_several_next: {
    en: (p: { app: string; version: string; environments: readonly string[] }) =>
      `${p.app} ${p.version} can go on to several environments. Name one: ${list(p.environments)}.`,
    uk: (p) => `${p.app} ${p.version} може рухатися до кількох оточень. Назвіть одне: ${list(p.environments)}.`,
  },
  promotion_several_before: {
    en: (p: { app: string; environment: string; commands: readonly string[] }) =>
      `More than one environment leads to ${p.environment}. Say which version: ${p.commands.join(' or ')}`,
    uk: (p) => `До ${p.environment} ведуть кілька оточень. Вкажіть версію: ${p.commands.join(' або ')}`,
  },
  promotion_nothing_before: {
    en: (p: { app: string; environment: string; before: string; command: string }) =>
      `Nothing of ${p.app} is healthy in ${p.before} yet, so there is nothing to promote to ${p.environment}. Look: ${p.command}`,
    uk: (p) =>
      `У ${p.before} ще немає справної версії ${p.app}, тож до ${p.environment} просувати нічого. Перевірте: ${p.command}`,
  },
  promotion_is_entry: {
    en: (p: { app: string; environment: string; branch: string }) =>
      `${p.environment} takes every new artifact of branch ${p.branch} by itself. To send a chosen one: sluice promote ${p.app}@VERSION ${p.environment}`,
    uk: (p) =>
      `${p.environment} сам отримує кожен новий артефакт гілки ${p.branch}. Щоб надіслати певний: sluice promote ${p.app}@ВЕРСІЯ ${p.environment}`,
  },
  promotion_everywhere: {
    en: (p: { app: string; version: string; environment: string }) =>
      `${p.app} ${p.version} is in ${p.environment}, the end of its pipeline. There is nowhere to promote it to.`,
    uk: (p) => `${p.app} ${p.version} вже в ${p.environment}, наприкінці конвеєра. Далі просувати нікуди.`,
  },
  promotion_cannot_cancel: {
    en: (p: { id: string; environment: string; app: string }) =>
      `${p.id} is being deployed already and finishes. Afterwards: sluice rollback ${p.app} ${p.environment}`,
    uk: (p) => `${p.id} уже розгортається і буде завершено. Після цього: sluice rollback ${p.app} ${p.environment}`,
  },
  retry_not_over: {
    en: (p: { id: string }) => `${p.id} is still under way. See: sluice watch ${p.id}`,
    uk: (p) => `${p.id} ще триває. Дивіться: sluice watch ${p.id}`,
  },
  retry_succeeded: {
    en: (p: { id: string }) => `${p.id} has succeeded; there is nothing to try again.`,
    uk: (p) => `${p.id} виконано успішно; повторювати нічого.`,
  },
  retry_no_step: {
    en: (p: { id: string; command: string }) =>
      `No step of ${p.id} failed: it was ended before. Ask for it anew: ${p.command}`,
    uk: (p) => `Жоден крок ${p.id} не зазнав невдачі: його завершили раніше. Просуньте знову: ${p.command}`,
  },
  retry_overtaken: {
    en: (p: { id: string; newer: string; command: string }) =>
      `${p.newer} came after ${p.id}, so going on with the old one would take it away again. Ask for it anew: ${p.command}`,
    uk: (p) => `Після ${p.id} було ${p.newer}, тож старе його скасувало б. Просуньте знову: ${p.command}`,
  },
  resume_not_paused: {
    en: (p: { id: string }) => `${p.id} does not pause between two waves now. See: sluice watch ${p.id}`,
    uk: (p) => `${p.id} зараз не на паузі між хвилями. Дивіться: sluice watch ${p.id}`,
  },
  promotion_over: {
    en: (p: { id: string; result: string }) => `${p.id} is over already (${p.result}).`,
    uk: (p) => `${p.id} вже завершено (${p.result}).`,
  },
  promotion_not_approvable: {
    en: (p: { id: string; state: string }) =>
      `${p.id} does not wait for approval (${p.state}). See: sluice watch ${p.id}`,
    uk: (p) => `${p.id} не чекає на схвалення (${p.state}). Дивіться: sluice watch ${p.id}`,
  },
  promotion_approval_not_asked: {
    en: (p: { app: string; environment: string }) =>
      `Your approval does not count in ${p.environment}. Whose does: sluice why ${p.app} ${p.environment}. You may reject it.`,
    uk: (p) =>
      `Ваше схвалення в ${p.environment} не враховується. Чиє враховується: sluice why ${p.app} ${p.environment}. Відхилити ви можете.`,
  },
  promotion_own_approval: {
    en: (p: { id: string; environment: string }) =>
      `${p.environment} asks for four eyes: whoever asked for ${p.id} cannot approve it. Ask somebody with the role approver.`,
    uk: (p) =>
      `${p.environment} вимагає двох осіб: той, хто запросив ${p.id}, не може його схвалити. Попросіть когось із роллю approver.`,
  },

  rollback_started: {
    en: (p: { app: string; environment: string; version: string; from: string; stays: readonly string[] }) =>
      `${p.environment} returns to ${p.app} ${p.version} (from ${p.from})${p.stays.length === 0 ? '' : `; ${list(p.stays)} stays as it is`}`,
    uk: (p) =>
      `${p.environment} повертається до ${p.app} ${p.version} (з ${p.from})${p.stays.length === 0 ? '' : `; без змін: ${list(p.stays)}`}`,
  },
  rollback_nothing: {
    en: (p: { app: string; environment: string; target: string }) =>
      `There is nothing to go back to: ${p.environment} (${p.target}) has had no other healthy release of ${p.app}. See: sluice history ${p.app} ${p.environment}`,
    uk: (p) =>
      `Повертатися нікуди: у ${p.environment} (${p.target}) не було іншого справного випуску ${p.app}. Дивіться: sluice history ${p.app} ${p.environment}`,
  },
  rollback_failed_still_served: {
    en: (p: { app: string; environment: string; version: string; failed: string }) =>
      `${p.failed} never went live: ${p.environment} still serves ${p.app} ${p.version}. Nothing to roll back. To go further back: sluice history ${p.app} ${p.environment}, then sluice rollback ${p.app} ${p.environment} --to vN`,
    uk: (p) =>
      `${p.failed} так і не запрацювала: ${p.environment} досі обслуговує ${p.app} ${p.version}. Відкочувати нічого. Щоб повернутися далі: sluice history ${p.app} ${p.environment}, потім sluice rollback ${p.app} ${p.environment} --to vN`,
  },
  rollback_not_running: {
    en: (p: { app: string; environment: string; version: string; running: string | null }) =>
      `${p.app} ${p.version} does not run in ${p.environment}${p.running === null ? ': nothing does' : `: ${p.running} does`}. Nothing was changed.`,
    uk: (p) =>
      `${p.app} ${p.version} не працює в ${p.environment}${p.running === null ? ': там порожньо' : `: там ${p.running}`}. Нічого не змінено.`,
  },
  rollback_no_release: {
    en: (p: { release: string; app: string; environment: string }) =>
      `There is no release ${p.release} in ${p.environment}. See: sluice history ${p.app} ${p.environment}`,
    uk: (p) => `Випуску ${p.release} у ${p.environment} немає. Дивіться: sluice history ${p.app} ${p.environment}`,
  },
  rollback_unhealthy_release: {
    en: (p: { release: string; app: string; environment: string }) =>
      `Release ${p.release} was never healthy in ${p.environment}, so it is nothing to return to. See: sluice history ${p.app} ${p.environment}`,
    uk: (p) =>
      `Випуск ${p.release} ніколи не був справним у ${p.environment}, тож повертатися до нього немає сенсу. Дивіться: sluice history ${p.app} ${p.environment}`,
  },
  rollback_which_target: {
    en: (p: { release: string; environment: string; choices: readonly string[] }) =>
      `${p.environment} has several targets. Say which: --to ${p.choices.join(' or --to ')}`,
    uk: (p) => `У ${p.environment} кілька цілей. Вкажіть яку: --to ${p.choices.join(' або --to ')}`,
  },
  rollback_already: {
    en: (p: { app: string; environment: string; release: string; version: string }) =>
      `${p.environment} runs ${p.app} ${p.version} of release ${p.release} already. Nothing to do.`,
    uk: (p) => `${p.environment} вже виконує ${p.app} ${p.version} з випуску ${p.release}. Нічого робити не треба.`,
  },
  rollback_content_gone: {
    en: (p: { release: string; version: string }) =>
      `The content of release ${p.release} (${p.version}) is not in the registry any more.`,
    uk: (p) => `Вмісту випуску ${p.release} (${p.version}) у реєстрі вже немає.`,
  },

  merge_same: {
    en: (p: { branch: string }) => `${p.branch} has this content already`,
    uk: (p) => `у ${p.branch} вже є цей вміст`,
  },
  merge_fast_forward: {
    en: (p: { branch: string; from: string; to: string }) => `${p.branch} ${p.from} → ${p.to}`,
    uk: (p) => `${p.branch} ${p.from} → ${p.to}`,
  },
  merge_first: {
    en: (p: { branch: string; to: string }) => `${p.branch} begins at ${p.to}`,
    uk: (p) => `${p.branch} починається з ${p.to}`,
  },
  merge_commit: {
    en: (p: { revision: string; branch: string; from: string; to: string }) =>
      `${p.revision} merged into ${p.branch} ${p.from} → ${p.to}`,
    uk: (p) => `${p.revision} злито в ${p.branch} ${p.from} → ${p.to}`,
  },
  merge_conflict: {
    en: (p: { revision: string; branch: string; files: readonly string[] }) =>
      `${p.revision} conflicts with ${p.branch} in ${list(p.files)}. Merge ${p.branch} into the branch you push to, resolve there, push, and promote the new version.`,
    uk: (p) =>
      `${p.revision} конфліктує з ${p.branch}: ${list(p.files)}. Злийте ${p.branch} у свою гілку розробки, розв'яжіть конфлікт там, відправте зміни та просуньте нову версію.`,
  },
  merge_contained: {
    en: (p: { app: string; version: string; branch: string; environment: string; release: string | null }) =>
      `${p.branch} is already past ${p.version}; merging it again would change nothing. ${p.release === null ? `It has never been healthy in ${p.environment}, so no rollback leads to it.` : `To serve it again: sluice rollback ${p.app} ${p.environment} --to ${p.release}.`} To bring a reverted change back: revert the revert on the branch you push to.`,
    uk: (p) =>
      `${p.branch} вже попереду ${p.version}; повторне злиття нічого не змінить. ${p.release === null ? `У ${p.environment} вона ще не працювала справно, тож повернутися до неї не можна.` : `Щоб знову запустити цю версію: sluice rollback ${p.app} ${p.environment} --to ${p.release}.`} Щоб повернути скасовану зміну: скасуйте скасування у своїй гілці розробки.`,
  },
  merge_moved: {
    en: (p: { branch: string }) => `${p.branch} moved meanwhile; the merge is computed again`,
    uk: (p) => `${p.branch} тим часом змінилася; злиття обчислюється заново`,
  },
  artifact_same: {
    en: (p: { digest: string }) => `same content, same digest ${p.digest}`,
    uk: (p) => `той самий вміст, той самий дайджест ${p.digest}`,
  },
  artifact_building: {
    en: (p: { revision: string }) => `building ${p.revision}`,
    uk: (p) => `збирається ${p.revision}`,
  },
  artifact_rebuilt: {
    en: (p: { version: string; digest: string }) => `rebuilt as ${p.version} ${p.digest}: not tested earlier`,
    uk: (p) => `зібрано заново як ${p.version} ${p.digest}: раніше не перевірялося`,
  },
  change_open: {
    en: (p: { number: number; branch: string }) => `pull request #${p.number} into ${p.branch} is open`,
    uk: (p) => `запит на злиття №${p.number} у ${p.branch} відкрито`,
  },
  branch_moved: {
    en: (p: { branch: string; revision: string }) => `${p.branch} is at ${p.revision}`,
    uk: (p) => `${p.branch} тепер на ${p.revision}`,
  },
  commit_written: {
    en: (p: { repository: string; branch: string; revision: string; value: string }) =>
      `${p.value} is in ${p.branch} of ${p.repository} (${p.revision})`,
    uk: (p) => `${p.value} записано в ${p.branch} репозиторію ${p.repository} (${p.revision})`,
  },
  commit_same: {
    en: (p: { repository: string; branch: string; value: string }) =>
      `${p.branch} of ${p.repository} says ${p.value} already`,
    uk: (p) => `у ${p.branch} репозиторію ${p.repository} вже записано ${p.value}`,
  },
  commit_edited_away: {
    en: (p: { environment: string; strategy: string }) =>
      `The pipeline does not promote to ${p.environment} by ${p.strategy} any more. Promote again.`,
    uk: (p) => `Конвеєр більше не просуває до ${p.environment} через ${p.strategy}. Просуньте ще раз.`,
  },
  commit_no_image: {
    en: (p: { version: string }) =>
      `${p.version} is not known as an image. Register it with --image, or write its digest or version (promote.value).`,
    uk: (p) =>
      `${p.version} не відома як образ. Зареєструйте її з --image або записуйте digest чи версію (promote.value).`,
  },
  commit_no_branch: {
    en: (p: { repository: string; branch: string }) =>
      `The repository of ${p.repository} has no branch ${p.branch}. Push it, then promote again.`,
    uk: (p) => `Репозиторій ${p.repository} не має гілки ${p.branch}. Надішліть її й просуньте ще раз.`,
  },
  commit_no_file: {
    en: (p: { repository: string; branch: string; file: string }) =>
      `There is no file ${p.file} in ${p.branch} of ${p.repository}. Push it, or correct promote.file.`,
    uk: (p) =>
      `У ${p.branch} репозиторію ${p.repository} немає файлу ${p.file}. Надішліть його або виправте promote.file.`,
  },
  commit_no_marker: {
    en: (p: { repository: string; branch: string; marker: string }) =>
      `No value in ${p.branch} of ${p.repository} is marked. Write this behind the value: # ${p.marker}`,
    uk: (p) =>
      `Жодне значення в ${p.branch} репозиторію ${p.repository} не позначене. Допишіть після значення: # ${p.marker}`,
  },
  commit_too_many_files: {
    en: (p: { repository: string; limit: number }) =>
      `The repository of ${p.repository} has more than ${p.limit} YAML files. Name the one that is meant (promote.file).`,
    uk: (p) => `Репозиторій ${p.repository} має понад ${p.limit} файлів YAML. Назвіть потрібний (promote.file).`,
  },
  commit_contended: {
    en: (p: { repository: string; branch: string }) =>
      `${p.branch} of ${p.repository} keeps moving; it is tried again.`,
    uk: (p) => `${p.branch} репозиторію ${p.repository} постійно змінюється; спробуємо ще раз.`,
  },
  handover_several: {
    en: (p: { environment: string }) =>
      `The targets of ${p.environment} go back to different versions, and only one can be handed over. Roll back one target at a time: --to TARGET/vN`,
    uk: (p) =>
      `Цілі ${p.environment} повертаються до різних версій, а передати можна лише одну. Відкочуйте по одній цілі: --to TARGET/vN`,
  },
  tag_unknown_commit: {
    en: (p: { revision: string }) => `no tag: commit ${p.revision} is not in the repository here`,
    uk: (p) => `без тегу: коміту ${p.revision} немає в тутешньому репозиторії`,
  },
  merge_unknown_commit: {
    en: (p: { revision: string; app: string; branch: string }) =>
      `Commit ${p.revision} is not in the repository of ${p.app}, so it cannot be merged into ${p.branch}. Push it there, then promote again.`,
    uk: (p) =>
      `Коміту ${p.revision} немає в репозиторії ${p.app}, тож злити його в ${p.branch} не можна. Надішліть його туди й просуньте ще раз.`,
  },
  artifact_not_ours: {
    en: (p: { revision: string }) =>
      `The merge makes new content (${p.revision}), and this artifact was built elsewhere. Merge there, build that and register it, then promote it.`,
    uk: (p) =>
      `Злиття дає новий вміст (${p.revision}), а цей артефакт зібрано деінде. Злийте там, зберіть і зареєструйте результат, тоді просуньте його.`,
  },
  tag_set: {
    en: (p: { tag: string; revision: string }) => `${p.tag} on ${p.revision}`,
    uk: (p) => `${p.tag} на ${p.revision}`,
  },
});

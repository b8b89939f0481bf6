import { defineMessages } from '../../../lib/message.ts';

/** What people read about processes. `output` is the last lines a process wrote, or an empty string. */
export const processMessages = defineMessages({
  procfile_missing: {
    en: () =>
      'The artifact has no Procfile, so Sluice does not know how to run it. Add a file named Procfile to the root of the repository with a line like "web: node server.js".',
    uk: () =>
      'В артефакті немає Procfile, тож Sluice не знає, як його запустити. Додайте в корінь репозиторію файл Procfile з рядком на зразок "web: node server.js".',
  },
  procfile_empty: {
    en: () => 'The Procfile names no process to run. Add a line like "web: node server.js".',
    uk: () => 'У Procfile немає жодного процесу для запуску. Додайте рядок на зразок "web: node server.js".',
  },
  procfile_line_unreadable: {
    en: (p: { line: number; text: string }) =>
      `Procfile line ${p.line}: "${p.text}" is not of the form "type: command", for example "web: node server.js".`,
    uk: (p) => `Procfile, рядок ${p.line}: "${p.text}" не має вигляду "тип: команда", наприклад "web: node server.js".`,
  },
  procfile_command_missing: {
    en: (p: { line: number; type: string }) => `Procfile line ${p.line}: "${p.type}:" has no command after the colon.`,
    uk: (p) => `Procfile, рядок ${p.line}: після "${p.type}:" немає команди.`,
  },
  procfile_type_repeated: {
    en: (p: { line: number; type: string; earlier: number }) =>
      `Procfile line ${p.line}: "${p.type}" is already defined in line ${p.earlier}. Give one of them another name.`,
    uk: (p) => `Procfile, рядок ${p.line}: "${p.type}" уже визначено в рядку ${p.earlier}. Назвіть один із них інакше.`,
  },
  process_preparing: {
    en: () => 'unpacking the artifact',
    uk: () => 'розпаковується артефакт',
  },
  process_release_command_running: {
    en: () => 'running the release command',
    uk: () => 'виконується команда release',
  },
  process_starting: {
    en: () => 'starting',
    uk: () => 'запускається',
  },
  process_waiting_for_port: {
    en: (p: { port: number }) => `starting, waiting for port ${p.port} to open`,
    uk: (p) => `запускається, очікуємо на порт ${p.port}`,
  },
  process_waiting_for_path: {
    en: (p: { path: string }) => `starting, waiting for GET ${p.path}`,
    uk: (p) => `запускається, очікуємо на GET ${p.path}`,
  },
  process_switching: {
    en: () => 'ready, moving traffic over',
    uk: () => 'готово, переводимо трафік',
  },
  process_serving: {
    en: (p: { url: string }) => `serving at ${p.url}`,
    uk: (p) => `працює за адресою ${p.url}`,
  },
  process_workers_running: {
    en: () => 'running, without a web process',
    uk: () => 'працює, без вебпроцесу',
  },
  process_restarting: {
    en: (p: {
      type: string;
      restarts: number;
      seconds: number;
      since: string;
      code: number | null;
      signal: string | null;
    }) =>
      `${p.type} ${ended(p)}; restart ${p.restarts} in ${p.seconds} s${p.restarts > 1 ? `, crashing since ${p.since}` : ''}. See: sluice logs`,
    uk: (p) =>
      `${p.type}: ${endedUk(p)}; перезапуск ${p.restarts} через ${p.seconds} с${p.restarts > 1 ? `, падає з ${p.since}` : ''}. Дивіться: sluice logs`,
  },
  process_restarted_not_ready: {
    en: (p: { type: string; restarts: number; since: string }) =>
      `${p.type} crashed at ${p.since}, was restarted (restart ${p.restarts}) and is not ready yet`,
    uk: (p) => `${p.type} упав о ${p.since}, його перезапущено (перезапуск ${p.restarts}), ще не готовий`,
  },
  process_keeps_crashing: {
    en: (p: { type: string; restarts: number; since: string; code: number | null; signal: string | null }) =>
      `${p.type} keeps crashing since ${p.since}: restarted ${p.restarts} times, the last time it ${ended(p)}. It is up at the moment. See: sluice logs`,
    uk: (p) =>
      `${p.type} постійно падає з ${p.since}: перезапусків ${p.restarts}, востаннє ${endedUk(p)}. Зараз працює. Дивіться: sluice logs`,
  },
  process_resuming: {
    en: () => 'starting again, as the server was stopped in between',
    uk: () => 'запускається знову після зупинки сервера',
  },
  process_nothing_running: {
    en: () => 'nothing is running',
    uk: () => 'нічого не працює',
  },
  process_superseded: {
    en: (p: { number: number }) => `release v${p.number} was ordered in the meantime and replaces this one`,
    uk: (p) => `тим часом замовлено випуск v${p.number}, він замінює цей`,
  },
  process_removed: {
    en: () => 'the target was removed',
    uk: () => 'ціль вилучено',
  },
  process_artifact_unreadable: {
    en: (p: { error: string }) =>
      `The artifact could not be unpacked: ${p.error}. What served before, if anything, goes on serving.`,
    uk: (p) => `Не вдалося розпакувати артефакт: ${p.error}. Те, що працювало раніше, працює далі.`,
  },
  process_disk_full: {
    en: (p: { directory: string }) =>
      `The disk is full: the artifact does not fit into ${p.directory}. Free some space there and deploy again. What served before, if anything, goes on serving.`,
    uk: (p) =>
      `Диск заповнено: артефакт не вміщується в ${p.directory}. Звільніть місце й розгорніть ще раз. Те, що працювало раніше, працює далі.`,
  },
  process_release_command_failed: {
    en: (p: { code: number | null; signal: string | null; output: string }) =>
      `The release command ${ended(p)}, so traffic was not moved and what served before, if anything, goes on serving.${lastLines(p.output)}`,
    uk: (p) =>
      `Команда release: ${endedUk(p)}. Трафік не переведено, те, що працювало раніше, працює далі.${lastLinesUk(p.output)}`,
  },
  process_release_command_too_long: {
    en: (p: { seconds: number; output: string }) =>
      `The release command did not finish within ${p.seconds} s and was stopped. What served before, if anything, goes on serving.${lastLines(p.output)}`,
    uk: (p) =>
      `Команда release не завершилася за ${p.seconds} с, її зупинено. Те, що працювало раніше, працює далі.${lastLinesUk(p.output)}`,
  },
  process_exited_before_ready: {
    en: (p: { type: string; code: number | null; signal: string | null; output: string }) =>
      `${p.type} ${ended(p)} before it was ready. What served before, if anything, goes on serving.${lastLines(p.output)}`,
    uk: (p) =>
      `${p.type}: ${endedUk(p)}, ще не бувши готовим. Те, що працювало раніше, працює далі.${lastLinesUk(p.output)}`,
  },
  process_port_never_opened: {
    en: (p: { port: number; seconds: number; output: string }) =>
      `The port ${p.port} never opened within ${p.seconds} s. The web process must listen on the port given in PORT. What served before, if anything, goes on serving.${lastLines(p.output)}`,
    uk: (p) =>
      `Порт ${p.port} так і не відкрився за ${p.seconds} с. Вебпроцес має слухати порт зі змінної PORT. Те, що працювало раніше, працює далі.${lastLinesUk(p.output)}`,
  },
  process_never_healthy: {
    en: (p: { path: string; seen: string; seconds: number; output: string }) =>
      `GET ${p.path} did not answer 2xx or 3xx within ${p.seconds} s; last seen: ${p.seen}. What served before, if anything, goes on serving.${lastLines(p.output)}`,
    uk: (p) =>
      `GET ${p.path} не відповів 2xx чи 3xx за ${p.seconds} с; останнє: ${p.seen}. Те, що працювало раніше, працює далі.${lastLinesUk(p.output)}`,
  },
  process_cannot_start: {
    en: (p: { type: string; error: string }) => `${p.type} could not be started: ${p.error}.`,
    uk: (p) => `Не вдалося запустити ${p.type}: ${p.error}.`,
  },
  process_look_later: {
    en: () => 'watching the processes',
    uk: () => 'спостерігаємо за процесами',
  },
  process_draining: {
    en: () => 'the old process finishes its requests',
    uk: () => 'старий процес завершує свої запити',
  },
  process_still_stopping: {
    en: () => 'The processes of this target are still stopping. Repeat the command in a few seconds.',
    uk: () => 'Процеси цієї цілі ще зупиняються. Повторіть команду за кілька секунд.',
  },
});

function lastLines(output: string): string {
  return output === '' ? ' It wrote no output.' : ` Last lines of output:\n${output}`;
}

function lastLinesUk(output: string): string {
  return output === '' ? ' Виводу не було.' : ` Останні рядки виводу:\n${output}`;
}

interface Exit {
  readonly code: number | null;
  readonly signal: string | null;
}

function ended(exit: Exit): string {
  if (exit.signal !== null) return `was ended by ${exit.signal}`;
  return exit.code === null ? 'ended (its exit status was lost)' : `exited with code ${exit.code}`;
}

function endedUk(exit: Exit): string {
  if (exit.signal !== null) return `завершено сигналом ${exit.signal}`;
  return exit.code === null ? 'завершилася робота (код виходу втрачено)' : `завершилася робота з кодом ${exit.code}`;
}

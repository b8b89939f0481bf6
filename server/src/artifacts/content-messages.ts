import { defineMessages } from '../lib/message.ts';

/** What can be said about the content of an artifact: unpacking it, packing it, building it. */
export const artifactContentMessages = defineMessages({
  archive_path_unsafe: {
    en: (p: { path: string }) =>
      `The archive contains ${p.path}, which does not stay inside its own directory. Remove that path from the sources.`,
    uk: (p) =>
      `Архів містить ${p.path}, а цей шлях виходить за межі власного каталогу. Приберіть його з початкового коду.`,
  },
  archive_path_not_text: {
    en: (p: { path: string }) =>
      `The archive contains a file name that is not valid UTF-8 (${p.path}). Rename the file.`,
    uk: (p) => `Архів містить ім’я файлу, яке не є коректним UTF-8 (${p.path}). Перейменуйте файл.`,
  },
  archive_path_too_long: {
    en: (p: { path: string; limit: number }) =>
      `The archive contains a path longer than ${p.limit} bytes, starting with ${p.path}. Shorten it.`,
    uk: (p) => `Архів містить шлях, довший за ${p.limit} байтів (починається з ${p.path}). Скоротіть його.`,
  },
  archive_path_repeated: {
    en: (p: { path: string }) =>
      `The archive contains ${p.path} twice, or once as a file and once as a directory. Pack it again without the repetition.`,
    uk: (p) => `Архів містить ${p.path} двічі або водночас як файл і як каталог. Запакуйте його без повторів.`,
  },
  archive_link_unsafe: {
    en: (p: { path: string; target: string }) =>
      `The link ${p.path} points to ${p.target}, which is outside the sources. Replace it by the file itself or by a relative link that stays inside.`,
    uk: (p) =>
      `Посилання ${p.path} веде на ${p.target}, тобто за межі коду. Замініть його самим файлом або відносним посиланням, яке лишається всередині.`,
  },
  archive_entry_unsupported: {
    en: (p: { path: string; type: string }) =>
      `The archive contains ${p.path}, which is a ${p.type}. Only files, directories and links can be part of an artifact.`,
    uk: (p) => `Архів містить ${p.path} типу ${p.type}. Артефакт може складатися лише з файлів, каталогів і посилань.`,
  },
  archive_too_many_entries: {
    en: (p: { limit: number }) =>
      `The archive contains more than ${p.limit} files and directories. Leave out what the app does not need to run.`,
    uk: (p) => `Архів містить понад ${p.limit} файлів і каталогів. Приберіть те, що застосунку не потрібне для роботи.`,
  },
  archive_too_large: {
    en: (p: { limitBytes: number }) =>
      `The content is larger than ${megabytes(p.limitBytes)} MB. Leave out what the app does not need to run.`,
    uk: (p) => `Вміст більший за ${megabytes(p.limitBytes)} МБ. Приберіть те, що застосунку не потрібне для роботи.`,
  },
  archive_damaged: {
    en: (p: { reason: string }) => `The archive cannot be read: ${p.reason}. Make it again.`,
    uk: (p) => `Архів неможливо прочитати: ${p.reason}. Створіть його заново.`,
  },
  content_disk_full: {
    en: (p: { directory: string }) =>
      `The disk that holds ${p.directory} is full. Nothing was left half written. Free some space; the work continues by itself.`,
    uk: (p) =>
      `На диску з каталогом ${p.directory} немає місця. Нічого не лишилося записаним наполовину. Звільніть місце, і робота продовжиться сама.`,
  },
  build_directory_closed: {
    en: (p: { directory: string; uid: number }) =>
      `Builds run as user ${p.uid}, who may not enter ${p.directory}. Give that directory the permission to be entered (chmod o+x).`,
    uk: (p) =>
      `Збирання виконується від користувача ${p.uid}, а він не має доступу до ${p.directory}. Дозвольте вхід до цього каталогу (chmod o+x).`,
  },
  build_superseded: {
    en: () => 'Another replica of Sluice has taken over this build, so this one was stopped.',
    uk: () => 'Інша репліка Sluice перебрала це збирання, тому його тут зупинено.',
  },
  build_exit_status: {
    en: (p: { status: number; lastLines: string }) =>
      `The build command ended with exit status ${p.status}.${lines('Its last lines', p.lastLines)}`,
    uk: (p) => `Команда збирання завершилася з кодом ${p.status}.${lines('Останні рядки', p.lastLines)}`,
  },
  build_killed: {
    en: (p: { signal: string; lastLines: string }) =>
      `The build command was ended by the signal ${p.signal} from outside, perhaps because memory ran out.${lines('Its last lines', p.lastLines)}`,
    uk: (p) =>
      `Команду збирання перервав ззовні сигнал ${p.signal}, можливо, через брак пам’яті.${lines('Останні рядки', p.lastLines)}`,
  },
  build_too_talkative: {
    en: (p: { limitBytes: number; lastLines: string }) =>
      `The build was stopped because it printed more than ${megabytes(p.limitBytes)} MB. Make it print less.${lines('The last lines kept', p.lastLines)}`,
    uk: (p) =>
      `Збирання зупинено, бо воно вивело понад ${megabytes(p.limitBytes)} МБ. Зменшіть кількість виводу.${lines('Останні збережені рядки', p.lastLines)}`,
  },
  build_timed_out: {
    en: (p: { timeoutMs: number; lastLines: string }) =>
      `The build was stopped because it did not finish within ${seconds(p.timeoutMs)} s.${lines('Its last lines', p.lastLines)}`,
    uk: (p) =>
      `Збирання зупинено, бо воно не завершилося за ${seconds(p.timeoutMs)} с.${lines('Останні рядки', p.lastLines)}`,
  },
  build_cancelled: {
    en: () => 'The build was stopped before it finished.',
    uk: () => 'Збирання зупинено до завершення.',
  },
});

function megabytes(bytes: number): string {
  return String(Math.round((bytes / 1_000_000) * 100) / 100);
}

function seconds(milliseconds: number): string {
  return String(Math.round(milliseconds / 100) / 10);
}

function lines(title: string, text: string): string {
  return text === '' ? '' : ` ${title}:\n${text}`;
}

import { defineMessages } from '../message.ts';

export const gitMessages = defineMessages({
  git_missing: {
    en: (p: { required: string }) =>
      `The program git was not found. Install git ${p.required} or newer and make sure that it is on the PATH.`,
    uk: (p) => `Програму git не знайдено. Встановіть git ${p.required} або новіший і переконайтеся, що він є в PATH.`,
  },
  git_too_old: {
    en: (p: { found: string; required: string }) =>
      `git ${p.found} is too old: Sluice merges without a work tree, which needs git ${p.required} or newer. Upgrade git and start again.`,
    uk: (p) =>
      `git ${p.found} застарий: Sluice зливає гілки без робочої копії, а для цього потрібен git ${p.required} або новіший. Оновіть git і запустіть знову.`,
  },
  git_failed: {
    en: (p: { command: string; reason: string }) => `git ${p.command} failed: ${p.reason}`,
    uk: (p) => `Команда git ${p.command} не вдалася: ${p.reason}`,
  },
  git_timeout: {
    en: (p: { command: string; seconds: number }) =>
      `git ${p.command} was stopped because it took longer than ${p.seconds} s. Try again, or check what it talks to.`,
    uk: (p) =>
      `Команду git ${p.command} зупинено: вона тривала довше ніж ${p.seconds} с. Спробуйте ще раз або перевірте, з чим вона з’єднується.`,
  },
  git_output_too_large: {
    en: (p: { command: string; bytes: number }) =>
      `git ${p.command} printed more than ${p.bytes} bytes and was stopped.`,
    uk: (p) => `Команда git ${p.command} вивела понад ${p.bytes} байтів, тому її зупинено.`,
  },
  git_name_invalid: {
    en: (p: { name: string }) =>
      `${JSON.stringify(p.name)} is not a valid name for a branch or tag. Use letters, digits, ".", "_", "/" and "-", and do not start with "-".`,
    uk: (p) =>
      `${JSON.stringify(p.name)} не годиться як назва гілки чи тега. Використовуйте літери, цифри, «.», «_», «/» та «-» і не починайте з «-».`,
  },
  git_sha_invalid: {
    en: (p: { sha: string }) => `${JSON.stringify(p.sha)} is not a full commit id. Give all 40 hexadecimal digits.`,
    uk: (p) => `${JSON.stringify(p.sha)} не є повним ідентифікатором коміту. Вкажіть усі 40 шістнадцяткових цифр.`,
  },
  git_path_invalid: {
    en: (p: { path: string }) =>
      `${JSON.stringify(p.path)} is not a path inside a repository. Give a relative path without "." and "..".`,
    uk: (p) => `${JSON.stringify(p.path)} не є шляхом усередині репозиторію. Вкажіть відносний шлях без «.» та «..».`,
  },
  git_revision_unknown: {
    en: (p: { name: string }) =>
      `The repository has no branch, tag or commit ${JSON.stringify(p.name)}. Was it pushed? git push origin HEAD`,
    uk: (p) =>
      `У репозиторії немає гілки, тега чи коміту ${JSON.stringify(p.name)}. Чи його надіслано? git push origin HEAD`,
  },
  git_revision_ambiguous: {
    en: (p: { name: string; candidates: readonly string[] }) =>
      `${p.name} can mean ${p.candidates.join(', ')}. Say which one.`,
    uk: (p) => `${p.name} може означати ${p.candidates.join(', ')}. Уточніть, що саме.`,
  },
  git_file_unknown: {
    en: (p: { path: string; revision: string }) => `There is no file ${p.path} in ${p.revision}.`,
    uk: (p) => `У ${p.revision} немає файлу ${p.path}.`,
  },
  git_file_not_regular: {
    en: (p: { path: string }) => `${p.path} is not a regular file. Links, folders and submodules are not read.`,
    uk: (p) => `${p.path} не є звичайним файлом. Посилання, теки й підмодулі не читаються.`,
  },
  git_file_too_large: {
    en: (p: { path: string; bytes: number; maxBytes: number }) =>
      `${p.path} has ${p.bytes} bytes; at most ${p.maxBytes} are read. Make it smaller.`,
    uk: (p) => `${p.path} має ${p.bytes} байтів, а читається щонайбільше ${p.maxBytes}. Зменште файл.`,
  },
  git_histories_unrelated: {
    en: (p: { base: string; revision: string }) =>
      `${p.revision} and ${p.base} share no history, so there is nothing to merge on. Start the branch anew from a commit of the other.`,
    uk: (p) =>
      `${p.revision} і ${p.base} не мають спільної історії, тож злити їх неможливо. Почніть гілку наново від коміту іншої.`,
  },
  git_repository_exists: {
    en: () => 'There is already a repository here. Use it, or choose another name.',
    uk: () => 'Тут уже є репозиторій. Скористайтеся ним або виберіть іншу назву.',
  },
  git_source_invalid: {
    en: (p: { source: string }) =>
      `${p.source} cannot be imported. Give an http(s) URL of a repository, or the absolute path of one on the server.`,
    uk: (p) =>
      `${p.source} неможливо імпортувати. Вкажіть http(s)-адресу репозиторію або абсолютний шлях до нього на сервері.`,
  },
  git_source_protocol_refused: {
    en: (p: { protocol: string; allowed: string }) =>
      `Repositories are not imported over ${p.protocol}. Allowed here: ${p.allowed}.`,
    uk: (p) => `Імпорт репозиторіїв через ${p.protocol} не дозволено. Тут дозволено: ${p.allowed}.`,
  },
  git_source_path_refused: {
    en: (p: { source: string }) =>
      `${p.source} is no git repository, is not there, or is not below a folder that repositories may be imported from (SLUICE_IMPORT_PATHS, set by the operator).`,
    uk: (p) =>
      `${p.source} не є репозиторієм git, не існує або лежить поза теками, з яких дозволено імпорт (SLUICE_IMPORT_PATHS, визначає оператор).`,
  },
  git_source_private: {
    en: (p: { host: string }) =>
      `${p.host} is an address in a private network, and imports from there are switched off. The operator of this server can allow them.`,
    uk: (p) =>
      `${p.host} — адреса приватної мережі, а імпорт звідти вимкнено. Дозволити його може оператор цього сервера.`,
  },
  git_source_unreachable: {
    en: (p: { source: string; reason: string }) =>
      `${p.source} could not be imported: ${p.reason}. Check the address and the access, then try again.`,
    uk: (p) => `Не вдалося імпортувати ${p.source}: ${p.reason}. Перевірте адресу й доступ і спробуйте ще раз.`,
  },
  git_push_too_large: {
    en: (p: { megabytes: number }) =>
      `The push is larger than ${p.megabytes} MB and was stopped; nothing was changed. Push in smaller parts, or keep big files out of the repository.`,
    uk: (p) =>
      `Надіслане перевищує ${p.megabytes} МБ, тому його зупинено; нічого не змінено. Надсилайте меншими частинами або не тримайте великих файлів у репозиторії.`,
  },
  git_request_malformed: {
    en: () => 'This is not a request that git makes. Use git clone, git fetch or git push with this address.',
    uk: () => 'Такого запиту git не надсилає. Скористайтеся з цією адресою git clone, git fetch або git push.',
  },
  git_dumb_protocol: {
    en: () => 'Only the smart HTTP protocol is served here. Update git, and unset GIT_SMART_HTTP if it is set.',
    uk: () => 'Тут працює лише «розумний» HTTP-протокол git. Оновіть git і приберіть GIT_SMART_HTTP, якщо його задано.',
  },
  git_too_slow: {
    en: (p: { seconds: number }) => `Nothing was received for ${p.seconds} s, so the transfer was stopped. Try again.`,
    uk: (p) => `Протягом ${p.seconds} с не надійшло жодних даних, тож передачу зупинено. Спробуйте ще раз.`,
  },
  git_server_fault: {
    en: () => 'A fault of the server kept it from answering; its log tells which. Try again, or tell its operator.',
    uk: () =>
      'Серверу завадила відповісти внутрішня помилка, подробиці в його журналі. Спробуйте ще раз або повідомте оператора.',
  },
  git_ref_not_pushable: {
    en: (p: { ref: string }) => `${p.ref} cannot be pushed: only branches and tags can.`,
    uk: (p) => `${p.ref} надіслати не можна: приймаються лише гілки й теги.`,
  },
});

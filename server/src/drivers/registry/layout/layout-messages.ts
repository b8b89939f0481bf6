import { defineMessages } from '../../../lib/message.ts';

export const layoutMessages = defineMessages({
  registry_name_invalid: {
    en: (p: { repository: string }) =>
      `"${p.repository}" does not name a repository. It is written project/app, in lower-case letters, digits and dashes.`,
    uk: (p) =>
      `«${p.repository}» не є назвою репозиторію. Правильно: проєкт/застосунок, малими латинськими літерами, цифрами й дефісами.`,
  },
  registry_digest_invalid: {
    en: (p: { digest: string }) =>
      `"${p.digest}" is not a digest. A digest is sha256: followed by 64 hexadecimal digits.`,
    uk: (p) => `«${p.digest}» не є дайджестом. Дайджест складається з sha256: та 64 шістнадцяткових цифр.`,
  },
  registry_content_missing: {
    en: (p: { repository: string; digest: string }) =>
      `The content of ${p.repository} ${p.digest} is not in the registry. Push its commit again, and it will be made again.`,
    uk: (p) =>
      `Вмісту ${p.repository} ${p.digest} немає в реєстрі. Надішліть його коміт ще раз, і вміст буде створено знову.`,
  },
  registry_content_damaged: {
    en: (p: { repository: string; digest: string }) =>
      `The content of ${p.repository} ${p.digest} is damaged on disk, so it will not be used. Making the artifact again from its commit repairs it.`,
    uk: (p) =>
      `Вміст ${p.repository} ${p.digest} пошкоджено на диску, тому його не буде використано. Повторне створення артефакту з коміту виправить це.`,
  },
  registry_index_damaged: {
    en: (p: { file: string }) =>
      `${p.file} is not a readable OCI index. Put it back from a backup; the content beside it is untouched.`,
    uk: (p) => `${p.file} не читається як індекс OCI. Відновіть його з резервної копії; вміст поруч не змінено.`,
  },
  registry_busy: {
    en: (p: { repository: string }) =>
      `The registry of ${p.repository} is being written by a process that does not move on. If this stays, look for a stopped Sluice server.`,
    uk: (p) =>
      `До реєстру ${p.repository} зараз пише процес, який не просувається. Якщо це триває, пошукайте зупинений сервер Sluice.`,
  },
  registry_disk_full: {
    en: (p: { directory: string }) =>
      `The disk that holds ${p.directory} is full. Nothing was stored by half. Free some space; the work continues by itself.`,
    uk: (p) =>
      `На диску з каталогом ${p.directory} немає місця. Нічого не збережено наполовину. Звільніть місце, і робота продовжиться сама.`,
  },
});

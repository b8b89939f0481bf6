import { defineMessages } from '../lib/message.ts';

export const artifactMessages = defineMessages({
  artifact_not_found: {
    en: (p: { app: string; address: string; suggestion: string | null }) =>
      `There is no artifact "${p.address}" of ${p.app}.${p.suggestion === null ? ` See: sluice artifacts ${p.app}` : ` Did you mean ${p.suggestion}?`}`,
    uk: (p) =>
      `Артефакту «${p.address}» застосунку ${p.app} немає.${p.suggestion === null ? ` Дивіться: sluice artifacts ${p.app}` : ` Можливо, ${p.suggestion}?`}`,
  },
  artifact_cleared: {
    en: (p: { app: string; version: string }) =>
      `${p.app} ${p.version} is cleared: Sluice may promote it by itself again.`,
    uk: (p) => `${p.app} ${p.version}: позначку знято, Sluice знову може просувати її сам.`,
  },
  artifact_not_withdrawn: {
    en: (p: { app: string; version: string }) => `${p.app} ${p.version} is not marked as bad; nothing to clear.`,
    uk: (p) => `${p.app} ${p.version} не позначено як негідну; знімати нічого.`,
  },
  artifact_ambiguous: {
    en: (p: { app: string; address: string; candidates: readonly string[] }) =>
      `"${p.address}" fits more than one artifact of ${p.app}: ${p.candidates.join(', ')}. Write more of it.`,
    uk: (p) => `«${p.address}» підходить кільком артефактам ${p.app}: ${p.candidates.join(', ')}. Уточніть адресу.`,
  },
  build_not_found: {
    en: (p: { app: string; id: string }) => `There is no build ${p.id} of ${p.app}. See: sluice builds ${p.app}`,
    uk: (p) => `Збирання ${p.id} застосунку ${p.app} немає. Дивіться: sluice builds ${p.app}`,
  },
  build_unsupported_content: {
    en: (p: { submodules: readonly string[]; lfs: readonly string[] }) =>
      [
        p.submodules.length === 0
          ? ''
          : `Submodules are not part of the commit's content: ${p.submodules.join(', ')}. Commit their files instead.`,
        p.lfs.length === 0
          ? ''
          : `Git LFS pointers have no content here: ${p.lfs.join(', ')}. Commit the files themselves.`,
      ]
        .filter((sentence) => sentence !== '')
        .join(' '),
    uk: (p) =>
      [
        p.submodules.length === 0
          ? ''
          : `Підмодулі не входять до вмісту коміту: ${p.submodules.join(', ')}. Закомітьте самі файли.`,
        p.lfs.length === 0 ? '' : `Вказівники Git LFS не мають тут вмісту: ${p.lfs.join(', ')}. Закомітьте самі файли.`,
      ]
        .filter((sentence) => sentence !== '')
        .join(' '),
  },
  build_gave_up: {
    en: (p: { problem: string; attempts: number }) =>
      `the build broke ${p.attempts} times, last: ${p.problem} Push again, or see the server's log.`,
    uk: (p) =>
      `${p.attempts} невдалих спроб зібрати, остання: ${p.problem} Відправте зміни ще раз або дивіться журнал сервера.`,
  },
  build_succeeded: {
    en: (p: { version: string }) => `built as ${p.version}`,
    uk: (p) => `зібрано як ${p.version}`,
  },
  build_reused: {
    en: (p: { version: string }) => `the same content as ${p.version}; nothing was built`,
    uk: (p) => `той самий вміст, що й ${p.version}; збирати не потрібно`,
  },
  build_content_pruned: {
    en: (p: { version: string }) => `The content of ${p.version} was just given up as not needed; it is made again.`,
    uk: (p) => `Вміст ${p.version} щойно прибрано як непотрібний; його буде створено знову.`,
  },
  artifact_pruned: {
    en: (p: { version: string }) =>
      `${p.version} is known, but its content was given up: nothing had needed it for long. Push its commit again, and it is made again.`,
    uk: (p) =>
      `${p.version} відома, але її вміст прибрано: він довго нікому не був потрібен. Надішліть її коміт ще раз, і вміст буде створено знову.`,
  },
});

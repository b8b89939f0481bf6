import { defineMessages } from '../../lib/message.ts';

export const registerMessages = defineMessages({
  artifact_registered: {
    en: (p: { app: string; version: string; environments: readonly string[] }) =>
      `${p.app} ${p.version} is known here${p.environments.length === 0 ? '; it enters no environment by itself.' : ` and enters ${p.environments.join(', ')}.`}`,
    uk: (p) =>
      `${p.app} ${p.version} тепер відома${p.environments.length === 0 ? '; сама вона нікуди не потрапляє.' : ` і потрапляє до ${p.environments.join(', ')}.`}`,
  },
  artifact_known: {
    en: (p: { app: string; version: string }) => `${p.app} ${p.version} was known here already. Nothing has changed.`,
    uk: (p) => `${p.app} ${p.version} вже була відома. Нічого не змінилося.`,
  },
  artifact_digest_taken: {
    en: (p: { digest: string; version: string; wanted: string }) =>
      `${p.digest} is known as ${p.version}, and content keeps its version. Register it as ${p.version}, or build content of its own for ${p.wanted}.`,
    uk: (p) =>
      `${p.digest} вже відомий як ${p.version}, а вміст зберігає свою версію. Зареєструйте його як ${p.version} або зберіть для ${p.wanted} власний вміст.`,
  },
  artifact_version_taken: {
    en: (p: { version: string; digest: string }) =>
      `Version ${p.version} is ${p.digest} already, and a version means one content for ever. Choose another version.`,
    uk: (p) => `Версія ${p.version} — це вже ${p.digest}, а версія назавжди означає один вміст. Виберіть іншу версію.`,
  },
  artifact_image_differs: {
    en: (p: { version: string; image: string }) =>
      `${p.version} lies at ${p.image}. What was registered does not change: register it with that image, or without one.`,
    uk: (p) =>
      `${p.version} лежить за адресою ${p.image}. Зареєстроване не змінюється: вкажіть той самий образ або жодного.`,
  },
  artifact_provenance_differs: {
    en: (p: { version: string }) =>
      `Other provenance is known of ${p.version}. What was registered does not change: leave it out, or register new content.`,
    uk: (p) =>
      `Для ${p.version} вже відоме інше походження. Зареєстроване не змінюється: не вказуйте його або зареєструйте новий вміст.`,
  },
});

import { defineMessages } from '../lib/message.ts';

export const groupMessages = defineMessages({
  group_not_found: {
    en: (p: { name: string; suggestion: string | null }) =>
      `There is no group ${p.name}.${p.suggestion === null ? ' See: sluice groups' : ` Did you mean ${p.suggestion}?`}`,
    uk: (p) =>
      `Групи ${p.name} немає.${p.suggestion === null ? ' Перелік: sluice groups' : ` Можливо, ${p.suggestion}?`}`,
  },
  group_in_use: {
    en: (p: { name: string; users: readonly string[] }) =>
      `The group ${p.name} is still named by ${p.users.join(', ')}. Take it out there first.`,
    uk: (p) => `Групу ${p.name} ще називають: ${p.users.join(', ')}. Спершу приберіть її звідти.`,
  },
  group_deleted: {
    en: (p: { name: string }) => `The group ${p.name} is deleted. Its members keep what they hold by themselves.`,
    uk: (p) => `Групу ${p.name} видалено. Її учасники зберігають усе, що мають самі.`,
  },
});

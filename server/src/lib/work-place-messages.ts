import { defineMessages } from './message.ts';

export const workPlaceMessages = defineMessages({
  work_place_unsafe: {
    en: (p: { directory: string }) =>
      `${p.directory} belongs to another user or others may write to it, so Sluice will not run apps or builds there. Remove it, or put the data directory where other users may enter.`,
    uk: (p) =>
      `${p.directory} належить іншому користувачеві або відкрита для запису, тож Sluice не запускатиме там ні застосунків, ні збірок. Вилучіть її або розмістіть каталог даних там, куди можуть зайти інші користувачі.`,
  },
});

import { defineMessages } from '../lib/message.ts';

export const changeMessages = defineMessages({
  change_not_found: {
    en: (p: { id: string }) => `There is no change ${p.id}. A promotion tells its change: sluice watch PROMOTION`,
    uk: (p) => `Зміни ${p.id} немає. Яка зміна належить просуванню, покаже: sluice watch PROMOTION`,
  },
  change_diff_cut: {
    en: () => '… The diff is longer; the rest is in the repository.',
    uk: () => '… Різниця довша; решту дивіться в репозиторії.',
  },
});

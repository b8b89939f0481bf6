import { defineMessages } from '../../lib/message.ts';

const list = (names: readonly string[]) => names.join(', ');

export const bulkMessages = defineMessages({
  bulk_starts: { en: () => 'goes now', uk: () => 'прямує зараз' },
  bulk_waits: {
    en: (p: { gates: readonly string[]; because: string }) => `waits for ${list(p.gates)}: ${p.because}`,
    uk: (p) => `чекає на ${list(p.gates)}: ${p.because}`,
  },
  bulk_joins: {
    en: (p: { id: string; by: string }) => `is on its way already (${p.id}, by ${p.by})`,
    uk: (p) => `уже прямує (${p.id}, ${p.by})`,
  },
  bulk_queues: {
    en: (p: { ahead: string }) => `waits its turn behind ${p.ahead}`,
    uk: (p) => `чекає своєї черги після ${p.ahead}`,
  },
  bulk_busy: {
    en: (p: { ahead: string; version: string }) =>
      `${p.version} is on its way there (${p.ahead}); with --queue it waits behind that, with --supersede it takes its place`,
    uk: (p) => `туди вже прямує ${p.version} (${p.ahead}); з --queue стане в чергу, з --supersede замінить`,
  },
  bulk_unchanged: { en: () => 'is there already', uk: () => 'уже там' },
  bulk_nothing_before: {
    en: (p: { before: string }) => `nothing of it is healthy in ${p.before} yet`,
    uk: (p) => `у ${p.before} ще немає його справної версії`,
  },
  bulk_withdrawn: {
    en: (p: { by: string }) => `was withdrawn by ${p.by}; promote it by name if it is to go all the same`,
    uk: (p) => `відкликано (${p.by}); якщо має піти попри це, просуньте, назвавши її`,
  },
  bulk_broke: {
    en: (p: { problem: string }) => `something broke in Sluice itself: ${p.problem}`,
    uk: (p) => `щось зламалося в самому Sluice: ${p.problem}`,
  },
});

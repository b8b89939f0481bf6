import { defineMessages } from '../lib/message.ts';

type Sides = { from: string; to: string };

/** `shop@1.0.3` is an artifact itself; everything else is a place. */
const isArtifact = ({ from, version }: { from: string; version: string }) => from.endsWith(`@${version}`);

export const diffMessages = defineMessages({
  diff_both_empty: {
    en: (p: Sides) => `Both ${p.from} and ${p.to} are empty.`,
    uk: (p) => `І ${p.from}, і ${p.to} порожні.`,
  },
  diff_from_empty: {
    en: (p: Sides & { version: string }) => `${p.from} is empty; ${p.to} runs ${p.version}. There is nothing to bring.`,
    uk: (p) => `${p.from} порожнє; ${p.to}: ${p.version}. Переносити нічого.`,
  },
  diff_to_empty: {
    en: (p: Sides & { version: string }) =>
      isArtifact(p)
        ? `${p.to} is empty; ${p.from} would be its first.`
        : `${p.to} is empty; ${p.from} runs ${p.version}.`,
    uk: (p) =>
      isArtifact(p) ? `${p.to} порожнє; ${p.from} буде там першою.` : `${p.to} порожнє; ${p.from}: ${p.version}.`,
  },
  diff_same: {
    en: (p: Sides & { version: string }) => `${p.from} and ${p.to} are the same: ${p.version}.`,
    uk: (p) => `${p.from} і ${p.to} однакові: ${p.version}.`,
  },
  diff_same_commit: {
    en: (p: Sides) => `${p.from} and ${p.to} are two builds of the same commit.`,
    uk: (p) => `${p.from} і ${p.to} — дві збірки того самого коміту.`,
  },
  diff_ahead: {
    en: (p: Sides & { count: number }) =>
      `${p.from} is ${p.count} ${p.count === 1 ? 'commit' : 'commits'} ahead of ${p.to}.`,
    uk: (p) => `${p.from} випереджає ${p.to}; комітів: ${p.count}.`,
  },
  diff_behind: {
    en: (p: Sides & { count: number }) =>
      `${p.to} is ${p.count} ${p.count === 1 ? 'commit' : 'commits'} ahead of ${p.from}. Only a rollback makes them equal.`,
    uk: (p) => `${p.to} випереджає ${p.from}; комітів: ${p.count}. Зрівняти їх може лише відкат.`,
  },
  diff_behind_for_good: {
    en: (p: Sides & { count: number; version: string }) =>
      `${p.to} is ${p.count} ${p.count === 1 ? 'commit' : 'commits'} ahead of ${p.from} and never ran ${p.version}, so there is nothing to roll back to. Going on: sluice diff ${p.to} ${p.from}`,
    uk: (p) =>
      `${p.to} випереджає ${p.from}; комітів: ${p.count}. ${p.version} там ніколи не працювала, тож відкочувати нікуди. Навпаки: sluice diff ${p.to} ${p.from}`,
  },
  diff_diverged: {
    en: (p: Sides & { ahead: number; behind: number }) =>
      `${p.from} and ${p.to} have gone different ways: ${p.ahead} only in ${p.from}, ${p.behind} only in ${p.to}.`,
    uk: (p) => `${p.from} і ${p.to} розійшлися: комітів лише в ${p.from} — ${p.ahead}, лише в ${p.to} — ${p.behind}.`,
  },
  diff_unrelated: {
    en: (p: Sides) =>
      `${p.from} and ${p.to} have no common history, so neither can be merged into the other. Everything differs.`,
    uk: (p) => `${p.from} і ${p.to} не мають спільної історії, тож злити їх неможливо. Відрізняється все.`,
  },
  diff_unreadable: {
    en: (p: Sides & { problem: string }) => `${p.from} and ${p.to} cannot be compared: ${p.problem}`,
    uk: (p) => `${p.from} і ${p.to} не вдалося порівняти: ${p.problem}`,
  },
  diff_two_apps: {
    en: (p: { from: string; to: string }) =>
      `Only versions of one app can be compared: ${p.from} and ${p.to} are two apps.`,
    uk: (p) => `Порівняти можна лише версії одного застосунку: ${p.from} і ${p.to} — різні.`,
  },
  diff_side_invalid: {
    en: (p: { side: string }) =>
      `"${p.side}" is neither an environment nor a version. Write for example: sluice diff staging prod, or: sluice diff shop@1.1.0 shop@1.2.0`,
    uk: (p) =>
      `«${p.side}» — не оточення і не версія. Наприклад: sluice diff staging prod або sluice diff shop@1.1.0 shop@1.2.0`,
  },
});

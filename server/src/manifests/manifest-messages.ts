import { defineMessages } from '../lib/message.ts';

const suffix = (suggestion: string | null, en: string) => (suggestion === null ? '' : ` ${en} ${suggestion}?`);

export const manifestMessages = defineMessages({
  manifest_described_elsewhere: {
    en: (p: { kind: string; name: string; source: string }) =>
      `${p.kind} ${p.name} is described by the manifest source ${p.source}. Take it out of that repository first, or leave it out here.`,
    uk: (p) =>
      `${p.kind} ${p.name} описує джерело маніфестів ${p.source}. Спершу приберіть його з того репозиторію або не описуйте тут.`,
  },
  manifest_invalid: {
    en: (p: { count: number }) =>
      p.count === 1
        ? 'The manifest has an error. Nothing was applied.'
        : `The manifest has ${p.count} errors. Nothing was applied.`,
    uk: (p) =>
      p.count === 1
        ? 'У маніфесті є помилка. Нічого не застосовано.'
        : `Помилок у маніфесті: ${p.count}. Нічого не застосовано.`,
  },
  manifest_empty: {
    en: () => 'The manifest has no documents. Write at least one with apiVersion, kind, metadata and spec.',
    uk: () => 'Маніфест порожній. Потрібен хоча б один документ з apiVersion, kind, metadata і spec.',
  },
  manifest_syntax: {
    en: (p: { problem: string }) => `This is not valid YAML: ${p.problem}`,
    uk: (p) => `Це не є коректним YAML: ${p.problem}`,
  },
  manifest_unknown_kind: {
    en: (p: { kind: string; suggestion: string | null; known: readonly string[] }) =>
      `kind: "${p.kind}" is not a kind of Sluice.${p.suggestion === null ? ` Known: ${p.known.join(', ')}.` : suffix(p.suggestion, 'Did you mean')}`,
    uk: (p) =>
      `kind: «${p.kind}» — такого виду Sluice не знає.${p.suggestion === null ? ` Відомі: ${p.known.join(', ')}.` : suffix(p.suggestion, 'Можливо,')}`,
  },
  manifest_api_version: {
    en: (p: { found: string; expected: string }) => `apiVersion: "${p.found}" is not known. Write ${p.expected}.`,
    uk: (p) => `apiVersion: «${p.found}» невідома. Напишіть ${p.expected}.`,
  },
  manifest_twice: {
    en: (p: { kind: string; name: string }) => `metadata.name: ${p.kind} "${p.name}" stands in this manifest twice.`,
    uk: (p) => `metadata.name: ${p.kind} «${p.name}» записано в маніфесті двічі.`,
  },
  manifest_created: {
    en: (p: { kind: string; name: string }) => `${p.kind} ${p.name} created`,
    uk: (p) => `${p.kind} ${p.name}: створено`,
  },
  manifest_changed: {
    en: (p: { kind: string; name: string; generation: number }) =>
      `${p.kind} ${p.name} changed (generation ${p.generation})`,
    uk: (p) => `${p.kind} ${p.name}: змінено (покоління ${p.generation})`,
  },
  manifest_unchanged: {
    en: (p: { kind: string; name: string }) => `${p.kind} ${p.name} unchanged`,
    uk: (p) => `${p.kind} ${p.name}: без змін`,
  },
  manifest_deleted: {
    en: (p: { kind: string; name: string }) => `${p.kind} ${p.name} deleted`,
    uk: (p) => `${p.kind} ${p.name}: видалено`,
  },
  manifest_prune_without_set: {
    en: () =>
      'Pruning needs the name of a set, so that nothing is deleted that came from elsewhere: sluice apply -f DIR --set NAME --prune',
    uk: () => 'Щоб прибрати зайве, назвіть набір, інакше можна видалити чуже: sluice apply -f DIR --set NAME --prune',
  },
  manifest_no_generation: {
    en: (p: { kind: string; name: string; generation: number; newest: number }) =>
      `${p.kind} ${p.name} has no generation ${p.generation}. The newest is ${p.newest}.`,
    uk: (p) => `${p.kind} ${p.name}: покоління ${p.generation} немає. Найновіше: ${p.newest}.`,
  },
  manifest_not_found: {
    en: (p: { kind: string; name: string; suggestion: string | null }) =>
      `There is no ${p.kind} "${p.name}".${suffix(p.suggestion, 'Did you mean')}`,
    uk: (p) => `${p.kind} «${p.name}» не існує.${suffix(p.suggestion, 'Можливо,')}`,
  },
});

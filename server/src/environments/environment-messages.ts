import { defineMessages } from '../lib/message.ts';

const list = (names: readonly string[]) => names.join(', ');
const maybe = (suggestion: string | null, words: string, otherwise: string) =>
  suggestion === null ? ` ${otherwise}` : ` ${words} ${suggestion}?`;

export const environmentMessages = defineMessages({
  environment_nowhere: {
    en: (p: { name: string; suggestion: string | null; known: readonly string[] }) =>
      `There is no environment "${p.name}" in any pipeline here.${maybe(p.suggestion, 'Did you mean', p.known.length === 0 ? 'There is no pipeline yet.' : `There are ${list(p.known)}.`)}`,
    uk: (p) =>
      `Оточення «${p.name}» немає в жодному конвеєрі.${maybe(p.suggestion, 'Можливо,', p.known.length === 0 ? 'Конвеєрів ще немає.' : `Є: ${list(p.known)}.`)}`,
  },
  health_nothing_there: {
    en: () => 'nothing runs there any more',
    uk: () => 'там уже нічого не працює',
  },
  health_unknown: {
    en: (p: { runtime: string; problem: string }) => `runtime ${p.runtime} does not say: ${p.problem}`,
    uk: (p) => `середовище виконання ${p.runtime} не відповідає: ${p.problem}`,
  },
  health_late: {
    en: (p: { runtime: string }) => `runtime ${p.runtime} has not answered in time`,
    uk: (p) => `середовище виконання ${p.runtime} не відповіло вчасно`,
  },
  health_runtime_unknown: {
    en: (p: { runtime: string }) => `there is no runtime "${p.runtime}" on this replica`,
    uk: (p) => `на цій репліці немає середовища виконання «${p.runtime}»`,
  },
});

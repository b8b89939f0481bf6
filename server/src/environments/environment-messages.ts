import { defineMessages } from '../lib/message.ts';

export const environmentMessages = defineMessages({
  target_without_runtime: {
    en: (p: { runtime: string }) => `no runtime for ${p.runtime} here`,
    uk: (p) => `немає середовища виконання для ${p.runtime}`,
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

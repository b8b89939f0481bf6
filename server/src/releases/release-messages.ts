import { defineMessages } from '../lib/message.ts';

export const releaseMessages = defineMessages({
  release_ordered: { en: () => 'ordered', uk: () => 'замовлено' },
  release_runtime_unknown: {
    en: (p: { runtime: string; known: readonly string[] }) =>
      `There is no runtime "${p.runtime}" here. Known: ${p.known.join(', ')}. Mend the target's runtime and: sluice apply -f pipeline.yaml`,
    uk: (p) =>
      `Середовища виконання «${p.runtime}» тут немає. Відомі: ${p.known.join(', ')}. Виправте runtime цілі та виконайте: sluice apply -f pipeline.yaml`,
  },
  release_after_stop: {
    en: () => 'waits until the target has stopped',
    uk: () => 'чекає, доки ціль зупиниться',
  },
  release_gave_up: {
    en: (p: { problem: string; attempts: number }) =>
      `the deployment broke ${p.attempts} times, last: ${p.problem} What served before still does.`,
    uk: (p) =>
      `${p.attempts} невдалих спроб розгортання, остання: ${p.problem} Те, що працювало раніше, працює й далі.`,
  },
  release_overtaken: {
    en: (p: { number: number }) => `release v${p.number} was ordered before this one was ready`,
    uk: (p) => `випуск v${p.number} замовлено раніше, ніж цей став готовим`,
  },
  target_not_found: {
    en: (p: { name: string; environment: string; known: readonly string[] }) =>
      `There is no target "${p.name}" in ${p.environment}. It has ${p.known.join(', ')}.`,
    uk: (p) => `Цілі «${p.name}» у ${p.environment} немає. Є: ${p.known.join(', ')}.`,
  },
});

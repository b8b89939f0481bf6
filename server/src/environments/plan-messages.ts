import { defineMessages } from '../lib/message.ts';

interface Move {
  app: string;
  version: string;
  environment: string;
}

export const planMessages = defineMessages({
  plan_starts: {
    en: (p: Move) => `${p.app} ${p.version} would go to ${p.environment} now.`,
    uk: (p) => `${p.app} ${p.version} зараз потрапила б у ${p.environment}.`,
  },
  plan_waits: {
    en: (p: Move) => `${p.app} ${p.version} would wait before ${p.environment}, until its gates are open.`,
    uk: (p) => `${p.app} ${p.version} чекала б перед ${p.environment}, доки відкриються ворота.`,
  },
  plan_busy: {
    en: (p: Move & { ahead: string }) =>
      `${p.ahead} is on its way to ${p.environment}: with --queue ${p.app} ${p.version} would wait behind it, with --supersede replace it.`,
    uk: (p) =>
      `${p.ahead} уже прямує до ${p.environment}: з --queue ${p.app} ${p.version} чекала б за ним, з --supersede замінила б його.`,
  },
  plan_unchanged: {
    en: (p: Move) => `${p.environment} runs ${p.app} ${p.version} already; nothing would be done.`,
    uk: (p) => `У ${p.environment} вже працює ${p.app} ${p.version}; робити було б нічого.`,
  },
});

import { defineMessages } from '../lib/message.ts';

/** What a visitor of an app's address reads when no app can answer. */
export const routerMessages = defineMessages({
  router_unknown_host: {
    en: (p: { host: string; baseDomain: string }) =>
      `Sluice does not answer for the host "${p.host}". Apps are at <environment>.<app>.${p.baseDomain}.`,
    uk: (p) =>
      `Sluice не відповідає за хост "${p.host}". Застосунки живуть за адресами <environment>.<app>.${p.baseDomain}.`,
  },
  router_nothing_there: {
    en: (p: { host: string; app: string; environment: string }) =>
      `Nothing runs at ${p.host}. What runs where: sluice list --app ${p.app}. Why nothing runs here: sluice why ${p.app} ${p.environment}`,
    uk: (p) =>
      `За адресою ${p.host} нічого не працює. Що де працює: sluice list --app ${p.app}. Чому тут порожньо: sluice why ${p.app} ${p.environment}`,
  },
  router_not_an_address: {
    en: (p: { host: string; baseDomain: string }) =>
      `"${p.host}" is not the address of an app. Addresses look like <environment>.<app>.${p.baseDomain}.`,
    uk: (p) => `"${p.host}" не є адресою застосунку. Адреси мають вигляд <environment>.<app>.${p.baseDomain}.`,
  },
  router_which_target: {
    en: (p: { host: string }) => `${p.host} runs in more than one target. Choose one of these:`,
    uk: (p) => `${p.host} працює в кількох цілях. Виберіть одну з них:`,
  },
  router_these_run: {
    en: (p: { app: string }) => `${p.app} runs at:`,
    uk: (p) => `${p.app} працює за адресами:`,
  },
  router_not_answering: {
    en: (p: { host: string; version: string }) =>
      `The app behind ${p.host} (${p.version}) does not accept connections at the moment. It is being restarted; try again in a few seconds. See: sluice logs`,
    uk: (p) =>
      `Застосунок за адресою ${p.host} (${p.version}) зараз не приймає з'єднань. Він перезапускається; спробуйте за кілька секунд. Дивіться: sluice logs`,
  },
  router_broken_answer: {
    en: (p: { host: string; version: string }) =>
      `The app behind ${p.host} (${p.version}) broke off before it answered. See: sluice logs`,
    uk: (p) => `Застосунок за адресою ${p.host} (${p.version}) обірвав з'єднання, не відповівши. Дивіться: sluice logs`,
  },
  router_no_answer_in_time: {
    en: (p: { host: string; version: string; seconds: number }) =>
      `The app behind ${p.host} (${p.version}) did not answer within ${p.seconds} s.`,
    uk: (p) => `Застосунок за адресою ${p.host} (${p.version}) не відповів за ${p.seconds} с.`,
  },
  router_bad_request: {
    en: (p: { why: string }) => `This request was refused: ${p.why}.`,
    uk: (p) => `Запит відхилено: ${p.why}.`,
  },
});

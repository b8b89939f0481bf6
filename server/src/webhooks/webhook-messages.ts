import { defineMessages } from '../lib/message.ts';

const meant = {
  en: (suggestion: string | null, known: readonly string[] = []): string =>
    suggestion !== null ? ` Did you mean ${suggestion}?` : known.length === 0 ? '' : ` There are: ${known.join(', ')}.`,
  uk: (suggestion: string | null, known: readonly string[] = []): string =>
    suggestion !== null ? ` Може, ${suggestion}?` : known.length === 0 ? '' : ` Є: ${known.join(', ')}.`,
};

export const webhookMessages = defineMessages({
  webhook_not_found: {
    en: (p: { name: string; suggestion: string | null }) =>
      `There is no webhook "${p.name}".${meant.en(p.suggestion)} See: sluice webhooks`,
    uk: (p) => `Вебхука «${p.name}» немає.${meant.uk(p.suggestion)} Дивіться: sluice webhooks`,
  },
  webhook_delivery_not_found: {
    en: (p: { name: string; delivery: string }) =>
      `${p.name} has no delivery "${p.delivery}"; they are kept for 30 days. See: sluice webhook deliveries ${p.name}`,
    uk: (p) =>
      `${p.name} не має доставки «${p.delivery}»; їх зберігають 30 днів. Дивіться: sluice webhook deliveries ${p.name}`,
  },
  webhook_disabled: {
    en: (p: { name: string }) => `${p.name} is switched off and sends nothing. Apply it with enabled: true first.`,
    uk: (p) => `${p.name} вимкнено, він нічого не надсилає. Спершу застосуйте його з enabled: true.`,
  },
  webhook_fault_event: {
    en: (p: { path: string; pattern: string; suggestion: string | null }) =>
      `${p.path}: there is no event "${p.pattern}".${meant.en(p.suggestion)} The types are listed in docs/events.md.`,
    uk: (p) => `${p.path}: події «${p.pattern}» немає.${meant.uk(p.suggestion)} Типи перелічено в docs/events.md.`,
  },
  webhook_fault_app: {
    en: (p: { path: string; name: string; suggestion: string | null; known: readonly string[] }) =>
      `${p.path}: there is no app "${p.name}".${meant.en(p.suggestion, p.known)}`,
    uk: (p) => `${p.path}: застосунку «${p.name}» немає.${meant.uk(p.suggestion, p.known)}`,
  },
  webhook_fault_environment: {
    en: (p: { path: string; name: string; suggestion: string | null; known: readonly string[] }) =>
      `${p.path}: no pipeline has an environment "${p.name}".${meant.en(p.suggestion, p.known)}`,
    uk: (p) => `${p.path}: середовища «${p.name}» немає в жодному конвеєрі.${meant.uk(p.suggestion, p.known)}`,
  },
  webhook_deleted: {
    en: (p: { name: string; waiting: number }) =>
      p.waiting === 0
        ? `Webhook ${p.name} deleted.`
        : `Webhook ${p.name} deleted. Events that were still to be sent and are not sent any more: ${p.waiting}.`,
    uk: (p) =>
      p.waiting === 0
        ? `Вебхук ${p.name} видалено.`
        : `Вебхук ${p.name} видалено. Подій, які він ще мав надіслати й уже не надішле: ${p.waiting}.`,
  },
  webhook_secret_rotated: {
    en: (p: { name: string; until: string }) =>
      `${p.name} signs with a new secret. The one before signs as well until ${p.until}.`,
    uk: (p) => `${p.name} підписує новим секретом. Попередній підписує також, до ${p.until}.`,
  },
  webhook_test_sent: {
    en: (p: { name: string }) => `A test is on its way. See: sluice webhook deliveries ${p.name}`,
    uk: (p) => `Пробна подія в дорозі. Дивіться: sluice webhook deliveries ${p.name}`,
  },
  webhook_redelivering: {
    en: (p: { name: string; delivery: string }) =>
      `${p.delivery} is sent again, with the same webhook-id. See: sluice webhook deliveries ${p.name}`,
    uk: (p) =>
      `${p.delivery} надсилається ще раз, з тим самим webhook-id. Дивіться: sluice webhook deliveries ${p.name}`,
  },
  webhook_delivered: {
    en: (p: { status: number }) => `received, answered with ${p.status}`,
    uk: (p) => `отримано, відповідь ${p.status}`,
  },
  webhook_refused: {
    en: (p: { host: string; status: number }) =>
      p.status >= 300 && p.status < 400
        ? `${p.host} answered with ${p.status}; redirects are not followed, so write down the address that it leads to`
        : `${p.host} answered with ${p.status} instead of 2xx`,
    uk: (p) =>
      p.status >= 300 && p.status < 400
        ? `${p.host}: відповідь ${p.status}; за переспрямуваннями Sluice не йде, тож запишіть адресу, на яку воно веде`
        : `${p.host}: відповідь ${p.status} замість 2xx`,
  },
  webhook_never_reached: {
    en: () => 'given up without an attempt: the receiver did not answer all the time',
    uk: () => 'облишено без спроби: отримувач увесь цей час не відповідав',
  },
  webhook_waits_for_events: {
    en: () => 'waits for the next event',
    uk: () => 'чекає наступної події',
  },
  webhook_waits_for_receiver: {
    en: (p: { name: string; waiting: number }) =>
      `the receiver of ${p.name} fails, events that wait for it: ${p.waiting}`,
    uk: (p) => `отримувач ${p.name} не приймає, подій чекає на нього: ${p.waiting}`,
  },
});

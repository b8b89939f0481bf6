import type { Words } from './words.ts';

const en = {
  help: {
    webhooks: { about: 'show where events are sent to, and how that goes' },
    webhook: { about: 'see, test and look after one webhook' },
    deliveries: {
      about: 'show what was sent, the newest first, and how it was received',
      examples: ['sluice webhook deliveries ci', 'sluice webhook deliveries ci --state failed'],
      state: 'only those that are pending, delivered or failed',
      limit: 'how many at most',
    },
    redeliver: {
      about: 'send a delivery again, with the same webhook-id',
      examples: ['sluice webhook redeliver ci dlv_01j8k3'],
    },
    test: {
      about: 'send a test and say how it was received',
      examples: ['sluice webhook test ci'],
    },
    rotate: {
      about: 'sign with a new secret, shown once; the one before signs along for a day',
      examples: ['sluice webhook rotate ci'],
    },
    delete: {
      about: 'delete a webhook and the record of its deliveries',
      examples: ['sluice webhook delete ci'],
    },
  },
  columns: {
    name: 'webhook',
    url: 'to',
    events: 'events',
    state: 'state',
    waiting: 'to send',
    next: 'next try',
  },
  none: 'There are no webhooks. Write one and: sluice apply -f webhook.yaml',
  noDeliveries: (name: string) => `Nothing was sent to ${name} yet. Try: sluice webhook test ${name}`,
  standardEvents: 'as CDEvents',
  off: 'off',
  good: 'up to date',
  sending: 'sending',
  failing: 'failing',
  tried: (times: number) => `${times}×`,
  nextTry: (at: string) => `; next try ${at}`,
  states: { pending: 'pending', delivered: 'delivered', failed: 'failed' },
  received: (host: string, answered: string) => `${host}: ${answered}`,
  notReceived: (why: string, name: string) =>
    `Not received: ${why}. It is tried again by itself. See: sluice webhook deliveries ${name}`,
  notYet: (name: string) => `The test has not been sent yet. See: sluice webhook deliveries ${name}`,
};

const uk: typeof en = {
  help: {
    webhooks: { about: 'показати, куди надсилаються події та як це йде' },
    webhook: { about: 'переглянути, випробувати й налагодити один вебхук' },
    deliveries: {
      about: 'показати, що надіслано і як це прийняли, від найновішого',
      examples: ['sluice webhook deliveries ci', 'sluice webhook deliveries ci --state failed'],
      state: 'лише ті, що в стані pending, delivered чи failed',
      limit: 'скільки щонайбільше',
    },
    redeliver: {
      about: 'надіслати ще раз, з тим самим webhook-id',
      examples: ['sluice webhook redeliver ci dlv_01j8k3'],
    },
    test: {
      about: 'надіслати пробну подію і сказати, як її прийняли',
      examples: ['sluice webhook test ci'],
    },
    rotate: {
      about: 'підписувати новим секретом, який видно один раз; попередній діє ще добу',
      examples: ['sluice webhook rotate ci'],
    },
    delete: {
      about: 'видалити вебхук разом із журналом доставок',
      examples: ['sluice webhook delete ci'],
    },
  },
  columns: {
    name: 'вебхук',
    url: 'куди',
    events: 'події',
    state: 'стан',
    waiting: 'лишилося',
    next: 'спроба',
  },
  none: 'Вебхуків немає. Опишіть перший і виконайте: sluice apply -f webhook.yaml',
  noDeliveries: (name) => `На ${name} ще нічого не надсилали. Спробуйте: sluice webhook test ${name}`,
  standardEvents: 'як CDEvents',
  off: 'вимкнено',
  good: 'усе надіслано',
  sending: 'надсилає',
  failing: 'не приймає',
  tried: (times) => `${times}×`,
  nextTry: (at) => `; наступна спроба ${at}`,
  states: { pending: 'чекає', delivered: 'доставлено', failed: 'не вдалося' },
  received: (host, answered) => `${host}: ${answered}`,
  notReceived: (why, name) => `Не прийнято: ${why}. Sluice спробує ще раз. Дивіться: sluice webhook deliveries ${name}`,
  notYet: (name) => `Пробну подію ще не надіслано. Дивіться: sluice webhook deliveries ${name}`,
};

export const webhookWords: Words<typeof en> = { en, uk };

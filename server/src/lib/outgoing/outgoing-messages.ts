import { defineMessages } from '../message.ts';

export const outgoingMessages = defineMessages({
  outgoing_private: {
    en: (p: { host: string }) =>
      `${p.host} is an address in a private network or on the server itself, which this server does not call. Its operator can allow such addresses with SLUICE_PRIVATE_HOSTS=1.`,
    uk: (p) =>
      `${p.host} — адреса в приватній мережі або на самому сервері; цей сервер на такі адреси не звертається. Оператор може дозволити їх через SLUICE_PRIVATE_HOSTS=1.`,
  },
  outgoing_unknown_host: {
    en: (p: { host: string }) => `the host ${p.host} is not known to DNS`,
    uk: (p) => `хост ${p.host} невідомий у DNS`,
  },
  outgoing_no_answer: {
    en: (p: { host: string; reason: string }) => `${p.host} did not answer: ${p.reason}`,
    uk: (p) => `${p.host} не відповідає: ${p.reason}`,
  },
  outgoing_timeout: {
    en: (p: { host: string; timeoutMs: number }) => `${p.host} did not answer within ${p.timeoutMs} ms`,
    uk: (p) => `${p.host} не відповідає протягом ${p.timeoutMs} мс`,
  },
  outgoing_too_large: {
    en: (p: { host: string; maxBytes: number }) => `the answer of ${p.host} is larger than ${p.maxBytes} bytes`,
    uk: (p) => `відповідь ${p.host} більша за ${p.maxBytes} байт`,
  },
});

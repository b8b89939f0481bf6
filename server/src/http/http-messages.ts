import { defineMessages } from '../lib/message.ts';

export const httpMessages = defineMessages({
  title_bad_request: { en: () => 'The request is not right', uk: () => 'Запит складено неправильно' },
  title_unauthenticated: { en: () => 'Not signed in', uk: () => 'Потрібен вхід' },
  title_forbidden: { en: () => 'Not allowed', uk: () => 'Не дозволено' },
  title_not_found: { en: () => 'Not found', uk: () => 'Не знайдено' },
  title_conflict: { en: () => 'Not possible now', uk: () => 'Зараз неможливо' },
  title_unavailable: { en: () => 'Not available now', uk: () => 'Тимчасово недоступно' },
  title_fault: { en: () => 'A fault in Sluice', uk: () => 'Помилка в Sluice' },

  request_invalid: {
    en: (p: { first: string; more: number }) =>
      p.more === 0 ? p.first : `${p.first} And ${p.more} more, listed in "details".`,
    uk: (p) => (p.more === 0 ? p.first : `${p.first} І ще ${p.more}, див. «details».`),
  },
  body_not_json: {
    en: () => 'The body is not valid JSON. Send one JSON document in UTF-8.',
    uk: () => 'Тіло запиту не є правильним JSON. Надішліть один документ JSON у UTF-8.',
  },
  body_too_deep: {
    en: (p: { limit: number }) => `The body nests deeper than ${p.limit} levels. Send a flatter document.`,
    uk: (p) => `Вкладеність тіла запиту перевищує ${p.limit} рівнів. Надішліть простіший документ.`,
  },
  body_with_null: {
    en: () => 'A text in the body holds the character U+0000, which cannot be stored. Remove it.',
    uk: () => 'Текст у тілі запиту містить символ U+0000, який неможливо зберегти. Приберіть його.',
  },
  body_too_large: {
    en: (p: { limitBytes: number }) => `The body is larger than ${p.limitBytes} bytes. Send less at a time.`,
    uk: (p) => `Тіло запиту більше за ${p.limitBytes} байтів. Надсилайте менше за один раз.`,
  },
  body_too_slow: {
    en: (p: { seconds: number }) =>
      `The body did not arrive within ${p.seconds} s. Check the connection and try again.`,
    uk: (p) => `Тіло запиту не надійшло за ${p.seconds} с. Перевірте з'єднання і спробуйте ще раз.`,
  },
  body_wrong_type: {
    en: () => 'Commands take JSON only. Send the header "Content-Type: application/json".',
    uk: () => 'Команди приймають лише JSON. Додайте заголовок «Content-Type: application/json».',
  },
  body_encoded: {
    en: () => 'Compressed bodies are not accepted. Send the body without Content-Encoding.',
    uk: () => 'Стиснені тіла запитів не приймаються. Надішліть тіло без Content-Encoding.',
  },
  request_malformed: {
    en: () => 'The request could not be read as HTTP. Check the address, the headers and the length of the body.',
    uk: () => 'Запит не вдалося прочитати як HTTP. Перевірте адресу, заголовки й довжину тіла.',
  },
  route_not_found: {
    en: (p: { path: string }) => `There is nothing at ${p.path}. The API is described at /docs.`,
    uk: (p) => `За адресою ${p.path} нічого немає. Опис API: /docs.`,
  },
  method_not_allowed: {
    en: (p: { method: string; path: string; allowed: string }) =>
      `${p.path} does not take ${p.method}. It takes ${p.allowed}.`,
    uk: (p) => `${p.path} не приймає ${p.method}. Можна: ${p.allowed}.`,
  },
  cross_site_refused: {
    en: () =>
      'A page of another site may not give commands here. Use the Sluice page itself, the command line or a token.',
    uk: () =>
      'Сторінка іншого сайту не може віддавати тут команди. Скористайтеся сторінкою Sluice, командним рядком або токеном.',
  },
  cursor_invalid: {
    en: () => 'The cursor is not one that Sluice gave out for this list. Start again without it.',
    uk: () => 'Цього курсора Sluice для цього списку не видавав. Почніть спочатку без нього.',
  },
  precondition_failed: {
    en: (p: { current: string }) =>
      `It was changed in the meantime (it is now ${p.current}). Read it again, repeat your change on it, and send the new ETag in If-Match.`,
    uk: (p) =>
      `Тим часом це вже змінили (зараз ${p.current}). Прочитайте ще раз, повторіть свою зміну і надішліть новий ETag в If-Match.`,
  },
  idempotency_key_invalid: {
    en: () => 'Idempotency-Key must be 8 to 200 visible ASCII characters, best a fresh UUID for each command.',
    uk: () => 'Idempotency-Key: від 8 до 200 видимих символів ASCII, найкраще новий UUID для кожної команди.',
  },
  idempotency_key_reused: {
    en: () => 'This Idempotency-Key was already used for another command. Use a new key for a new command.',
    uk: () => 'Цей Idempotency-Key вже використано для іншої команди. Для нової команди візьміть новий ключ.',
  },
  idempotency_in_progress: {
    en: () => 'The same command with this Idempotency-Key is still running. Ask again in a moment with the same key.',
    uk: () => 'Та сама команда з цим Idempotency-Key ще виконується. Повторіть за мить із тим самим ключем.',
  },
  idempotency_answer_lost: {
    en: () =>
      'The command with this Idempotency-Key was carried out, but its answer was not kept. It is not repeated: look at the result instead.',
    uk: () =>
      'Команду з цим Idempotency-Key виконано, але її відповідь не збережено. Повторно вона не виконується: перегляньте результат.',
  },
  internal_fault: {
    en: (p: { faultId: string }) =>
      `Something went wrong inside Sluice. Nothing more can be said here; the log tells more under ${p.faultId}.`,
    uk: (p) => `Усередині Sluice сталася помилка. Подробиці є в журналі сервера: ${p.faultId}.`,
  },
  server_stopping: {
    en: () => 'This server is stopping. Send the request again; another one, or the restarted one, will answer.',
    uk: () => 'Цей сервер зупиняється. Повторіть запит: відповість інший або перезапущений.',
  },
});

import type { Words } from './words.ts';

const en = {
  noServer:
    'No Sluice is known here. Start one with npm start in its checkout, or say where it is: sluice login --server URL.',
  notRunning: (folder: string) => `Sluice is not running; its data is in ${folder}. Start it with npm start.`,
  unreadableToken: (path: string, server: string) =>
    `${path} is not yours to read. Ask whoever runs Sluice for a token, then: sluice login --server ${server}`,
  unreachable: {
    refused: (server: string) => `Sluice is not running: nothing answers at ${server}. Start it with npm start.`,
    'unknown-host': (server: string) =>
      `There is no host for ${server}. Check the address in --server, SLUICE_SERVER or sluice login.`,
    lost: (server: string) =>
      `The connection to ${server} was lost and did not come back. Look at the server's log, then try again.`,
    certificate: (server: string) =>
      `The certificate of ${server} is not trusted here. Name its authority in NODE_EXTRA_CA_CERTS.`,
    'not-sluice': (server: string) => `Something answers at ${server}, but it is not Sluice. Check the address.`,
  },
  fault: (stack: string) => `A fault in the sluice command itself. Please report it with what you typed:\n${stack}`,
};

const uk: typeof en = {
  noServer:
    'Не знаю, де працює Sluice. Запустіть його командою npm start або вкажіть адресу: sluice login --server URL.',
  notRunning: (folder) => `Sluice не запущено; його дані лежать у ${folder}. Запустіть його: npm start.`,
  unreadableToken: (path, server) =>
    `Файл ${path} ви читати не можете. Попросіть токен у того, хто запустив Sluice, і виконайте: sluice login --server ${server}`,
  unreachable: {
    refused: (server) => `Sluice не запущено: за адресою ${server} ніхто не відповідає. Запустіть його: npm start.`,
    'unknown-host': (server) =>
      `Хоста з адреси ${server} не існує. Перевірте --server, SLUICE_SERVER або sluice login.`,
    lost: (server) =>
      `З'єднання з ${server} обірвалося й не відновилося. Перегляньте журнал сервера і спробуйте ще раз.`,
    certificate: (server) =>
      `Цей комп'ютер не довіряє сертифікату ${server}. Вкажіть його центр сертифікації в NODE_EXTRA_CA_CERTS.`,
    'not-sluice': (server) => `За адресою ${server} відповідає щось інше, не Sluice. Перевірте адресу.`,
  },
  fault: (stack) => `Помилка в самій команді sluice. Повідомте про неї разом із тим, що ви ввели:\n${stack}`,
};

export const failureWords: Words<typeof en> = { en, uk };

import { defineMessages } from '../lib/message.ts';

export const statusMessages = defineMessages({
  not_ready_database: {
    en: () => 'The database does not answer. Requests are held back until it does.',
    uk: () => 'База даних не відповідає. Запити чекатимуть, доки вона не відповість.',
  },
  not_ready_engine: {
    en: () => 'This replica is not connected to the others yet, so it does no work. It keeps trying by itself.',
    uk: () => 'Ця репліка ще не має зв’язку з іншими, тож не працює. Вона й далі пробує з’єднатися сама.',
  },
});

import { defineMessages } from '../lib/message.ts';

export const dataDirectoryMessages = defineMessages({
  data_directory_of_another_database: {
    en: (p: { dataDir: string }) =>
      `The data directory ${p.dataDir} belongs to another database than the one that DATABASE_URL names. Start Sluice with the pair that belongs together, or with an empty data directory and an empty database.`,
    uk: (p) =>
      `Каталог даних ${p.dataDir} належить іншій базі даних, ніж вказана в DATABASE_URL. Запустіть Sluice з тією парою, що складає одне ціле, або з порожнім каталогом і порожньою базою.`,
  },
  data_directory_missing: {
    en: (p: { dataDir: string; fileName: string }) =>
      `This database has a data directory already, and ${p.dataDir} is not it (there is no ${p.fileName} in it). Set SLUICE_DATA_DIR to the directory that was used before.`,
    uk: (p) =>
      `Ця база даних уже має каталог даних, і це не ${p.dataDir} (у ньому немає файла ${p.fileName}). Вкажіть у SLUICE_DATA_DIR каталог, що використовувався раніше.`,
  },
});

import type { Words } from './words.ts';

const en = {
  help: {
    apply: {
      about: 'create or change apps, pipelines and webhooks from YAML',
      examples: [
        'sluice apply -f pipeline.yaml',
        'sluice apply -f deploy/ --dry-run',
        'cat app.yaml | sluice apply -f -',
      ],
      file: 'a file, a folder of *.yaml, or - for standard input; may be given several times',
      dryRun: 'only say what would change',
    },
    get: {
      about: 'print an app, a pipeline or a webhook as YAML; without a name, list them',
      examples: ['sluice get pipeline shop > pipeline.yaml', 'sluice get app shop -o json'],
      generation: 'an earlier version of it',
    },
    delete: {
      about: 'delete an app, a pipeline or a webhook; refused while something runs there',
      examples: ['sluice delete pipeline shop'],
    },
  },
  kinds: (word: string) => `"${word}" is neither app, pipeline nor webhook.`,
  noFile: (path: string) => `There is no file ${path}.`,
  unreadable: (path: string, why: string) => `${path} cannot be read: ${why}.`,
  noManifests: (folder: string) => `There is no *.yaml in ${folder}.`,
  dryRun: 'Nothing was changed: this was a dry run.',
  deleted: (name: string) => `Pipeline ${name} is deleted.`,
  secret: 'It signs with this secret, which is shown only now:',
  noPipelines: 'There are no pipelines yet. Write one and: sluice apply -f pipeline.yaml',
  columns: { name: 'pipeline', app: 'app', environments: 'environments', changed: 'changed' },
  ago: (age: string) => `${age} ago`,
};

const uk: typeof en = {
  help: {
    apply: {
      about: 'створити або змінити застосунки, конвеєри й вебхуки з YAML',
      examples: [
        'sluice apply -f pipeline.yaml',
        'sluice apply -f deploy/ --dry-run',
        'cat app.yaml | sluice apply -f -',
      ],
      file: 'файл, тека з *.yaml або - для стандартного вводу; можна кілька разів',
      dryRun: 'лише сказати, що зміниться',
    },
    get: {
      about: 'показати застосунок, конвеєр або вебхук як YAML; без назви – перелік',
      examples: ['sluice get pipeline shop > pipeline.yaml', 'sluice get app shop -o json'],
      generation: 'давніша версія',
    },
    delete: {
      about: 'видалити застосунок, конвеєр або вебхук; неможливо, доки там щось працює',
      examples: ['sluice delete pipeline shop'],
    },
  },
  kinds: (word) => `«${word}» – це не app, не pipeline і не webhook.`,
  noFile: (path) => `Файлу ${path} немає.`,
  unreadable: (path, why) => `Не вдалося прочитати ${path}: ${why}.`,
  noManifests: (folder) => `У теці ${folder} немає файлів *.yaml.`,
  dryRun: 'Нічого не змінено: це була лише перевірка.',
  deleted: (name) => `Конвеєр ${name} видалено.`,
  secret: 'Підписує цим секретом, який видно лише зараз:',
  noPipelines: 'Конвеєрів ще немає. Опишіть перший і виконайте: sluice apply -f pipeline.yaml',
  columns: { name: 'конвеєр', app: 'застосунок', environments: 'оточення', changed: 'змінено' },
  ago: (age) => `${age} тому`,
};

export const manifestWords: Words<typeof en> = { en, uk };

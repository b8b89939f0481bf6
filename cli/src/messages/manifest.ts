import type { Words } from './words.ts';

const en = {
  help: {
    apply: {
      about: 'create or change apps and pipelines from YAML',
      examples: [
        'sluice apply -f pipeline.yaml',
        'sluice apply -f deploy/ --dry-run',
        'cat app.yaml | sluice apply -f -',
      ],
      file: 'a file, a folder of *.yaml, or - for standard input; may be given several times',
      dryRun: 'only say what would change',
    },
    get: {
      about: 'print an app or a pipeline as YAML; without a name, list them',
      examples: ['sluice get pipeline shop > pipeline.yaml', 'sluice get app shop -o json'],
      generation: 'an earlier version of it',
    },
    delete: {
      about: 'delete an app or a pipeline; refused while something runs there',
      examples: ['sluice delete pipeline shop'],
    },
  },
  kinds: (word: string) => `"${word}" is neither app nor pipeline.`,
  noFile: (path: string) => `There is no file ${path}.`,
  unreadable: (path: string, why: string) => `${path} cannot be read: ${why}.`,
  noManifests: (folder: string) => `There is no *.yaml in ${folder}.`,
  dryRun: 'Nothing was changed: this was a dry run.',
  deleted: (kind: 'app' | 'pipeline', name: string) => `${kind === 'app' ? 'App' : 'Pipeline'} ${name} is deleted.`,
  noPipelines: 'There are no pipelines yet. Write one and: sluice apply -f pipeline.yaml',
  columns: { name: 'pipeline', app: 'app', environments: 'environments', changed: 'changed' },
  ago: (age: string) => `${age} ago`,
};

const uk: typeof en = {
  help: {
    apply: {
      about: 'створити або змінити застосунки й конвеєри з YAML',
      examples: [
        'sluice apply -f pipeline.yaml',
        'sluice apply -f deploy/ --dry-run',
        'cat app.yaml | sluice apply -f -',
      ],
      file: 'файл, тека з *.yaml або - для стандартного вводу; можна кілька разів',
      dryRun: 'лише сказати, що зміниться',
    },
    get: {
      about: 'показати застосунок або конвеєр як YAML; без назви – перелік',
      examples: ['sluice get pipeline shop > pipeline.yaml', 'sluice get app shop -o json'],
      generation: 'давніша версія',
    },
    delete: {
      about: 'видалити застосунок або конвеєр; неможливо, доки там щось працює',
      examples: ['sluice delete pipeline shop'],
    },
  },
  kinds: (word) => `«${word}» – це не app і не pipeline.`,
  noFile: (path) => `Файлу ${path} немає.`,
  unreadable: (path, why) => `Не вдалося прочитати ${path}: ${why}.`,
  noManifests: (folder) => `У теці ${folder} немає файлів *.yaml.`,
  dryRun: 'Нічого не змінено: це була лише перевірка.',
  deleted: (kind, name) => `${kind === 'app' ? 'Застосунок' : 'Конвеєр'} ${name} видалено.`,
  noPipelines: 'Конвеєрів ще немає. Опишіть перший і виконайте: sluice apply -f pipeline.yaml',
  columns: { name: 'конвеєр', app: 'застосунок', environments: 'оточення', changed: 'змінено' },
  ago: (age) => `${age} тому`,
};

export const manifestWords: Words<typeof en> = { en, uk };

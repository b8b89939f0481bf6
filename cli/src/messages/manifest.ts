import type { Words } from './words.ts';

const en = {
  help: {
    apply: {
      about: 'create or change apps, pipelines, groups, roles, freezes and more from YAML',
      examples: [
        'sluice apply -f pipeline.yaml',
        'sluice apply -f deploy/ --dry-run',
        'sluice apply -f deploy/ --set team-shop --prune',
        'cat app.yaml | sluice apply -f -',
      ],
      file: 'a file, a folder of *.yaml, or - for standard input; may be given several times',
      dryRun: 'only say what would change',
      set: 'what the documents belong to, so that --prune knows what is gone',
      prune: 'delete what came from the same set before and is not described any more',
    },
    validate: {
      about: 'check YAML without a server: exit code 2, with line and column, when something is wrong',
      examples: ['sluice validate pipeline.yaml', 'sluice validate deploy/ -o json'],
    },
    get: {
      about: 'print what was applied as YAML; without a name, list what there is',
      examples: ['sluice get pipeline shop > pipeline.yaml', 'sluice get app shop -o json'],
      generation: 'an earlier version of it',
    },
    delete: {
      about: 'delete what was applied; refused while something runs there or names it',
      examples: ['sluice delete pipeline shop'],
    },
  },
  kindsTitle: 'Kinds:',
  kinds: (word: string, known: readonly string[]) => `"${word}" is not one of ${known.join(', ')}.`,
  noFile: (path: string) => `There is no file ${path}.`,
  unreadable: (path: string, why: string) => `${path} cannot be read: ${why}.`,
  noManifests: (folder: string) => `There is no *.yaml in ${folder}.`,
  valid:
    'Whether what they name exists, and what an edit would orphan, only a server knows: sluice apply -f … --dry-run',
  noJudge: (program: string) => `Checking without a server needs the whole checkout of Sluice; there is no ${program}.`,
  dryRun: 'Nothing was changed: this was a dry run.',
  pipelineDeleted: (name: string) => `Pipeline ${name} is deleted.`,
  secret: 'It signs with this secret, which is shown only now:',
  noPipelines: 'There are no pipelines yet. Write one and: sluice apply -f pipeline.yaml',
  templates: {
    none: 'There are no pipeline templates yet. Write one (kind: PipelineTemplate) and: sluice apply -f template.yaml',
    columns: { name: 'template', parameters: 'parameters', pipelines: 'pipelines', changed: 'changed' },
  },
  columns: { name: 'pipeline', app: 'app', environments: 'environments', changed: 'changed' },
  ago: (age: string) => `${age} ago`,
};

const uk: typeof en = {
  help: {
    apply: {
      about: 'створити або змінити застосунки, конвеєри, групи, ролі, заборони й інше з YAML',
      examples: [
        'sluice apply -f pipeline.yaml',
        'sluice apply -f deploy/ --dry-run',
        'sluice apply -f deploy/ --set team-shop --prune',
        'cat app.yaml | sluice apply -f -',
      ],
      file: 'файл, тека з *.yaml або - для стандартного вводу; можна кілька разів',
      dryRun: 'лише сказати, що зміниться',
      set: 'набір, до якого належать документи: за ним --prune знає, чого вже немає',
      prune: 'видалити те, що раніше було в цьому наборі, а тепер не описане',
    },
    validate: {
      about: 'перевірити YAML без сервера: код 2 з рядком і стовпцем, якщо щось не так',
      examples: ['sluice validate pipeline.yaml', 'sluice validate deploy/ -o json'],
    },
    get: {
      about: 'показати застосоване як YAML; без назви – перелік',
      examples: ['sluice get pipeline shop > pipeline.yaml', 'sluice get app shop -o json'],
      generation: 'давніша версія',
    },
    delete: {
      about: 'видалити застосоване; неможливо, доки там щось працює або це називають',
      examples: ['sluice delete pipeline shop'],
    },
  },
  kindsTitle: 'Види:',
  kinds: (word, known) => `«${word}» – не з переліку: ${known.join(', ')}.`,
  noFile: (path) => `Файлу ${path} немає.`,
  unreadable: (path, why) => `Не вдалося прочитати ${path}: ${why}.`,
  noManifests: (folder) => `У теці ${folder} немає файлів *.yaml.`,
  valid:
    'Чи існує те, що тут названо, і чи не залишить зміна чогось без нагляду, знає лише сервер: sluice apply -f … --dry-run',
  noJudge: (program) => `Для перевірки без сервера потрібна вся тека Sluice: файлу ${program} немає.`,
  dryRun: 'Нічого не змінено: це була лише перевірка.',
  pipelineDeleted: (name) => `Конвеєр ${name} видалено.`,
  secret: 'Підписує цим секретом, який видно лише зараз:',
  noPipelines: 'Конвеєрів ще немає. Опишіть перший і виконайте: sluice apply -f pipeline.yaml',
  templates: {
    none: 'Шаблонів конвеєрів ще немає. Опишіть перший (kind: PipelineTemplate) і виконайте: sluice apply -f template.yaml',
    columns: { name: 'шаблон', parameters: 'параметри', pipelines: 'конвеєри', changed: 'змінено' },
  },
  columns: { name: 'конвеєр', app: 'застосунок', environments: 'оточення', changed: 'змінено' },
  ago: (age) => `${age} тому`,
};

export const manifestWords: Words<typeof en> = { en, uk };

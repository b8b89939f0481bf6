import type { Words } from './words.ts';

const en = {
  help: {
    app: { about: 'apps: what is delivered' },
    create: {
      about: 'create an app, with a new repository or a copy of an existing one',
      examples: ['sluice app create shop', 'sluice app create shop --repo ../shop --build "npm ci --omit=dev"'],
      repo: 'an existing repository to take over: a path or a URL',
      build: 'the command that makes an artifact of the sources',
      health: 'the path that answers when the app is ready',
      owner: 'the person or team to ask',
      description: 'one sentence for newcomers',
    },
    list: { about: 'list the apps' },
    show: { about: 'show one app' },
    signingSecret: {
      about: 'make a new secret by which requests about the app are signed; it is shown once, and the one before ends',
      examples: ['sluice app signing-secret shop'],
    },
    delete: { about: 'delete an app; refused while it runs anywhere' },
  },
  created: (name: string) => `App ${name} is created.`,
  corrected: (name: string) => `${name} has its new settings; its repository is read anew.`,
  exists: (name: string) => `App ${name} is there already.`,
  importing: 'Its repository is being taken over:',
  clone: 'Clone it and push to it:',
  signIn: 'User name: any. Password: your token.',
  deleted: (name: string) => `App ${name} is deleted.`,
  none: 'There are no apps yet. Create one: sluice app create NAME',
  columns: { name: 'app', owner: 'owner', pipeline: 'pipeline', changed: 'changed', repository: 'repository' },
  fields: {
    description: 'about',
    owner: 'owner',
    pipeline: 'pipeline',
    repository: 'repository',
    build: 'build',
    health: 'health',
    created: 'created',
  },
  ago: (age: string) => `${age} ago`,
  noPipeline: 'none yet: sluice apply -f pipeline.yaml',
  sources: 'none: the sources are the artifact',
  repositoryStates: { importing: 'being taken over', ready: 'ready', failed: 'could not be taken over' },
};

const uk: typeof en = {
  help: {
    app: { about: 'застосунки: те, що доставляємо' },
    create: {
      about: 'створити застосунок із новим репозиторієм або копією наявного',
      examples: ['sluice app create shop', 'sluice app create shop --repo ../shop --build "npm ci --omit=dev"'],
      repo: 'наявний репозиторій, який слід перенести: шлях або URL',
      build: 'команда, що робить із вихідного коду артефакт',
      health: 'шлях, який відповідає, коли застосунок готовий',
      owner: 'людина або команда, до якої звертатися',
      description: 'одне речення для новачків',
    },
    list: { about: 'перелік застосунків' },
    show: { about: 'показати застосунок' },
    signingSecret: {
      about:
        'створити новий секрет, яким підписуються запити про застосунок; його показано раз, а попередній перестає діяти',
      examples: ['sluice app signing-secret shop'],
    },
    delete: { about: 'видалити застосунок; неможливо, доки він десь працює' },
  },
  created: (name) => `Застосунок ${name} створено.`,
  corrected: (name) => `${name} має нові налаштування; репозиторій читається заново.`,
  exists: (name) => `Застосунок ${name} вже є.`,
  importing: 'Його репозиторій переноситься:',
  clone: 'Клонуйте його і надсилайте зміни:',
  signIn: "Ім'я користувача: будь-яке. Пароль: ваш токен.",
  deleted: (name) => `Застосунок ${name} видалено.`,
  none: 'Застосунків ще немає. Створіть перший: sluice app create НАЗВА',
  columns: { name: 'застосунок', owner: 'власник', pipeline: 'конвеєр', changed: 'змінено', repository: 'репозиторій' },
  fields: {
    description: 'опис',
    owner: 'власник',
    pipeline: 'конвеєр',
    repository: 'репозиторій',
    build: 'збирання',
    health: 'перевірка',
    created: 'створено',
  },
  ago: (age) => `${age} тому`,
  noPipeline: 'ще немає: sluice apply -f pipeline.yaml',
  sources: 'немає: артефактом є вихідний код',
  repositoryStates: { importing: 'переноситься', ready: 'готовий', failed: 'не вдалося перенести' },
};

export const appWords: Words<typeof en> = { en, uk };

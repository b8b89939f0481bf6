import type { Words } from './words.ts';

const en = {
  help: {
    executions: {
      about: 'journeys of versions through their pipelines, newest first',
      examples: [
        'sluice executions --pipeline shop',
        'sluice executions --state executing',
        'sluice executions --since 24h --actor ada',
      ],
      pipeline: 'only of this pipeline',
      app: 'only of this app',
      state: 'executing, finished, or a result: success, failure, error, cancelled, timeout',
      environment: 'only those that have come to this environment',
      revision: 'only of this commit, or the beginning of one',
      since: 'only those begun since: a duration like 24h, or a time',
      actor: 'only those begun by this person',
      limit: 'how many at most (default 20)',
    },
    watch: {
      about: 'see live how an execution or promotion goes; without an id, everything that moves',
      examples: ['sluice watch', 'sluice watch exe_01j8…', 'sluice watch prm_01j8…', 'sluice watch shop qa'],
      timeout: 'stop watching after this long',
    },
  },
  none: 'No executions match. One begins with every push to a branch that feeds a pipeline.',
  columns: {
    execution: 'execution',
    pipeline: 'pipeline',
    version: 'version',
    revision: 'commit',
    state: 'where it is',
    begun: 'begun',
    by: 'by',
    subject: 'subject',
  },
  ago: (age: string) => `${age} ago`,
  more: (n: number, command: string) => `The newest ${n}. More: ${command}`,
  title: (pipeline: string, version: string) => `${version} through ${pipeline}`,
  on: (branch: string) => `on ${branch}`,
};

const uk: typeof en = {
  help: {
    executions: {
      about: 'шлях версій через конвеєри, найновіші спершу',
      examples: [
        'sluice executions --pipeline shop',
        'sluice executions --state executing',
        'sluice executions --since 24h --actor ada',
      ],
      pipeline: 'лише цього конвеєра',
      app: 'лише цього застосунку',
      state: 'executing, finished або підсумок: success, failure, error, cancelled, timeout',
      environment: 'лише ті, що дійшли до цього оточення',
      revision: 'лише цього коміту (можна початок)',
      since: 'лише розпочаті відтоді: тривалість, як-от 24h, або час',
      actor: 'лише розпочаті цією людиною',
      limit: 'скільки щонайбільше (типово 20)',
    },
    watch: {
      about: 'стежити наживо за виконанням чи просуванням; без id – за всім, що рухається',
      examples: ['sluice watch', 'sluice watch exe_01j8…', 'sluice watch prm_01j8…', 'sluice watch shop qa'],
      timeout: 'скільки щонайбільше стежити',
    },
  },
  none: 'Таких виконань немає. Нове починається з кожним push у гілку, що живить конвеєр.',
  columns: {
    execution: 'виконання',
    pipeline: 'конвеєр',
    version: 'версія',
    revision: 'коміт',
    state: 'де воно',
    begun: 'почато',
    by: 'хто',
    subject: 'зміна',
  },
  ago: (age) => `${age} тому`,
  more: (n, command) => `Найновіші ${n}. Більше: ${command}`,
  title: (pipeline, version) => `${version}, конвеєр ${pipeline}`,
  on: (branch) => `у ${branch}`,
};

export const executionWords: Words<typeof en> = { en, uk };

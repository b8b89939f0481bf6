import { enPlural, ukPlural } from './words.ts';
import type { Words } from './words.ts';

const en = {
  help: {
    artifacts: {
      about: 'what has been made of an app, newest first',
      examples: ['sluice artifacts shop', 'sluice artifacts shop --ref 4f2c9e1'],
      ref: 'only this version, digest or commit (or the beginning of one)',
      limit: 'how many at most (default 20)',
    },
    artifact: { about: 'act on one artifact' },
    clear: {
      about: 'take the mark from an artifact that was found bad, so that it may be promoted by itself again',
      examples: ['sluice artifact clear shop@1.4.0 --reason "the database was down, not the app"'],
      reason: 'why it is good after all',
    },
    builds: {
      about: 'how commits of an app became artifacts, newest first',
      examples: ['sluice builds shop', 'sluice builds shop --log 4f2c9e1'],
      log: 'print what the build of this commit has printed',
    },
  },
  none: (app: string) => `Nothing has been made of ${app} yet. Push a commit to a branch that feeds its pipeline.`,
  noBuilds: (app: string) => `No commit of ${app} has been built yet. Push one to a branch that feeds its pipeline.`,
  noOutput: 'This build has printed nothing.',
  columns: {
    version: 'version',
    digest: 'digest',
    revision: 'commit',
    branch: 'branch',
    size: 'size',
    made: 'made',
    subject: 'change',
    state: 'state',
    begun: 'begun',
    note: 'note',
  },
  ago: (age: string) => `${age} ago`,
  withdrawn: (by: string) => `withdrawn by ${by}`,
  rebuilt: (versions: string) => `merged from ${versions}: not tested earlier`,
  states: {
    queued: 'queued',
    executing: 'building',
    success: 'built',
    failure: 'failed',
    error: 'error',
    timeout: 'timeout',
    cancelled: 'cancelled',
    skipped: 'skipped',
  } as Record<string, string>,
  more: (n: number) => `The newest ${n} ${enPlural(n, 'one', 'ones')}. More: --limit`,
  whichArtifact: (typed: string) => `"${typed}" is not an artifact. Like this: shop@1.4.0`,
};

const uk: typeof en = {
  help: {
    artifacts: {
      about: 'що зроблено із застосунку, найновіше спершу',
      examples: ['sluice artifacts shop', 'sluice artifacts shop --ref 4f2c9e1'],
      ref: 'лише ця версія, digest чи коміт (можна початок)',
      limit: 'скільки щонайбільше (типово 20)',
    },
    artifact: { about: 'дії з одним артефактом' },
    clear: {
      about: 'зняти позначку з артефакту, визнаного негідним, щоб його знову можна було просувати автоматично',
      examples: ['sluice artifact clear shop@1.4.0 --reason "не працювала база, а не застосунок"'],
      reason: 'чому він усе ж придатний',
    },
    builds: {
      about: 'як коміти застосунку ставали артефактами, найновіші спершу',
      examples: ['sluice builds shop', 'sluice builds shop --log 4f2c9e1'],
      log: 'показати вивід збирання цього коміту',
    },
  },
  none: (app) => `Із ${app} ще нічого не зроблено. Надішліть коміт у гілку, що живить його конвеєр.`,
  noBuilds: (app) => `Жодного коміту ${app} ще не зібрано. Надішліть коміт у гілку, що живить його конвеєр.`,
  noOutput: 'Це збирання нічого не вивело.',
  columns: {
    version: 'версія',
    digest: 'digest',
    revision: 'коміт',
    branch: 'гілка',
    size: 'розмір',
    made: 'зроблено',
    subject: 'зміна',
    state: 'стан',
    begun: 'почато',
    note: 'примітка',
  },
  ago: (age) => `${age} тому`,
  withdrawn: (by) => `відкликано (${by})`,
  rebuilt: (versions) => `злито з ${versions}: раніше не перевірялося`,
  states: {
    queued: 'у черзі',
    executing: 'збирається',
    success: 'зібрано',
    failure: 'не вдалося',
    error: 'помилка',
    timeout: 'не встигло',
    cancelled: 'скасовано',
    skipped: 'пропущено',
  },
  more: (n) => `${ukPlural(n, 'Найновіший', 'Найновіші', 'Найновіші')} ${n}. Більше: --limit`,
  whichArtifact: (typed) => `«${typed}» – це не артефакт. Наприклад: shop@1.4.0`,
};

export const artifactWords: Words<typeof en> = { en, uk };

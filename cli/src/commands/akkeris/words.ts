import type { Words } from '../../messages/words.ts';

const en = {
  about: 'as in Akkeris; see sluice help akkeris',
  help: {
    about: 'help for a command, or for those who come from Akkeris',
    examples: ['sluice help promote', 'sluice help akkeris'],
  },
  options: {
    app: 'the app of a stage: a target, or APP-ENVIRONMENT',
    stage: 'development, staging or production: an environment of that name',
    pipeline: 'the pipeline, where several have such an app or stage',
    to: 'only to these apps of the next stage, with commas or several times',
    release: 'a release of the app: v12, 12 or latest',
    required: 'true: it must be a success before anything leaves the stage',
  },
  same: 'In Sluice',
  edited: (name: string) =>
    `sluice get pipeline ${name} > ${name}.yaml, change it like that, then sluice apply -f ${name}.yaml`,
  written: (name: string) => `sluice apply -f ${name}.yaml, where ${name}.yaml is`,
  noSpot: (word: string) =>
    `No pipeline has a target or an environment called "${word}". What there is: sluice list -o wide`,
  severalSpots: (word: string, places: string) =>
    `"${word}" is in more than one place: ${places}. Say which with --pipeline, or use the spelling of Sluice.`,
  noNext: (environment: string) => `Nothing follows ${environment}, so there is nowhere to promote to.`,
  severalNext: (environment: string, choices: string) =>
    `Several environments follow ${environment}: ${choices}. Name the apps that are meant with --to.`,
  notNext: (word: string, environment: string) => `"${word}" is not in a stage that follows ${environment}.`,
  twoPlaces: 'The apps after --to are in different stages. Promote to one stage at a time.',
  noRelease: (word: string) => `"${word}" is no release. Say v12, 12 or latest.`,
  noReview:
    'There is no stage review: what a branch brings enters the environment that its pipeline says (from: { branch: … }).',
  noStage: (name: string, stage: string) => `The pipeline ${name} has no environment ${stage}.`,
  foreign: (name: string) =>
    `The pipeline ${name} is written in the words of another system. Change its own file and apply that.`,
  whichStage: 'Of which stage? Say -a APP, or -p PIPELINE -s STAGE.',
  whichApp: 'Of which app? Say -a APP, or the name of the pipeline.',
  inPlace: (app: string, place: string) => `${app} is in ${place} already.`,
  anotherPlace: (app: string, place: string) =>
    `${app} is in ${place}. Take it out there first: sluice pipelines:remove -a ${app}`,
  whichRelease: (app: string, environment: string, word: string) =>
    `${environment} has several targets. Say which release ${word} goes back to: sluice history ${app} ${environment} --target ${word}`,
  noTopic: (word: string) => `There is no page "${word}". There is akkeris, and there are the commands: sluice --help`,
  page: {
    title: 'For those who come from Akkeris',
    intro: [
      'In Akkeris every stage has apps of its own. In Sluice there is one app for one',
      'repository; a stage is an environment of its pipeline, and each app of a stage',
      'is a target there, with releases and settings of its own.',
    ],
    akkeris: 'Akkeris',
    sluice: 'Sluice',
    end: [
      'These spellings work here too and do what stands beside them. APP is a target,',
      'or APP-ENVIRONMENT for a whole environment. -t, -r and --pipeline say more;',
      'each answer ends with the spelling of Sluice.',
    ],
  },
};

const uk: typeof en = {
  about: 'як в Akkeris; див. sluice help akkeris',
  help: {
    about: 'довідка про команду або для тих, хто прийшов з Akkeris',
    examples: ['sluice help promote', 'sluice help akkeris'],
  },
  options: {
    app: 'застосунок стадії: ціль або ЗАСТОСУНОК-ОТОЧЕННЯ',
    stage: 'development, staging або production: оточення з такою назвою',
    pipeline: 'конвеєр, якщо такий застосунок чи стадія є в кількох',
    to: 'лише до цих застосунків наступної стадії, через кому або кілька разів',
    release: 'випуск застосунку: v12, 12 або latest',
    required: 'true: без успіху ніщо не залишає стадію',
  },
  same: 'У Sluice',
  edited: (name) =>
    `sluice get pipeline ${name} > ${name}.yaml, змініть його так само, тоді sluice apply -f ${name}.yaml`,
  written: (name) => `sluice apply -f ${name}.yaml, де ${name}.yaml це`,
  noSpot: (word) => `Жоден конвеєр не має цілі чи оточення з назвою «${word}». Що є: sluice list -o wide`,
  severalSpots: (word, places) =>
    `«${word}» є в кількох місцях: ${places}. Вкажіть, де саме, через --pipeline або напишіть так, як у Sluice.`,
  noNext: (environment) => `Після ${environment} нічого немає, тож просувати нікуди.`,
  severalNext: (environment, choices) =>
    `Після ${environment} йдуть кілька оточень: ${choices}. Назвіть потрібні застосунки через --to.`,
  notNext: (word, environment) => `«${word}» не належить до стадії, що йде після ${environment}.`,
  twoPlaces: 'Застосунки після --to належать до різних стадій. Просувайте до однієї стадії за раз.',
  noRelease: (word) => `«${word}» не є випуском. Вкажіть v12, 12 або latest.`,
  noReview: 'Стадії review немає: зміни з гілки потрапляють до оточення, яке вказано в конвеєрі (from: { branch: … }).',
  noStage: (name, stage) => `Конвеєр ${name} не має оточення ${stage}.`,
  foreign: (name) => `Конвеєр ${name} описано словами іншої системи. Змініть його власний файл і застосуйте.`,
  whichStage: 'Якої стадії? Вкажіть -a ЗАСТОСУНОК або -p КОНВЕЄР -s СТАДІЯ.',
  whichApp: 'Якого застосунку? Вкажіть -a ЗАСТОСУНОК або назву конвеєра.',
  inPlace: (app, place) => `${app} вже в ${place}.`,
  anotherPlace: (app, place) => `${app} вже в ${place}. Спершу заберіть звідти: sluice pipelines:remove -a ${app}`,
  whichRelease: (app, environment, word) =>
    `У ${environment} кілька цілей. Вкажіть, до якого випуску повернути ${word}: sluice history ${app} ${environment} --target ${word}`,
  noTopic: (word) => `Сторінки «${word}» немає. Є akkeris, а про команди: sluice --help`,
  page: {
    title: 'Для тих, хто прийшов з Akkeris',
    intro: [
      'В Akkeris кожна стадія має власні застосунки. У Sluice на один репозиторій',
      'припадає один застосунок; стадія – це оточення його конвеєра, а кожен',
      'застосунок стадії – ціль у ньому, з власними випусками й налаштуваннями.',
    ],
    akkeris: 'Akkeris',
    sluice: 'Sluice',
    end: [
      'Ці написання працюють і тут та роблять те, що поруч. APP – це ціль або',
      'ЗАСТОСУНОК-ОТОЧЕННЯ для всього оточення. Більше кажуть -t, -r і --pipeline;',
      'кожна відповідь закінчується написанням Sluice.',
    ],
  },
};

export const akkerisWords: Words<typeof en> = { en, uk };

/** The spellings of Akkeris, each with what does the same here. */
export const spellings: readonly (readonly [string, string])[] = [
  ['pipelines', 'get pipeline'],
  ['pipelines:create NAME', 'app create NAME'],
  ['pipelines:add NAME -a APP -s STAGE', 'apply -f NAME.yaml (a target more)'],
  ['pipelines:remove -a APP', 'apply -f NAME.yaml (a target less)'],
  ['pipelines:info NAME', 'list NAME'],
  ['pipelines:promote -a APP', 'promote NAME STAGE --from STAGE/APP'],
  ['pipelines:status [NAME] [-a APP]', 'checks NAME [STAGE]'],
  ['pipelines:status:set --required=true CONTEXT', 'apply -f NAME.yaml (requiredChecks)'],
  ['pipelines:checks NAME', 'checks NAME'],
  ['pipelines:diff -a APP', 'diff NAME STAGE NEXT'],
  ['pipelines:destroy NAME', 'delete pipeline NAME'],
  ['releases -a APP', 'history NAME STAGE --target APP'],
  ['releases:rollback [RELEASE] -a APP', 'rollback NAME STAGE --to APP/RELEASE'],
  ['hooks', 'webhooks'],
  ['audits', 'audit'],
];

import { enPlural, ukPlural } from './words.ts';
import type { Words } from './words.ts';

const en = {
  help: {
    promote: {
      about: 'move a version on: to the next environment, or to a named one',
      examples: [
        'sluice promote shop@1.4.0 qa --wait',
        'sluice promote shop qa',
        'sluice promote shop prod --dry-run',
        'sluice promote shop@1.4.0 to prod --reason "basket dates"',
        'sluice promote shop prod --target eu --target us',
        'sluice promote shop prod --from staging/eu',
        'sluice promote shop prod --from staging/eu --release v12',
        'sluice promote --all --from staging --to prod --dry-run',
      ],
      all: 'every app that has something ready, each on its own',
      to: 'the environment, where it is not said without this',
      target: 'only to this target of the environment; may be given several times',
      from: 'what serves there now, instead of a version',
      release: 'with --from: not what serves there now, but this release of it',
      reason: 'why, for those who read it later',
      dryRun: 'only say what it would do, wait for and bring',
      queue: 'wait behind what is on its way there',
      supersede: 'replace what is on its way there',
      wait: 'stay and show how it goes, until it is there or has failed',
      timeout: 'with --wait: stop waiting after this long (default 10m)',
    },
    rollback: {
      about: 'go back: to the last release that was healthy there, or to a chosen one',
      examples: [
        'sluice rollback shop prod --reason "basket totals wrong"',
        'sluice rollback shop prod --to v41',
        'sluice rollback shop@1.4.0 prod',
      ],
      to: 'the release to return to: v41, or target/v41',
    },
    approve: {
      about: 'say yes to a promotion that waits for it',
      examples: ['sluice approve prm_01j8…', 'sluice approve shop prod'],
    },
    reject: {
      about: 'say no to a promotion that waits for approval',
      examples: ['sluice reject shop prod --reason "totals are wrong"'],
    },
    stop: {
      about: 'stop what runs in an environment; a rollback starts it again',
      examples: ['sluice stop shop qa --reason "saving power"'],
    },
    retry: {
      about: 'let a promotion that failed go on at the step that failed',
      examples: ['sluice retry shop prod --wait', 'sluice retry prm_01j8…'],
    },
    resume: {
      about: 'end the pause between two waves of targets',
      examples: ['sluice resume shop prod', 'sluice resume prm_01j8…'],
    },
    cancel: {
      about: 'stop a promotion that has not finished',
      examples: ['sluice cancel prm_01j8…', 'sluice cancel shop qa'],
    },
  },
  replaces: (version: string) => `replaces ${version}`,
  first: 'the first one there',
  back: (version: string) => `back from ${version}`,
  configuration: 'new configuration',
  commitsBy: (n: number, people: string) => `${n} ${enPlural(n, 'commit', 'commits')} by ${people}`,
  more: (n: number) => `${n} more`,
  live: (environment: string, time: string) => `live in ${environment} after ${time}`,
  servesAgain: (environment: string, version: string, time: string, releases: string) =>
    `${environment} serves ${version} again after ${time}${releases}`,
  configured: (environment: string, time: string) => `${environment} runs with its new configuration after ${time}`,
  withdrawn: (version: string) =>
    `${version} is withdrawn and will not be promoted by itself. Its change is still in the branches: revert it there, or the next promotion brings it back.`,
  releaseFrom: (number: number, from: number) => ` (release v${number}, from v${from})`,
  ended: {
    partial: (version: string, environment: string) => `${version} got to a part of ${environment}`,
    failure: (version: string, environment: string) => `${version} did not get to ${environment}`,
    error: (version: string, environment: string) =>
      `${version} did not get to ${environment}: something broke on the way`,
    cancelled: (version: string, environment: string) => `${version} was stopped on its way to ${environment}`,
    timeout: (version: string, environment: string) => `${version} did not get to ${environment} in time`,
    skipped: (version: string, environment: string) => `${version} to ${environment} was skipped`,
  },
  plan: {
    steps: 'steps',
    targets: 'targets',
    wave: (number: number) => `wave ${number}`,
    optional: 'may fail',
    otherWay: 'What works',
    nothingDone: 'Nothing was changed: this was a dry run.',
  },
  all: {
    none: (from: string | null, to: string) =>
      from === null ? `No app has an environment ${to}.` : `No app has both ${from} and ${to}.`,
    unchanged: (n: number, to: string) =>
      `${n} ${enPlural(n, 'app has', 'apps have')} it in ${to} already; nothing to do there.`,
    noTarget: (from: string, to: string) =>
      `With --all only environments can be named: sluice promote --all --from ${from} --to ${to}`,
  },
  next: 'next',
  look: 'Look closer',
  follow: 'Follow it',
  read: 'Read it',
  afterwards: 'Afterwards',
  stillWaiting: (seconds: string) => `Not finished after ${seconds}. It goes on by itself.`,
  goesOn: 'It goes on by itself.',
  approved: (version: string, environment: string) => `You said yes to ${version} → ${environment}.`,
  rejected: (version: string, environment: string) => `You said no to ${version} → ${environment}.`,
  cancelled: (version: string, environment: string) => `${version} → ${environment} is being stopped.`,
  retried: (version: string, environment: string) => `${version} → ${environment} goes on where it failed.`,
  resumed: (version: string, environment: string) => `${version} → ${environment} goes on with its next wave.`,
  nothingEnded: (app: string, environment: string) => `Nothing has ever been promoted to ${environment} of ${app}.`,
  nothingWaits: (app: string, environment: string) =>
    `Nothing is on its way to ${environment} of ${app}. What is where: sluice list ${app}`,
  severalWait: (list: string) => `More than one is on its way there. Name one by its id:\n${list}`,
  reconnecting: 'The connection is gone; trying again …',
};

const uk: typeof en = {
  help: {
    promote: {
      about: 'просунути версію далі: у наступне оточення або в назване',
      examples: [
        'sluice promote shop@1.4.0 qa --wait',
        'sluice promote shop qa',
        'sluice promote shop prod --dry-run',
        'sluice promote shop@1.4.0 на prod --reason "дати в кошику"',
        'sluice promote shop prod --target eu --target us',
        'sluice promote shop prod --from staging/eu',
        'sluice promote shop prod --from staging/eu --release v12',
        'sluice promote --all --from staging --to prod --dry-run',
      ],
      all: 'усі застосунки, де є що просувати, кожен окремо',
      to: 'оточення, якщо його не сказано без цього',
      target: 'лише на цю ціль оточення; можна вказати кілька разів',
      from: 'те, що працює там зараз, замість версії',
      release: 'разом із --from: не те, що працює зараз, а цей його випуск',
      reason: 'навіщо, для тих, хто читатиме згодом',
      dryRun: 'лише сказати, що було б зроблено, на що чекатиме і що принесе',
      queue: 'стати в чергу за тим, що вже туди прямує',
      supersede: 'замінити те, що вже туди прямує',
      wait: 'чекати й показувати перебіг, доки не завершиться',
      timeout: 'разом із --wait: скільки щонайбільше чекати (типово 10m)',
    },
    rollback: {
      about: 'повернутися: до останнього справного випуску в оточенні або до вибраного',
      examples: [
        'sluice rollback shop prod --reason "неправильні суми в кошику"',
        'sluice rollback shop prod --to v41',
        'sluice rollback shop@1.4.0 prod',
      ],
      to: 'випуск, до якого повернутися: v41 або ціль/v41',
    },
    approve: {
      about: 'схвалити просування, яке на це чекає',
      examples: ['sluice approve prm_01j8…', 'sluice approve shop prod'],
    },
    reject: {
      about: 'відхилити просування, яке чекає на схвалення',
      examples: ['sluice reject shop prod --reason "суми неправильні"'],
    },
    stop: {
      about: 'зупинити те, що працює в оточенні; відкат запустить знову',
      examples: ['sluice stop shop qa --reason "заощадити ресурси"'],
    },
    retry: {
      about: 'продовжити невдале просування з кроку, що не вдався',
      examples: ['sluice retry shop prod --wait', 'sluice retry prm_01j8…'],
    },
    resume: {
      about: 'завершити паузу між двома хвилями цілей',
      examples: ['sluice resume shop prod', 'sluice resume prm_01j8…'],
    },
    cancel: {
      about: 'зупинити незавершене просування',
      examples: ['sluice cancel prm_01j8…', 'sluice cancel shop qa'],
    },
  },
  replaces: (version) => `замість ${version}`,
  first: 'перша версія там',
  back: (version) => `назад з ${version}`,
  configuration: 'нова конфігурація',
  commitsBy: (n, people) => `${n} ${ukPlural(n, 'коміт', 'коміти', 'комітів')} (${people})`,
  more: (n) => `ще ${n}`,
  live: (environment, time) => `працює в ${environment}, за ${time}`,
  servesAgain: (environment, version, time, releases) => `у ${environment} знову ${version}, за ${time}${releases}`,
  configured: (environment, time) => `${environment} працює з новою конфігурацією, за ${time}`,
  withdrawn: (version) =>
    `${version} відкликано, сама вона далі не піде. Її зміни ще в гілках: скасуйте їх там, інакше наступне просування поверне їх.`,
  releaseFrom: (number, from) => ` (випуск v${number}, з v${from})`,
  ended: {
    partial: (version, environment) => `${version} потрапила лише до частини ${environment}`,
    failure: (version, environment) => `${version} не потрапила в ${environment}`,
    error: (version, environment) => `${version} не потрапила в ${environment}: дорогою щось зламалося`,
    cancelled: (version, environment) => `${version} зупинено на шляху до ${environment}`,
    timeout: (version, environment) => `${version} не встигла потрапити в ${environment}`,
    skipped: (version, environment) => `${version} → ${environment}: пропущено`,
  },
  plan: {
    steps: 'кроки',
    targets: 'цілі',
    wave: (number) => `хвиля ${number}`,
    optional: 'може не вдатися',
    otherWay: 'Що спрацює',
    nothingDone: 'Нічого не змінено: це була лише перевірка.',
  },
  all: {
    none: (from, to) =>
      from === null ? `Жоден застосунок не має оточення ${to}.` : `Жоден застосунок не має і ${from}, і ${to}.`,
    unchanged: (n, to) =>
      `${n} ${ukPlural(n, 'застосунок', 'застосунки', 'застосунків')} без змін: у ${to} вже те саме.`,
    noTarget: (from, to) =>
      `Разом із --all можна назвати лише оточення: sluice promote --all --from ${from} --to ${to}`,
  },
  next: 'далі',
  look: 'Докладніше',
  follow: 'Стежити',
  read: 'Переглянути',
  afterwards: 'Потім',
  stillWaiting: (seconds) => `За ${seconds} не завершилося. Далі триває само.`,
  goesOn: 'Далі триває само.',
  approved: (version, environment) => `Ви схвалили ${version} → ${environment}.`,
  rejected: (version, environment) => `Ви відхилили ${version} → ${environment}.`,
  cancelled: (version, environment) => `${version} → ${environment} зупиняється.`,
  retried: (version, environment) => `${version} → ${environment}: продовжується з місця невдачі.`,
  resumed: (version, environment) => `${version} → ${environment}: починається наступна хвиля.`,
  nothingEnded: (app, environment) => `До ${environment} застосунку ${app} ще нічого не просували.`,
  nothingWaits: (app, environment) =>
    `До ${environment} застосунку ${app} нічого не прямує. Що де працює: sluice list ${app}`,
  severalWait: (list) => `Туди прямує кілька. Виберіть одне за його id:\n${list}`,
  reconnecting: "З'єднання обірвалося, пробую знову …",
};

export const promotionWords: Words<typeof en> = { en, uk };

import { enPlural, ukPlural } from './words.ts';
import type { Words } from './words.ts';

const en = {
  help: {
    list: {
      about: 'what is where: every app, every environment',
      examples: ['sluice list', 'sluice list shop', 'sluice list --env prod'],
      app: 'only this app',
      env: 'only this environment',
    },
    why: {
      about: 'why something is, or is not yet, in an environment',
      examples: ['sluice why shop prod', 'sluice why shop@1.4.0 prod'],
    },
    diff: {
      about: 'what one environment has and another has not',
      examples: ['sluice diff qa prod', 'sluice diff qa prod --app shop', 'sluice diff shop@1.3.0 shop@1.4.0'],
      app: 'only this app',
    },
  },
  app: 'app',
  states: {
    healthy: 'healthy',
    'rolling-out': 'rolling out',
    empty: 'empty',
    unhealthy: 'unhealthy',
    waiting: 'waiting',
  },
  behind: (n: number) => `${n} behind`,
  partly: (n: number, of: number) => `${n} of ${of} targets`,
  buildFailed: (revision: string) => `build of ${revision} failed`,
  locked: (by: string, reason: string) => `locked by ${by}: ${reason}`,
  none: 'Nothing is here yet. Begin with: sluice app create NAME, or sluice apply -f FILE',
  noneMatch: 'Nothing matches. Everything: sluice list',
  nothing: 'nothing',
  commits: (n: number) => `${n} ${enPlural(n, 'commit', 'commits')}`,
  diff: {
    commits: 'commits',
    missing: 'missing',
    files: 'files',
    config: 'config',
    more: (n: number) => `and ${n} more`,
    changed: (n: number) => `${n} changed`,
    onlyIn: (name: string, names: string) => `only in ${name}: ${names}`,
    different: (names: string) => `different: ${names}`,
    close: (to: string, from: string, command: string) => `To bring ${to} to ${from}: ${command}`,
    none: 'There is nothing to compare: no app is in both.',
  },
  next: 'Next',
};

const uk: typeof en = {
  help: {
    list: {
      about: 'що де працює: усі застосунки й оточення',
      examples: ['sluice list', 'sluice list shop', 'sluice list --env prod'],
      app: 'лише цей застосунок',
      env: 'лише це оточення',
    },
    why: {
      about: 'чому щось є або ще не є в оточенні',
      examples: ['sluice why shop prod', 'sluice why shop@1.4.0 prod'],
    },
    diff: {
      about: 'що є в одному оточенні, а в іншому немає',
      examples: ['sluice diff qa prod', 'sluice diff qa prod --app shop', 'sluice diff shop@1.3.0 shop@1.4.0'],
      app: 'лише цей застосунок',
    },
  },
  app: 'застосунок',
  states: {
    healthy: 'працює',
    'rolling-out': 'оновлюється',
    empty: 'порожньо',
    unhealthy: 'несправно',
    waiting: 'чекає',
  },
  behind: (n) => `відстає на ${n}`,
  partly: (n, of) => `цілей: ${n} з ${of}`,
  buildFailed: (revision) => `збірка ${revision} не вдалася`,
  locked: (by, reason) => `заблоковано (${by}): ${reason}`,
  none: 'Тут ще нічого немає. Почніть так: sluice app create НАЗВА або sluice apply -f ФАЙЛ',
  noneMatch: 'Нічого не знайдено. Усе разом: sluice list',
  nothing: 'нічого',
  commits: (n) => `${n} ${ukPlural(n, 'коміт', 'коміти', 'комітів')}`,
  diff: {
    commits: 'коміти',
    missing: 'бракує',
    files: 'файли',
    config: 'конфіг',
    more: (n) => `і ще ${n}`,
    changed: (n) => `змінено ${n}`,
    onlyIn: (name, names) => `лише в ${name}: ${names}`,
    different: (names) => `різні: ${names}`,
    close: (to, from, command) => `Щоб ${to} зрівнялося з ${from}: ${command}`,
    none: 'Порівнювати нічого: жодного застосунку немає в обох.',
  },
  next: 'Далі',
};

export const environmentWords: Words<typeof en> = { en, uk };

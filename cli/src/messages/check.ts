import type { Words } from './words.ts';

const en = {
  help: {
    checks: {
      about: 'show what outside systems say about an app, or what they still owe',
      examples: ['sluice checks shop', 'sluice checks shop@1.4.0 staging', 'sluice checks --owed --system ci'],
      owed: 'what is required and still missing',
      system: 'with --owed: of one system, the part of the context before the slash',
    },
    check: { about: 'report checks, or let one through that could not be made' },
    report: {
      about: 'say how an outside system judges a version; the same context again changes it',
      examples: [
        'sluice check report shop staging ci/integration success',
        'sluice check report shop@1.4.0 staging ci/load failure --description "p95 400 ms"',
        'sluice check report shop@4f2c9e1 ci/unit pending',
      ],
      description: 'what was found, in a few words',
      url: 'where to read more',
      propagate: 'hand it on to the forge of the app',
    },
    override: {
      about: 'answer for a check whose system broke; only error can be overridden',
      examples: ['sluice check override chk_01j8… --reason "the test runner is down, tried by hand"'],
      reason: 'why; shown next to what it lets through',
    },
  },
  columns: {
    context: 'CHECK',
    state: 'STATE',
    version: 'VERSION',
    where: 'WHERE',
    when: 'WHEN',
    note: 'NOTE',
  },
  states: { pending: 'pending', success: 'success', failure: 'failure', error: 'error' } as Record<string, string>,
  everywhere: 'everywhere',
  unsaid: 'not reported',
  overridden: (by: string, reason: string) => `let through by ${by}: ${reason}`,
  ago: (age: string) => `${age} ago`,
  none: 'Nothing has been reported.',
  nothingOwed: 'Nothing is owed.',
  needsApp: 'Of which app? Like this: sluice checks shop. What is still missing everywhere: sluice checks --owed',
  needsWords: 'Like this: sluice check report shop@1.4.0 staging ci/integration success',
  needsReason: 'Say why: the reason is shown next to what it lets through. --reason "…"',
};

const uk: typeof en = {
  help: {
    checks: {
      about: 'показати, що кажуть про застосунок зовнішні системи, або чого від них ще чекають',
      examples: ['sluice checks shop', 'sluice checks shop@1.4.0 staging', 'sluice checks --owed --system ci'],
      owed: 'що потрібно, але ще бракує',
      system: 'разом з --owed: однієї системи, частина контексту до скісної риски',
    },
    check: { about: 'повідомити про перевірки або пропустити ту, яку не вдалося виконати' },
    report: {
      about: 'сказати, як зовнішня система оцінює версію; той самий контекст знову це змінює',
      examples: [
        'sluice check report shop staging ci/integration success',
        'sluice check report shop@1.4.0 staging ci/load failure --description "p95 400 мс"',
        'sluice check report shop@4f2c9e1 ci/unit pending',
      ],
      description: 'що виявлено, кількома словами',
      url: 'де прочитати більше',
      propagate: 'передати до сховища коду застосунку',
    },
    override: {
      about: 'відповісти за перевірку, система якої зламалася; лише для error',
      examples: ['sluice check override chk_01j8… --reason "тестовий сервер не працює, перевірено вручну"'],
      reason: 'чому; це видно поруч із тим, що пропущено',
    },
  },
  columns: {
    context: 'ПЕРЕВІРКА',
    state: 'СТАН',
    version: 'ВЕРСІЯ',
    where: 'ДЕ',
    when: 'КОЛИ',
    note: 'ПРИМІТКА',
  },
  states: { pending: 'триває', success: 'успіх', failure: 'невдача', error: 'помилка' },
  everywhere: 'усюди',
  unsaid: 'не повідомлено',
  overridden: (by, reason) => `пропущено (${by}): ${reason}`,
  ago: (age) => `${age} тому`,
  none: 'Ще нічого не повідомлено.',
  nothingOwed: 'Усе повідомлено.',
  needsApp: 'Якого застосунку? Наприклад: sluice checks shop. Чого бракує всюди: sluice checks --owed',
  needsWords: 'Ось так: sluice check report shop@1.4.0 staging ci/integration success',
  needsReason: 'Скажіть чому: причину видно поруч із тим, що пропущено. --reason "…"',
};

export const checkWords: Words<typeof en> = { en, uk };

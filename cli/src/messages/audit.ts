import type { Words } from './words.ts';

const en = {
  help: {
    audit: {
      about: 'who did what, through which door and from where, newest first (for operators)',
      examples: [
        'sluice audit --actor ada --since 7d',
        'sluice audit --type token. --all-projects',
        'sluice audit export --since 2026-11-01 --until 2026-12-01 > november.ndjson',
      ],
      actor: 'only by this person or machine',
      type: 'only types that begin like this, e.g. promotion.',
      app: 'only about this app',
      env: 'only about this environment',
      door: 'only through this door: http, cli, web, git, system',
      address: 'only from this address',
      since: 'from then on: 7d, 2026-11-27 or 2026-11-27T15:00:00Z',
      until: 'before then, in the same form',
      allProjects: 'the whole installation, what belongs to no project too',
      limit: 'how many at most (default 50)',
    },
    export: {
      about: 'write all of it, oldest first, to keep or to search elsewhere',
      examples: [
        'sluice audit export > audit.ndjson',
        'sluice audit export --format csv --since 90d --all-projects > audit.csv',
      ],
      format: 'ndjson (one JSON document a line, the default) or csv',
    },
  },
  generation: (n: number, changed: string) => `generation ${n}${changed === '' ? '' : `: ${changed}`}`,
  none: 'Nothing of that kind is on record.',
  more: (n: number) => `The newest ${n}. More: --limit, up to 200, or sluice audit export`,
};

const uk: typeof en = {
  help: {
    audit: {
      about: 'хто що зробив, через які двері й звідки, найновіше спершу (для операторів)',
      examples: [
        'sluice audit --actor ada --since 7d',
        'sluice audit --type token. --all-projects',
        'sluice audit export --since 2026-11-01 --until 2026-12-01 > november.ndjson',
      ],
      actor: 'лише дії цієї людини чи машини',
      type: 'лише типи, що так починаються, напр. promotion.',
      app: 'лише про цей застосунок',
      env: 'лише про це оточення',
      door: 'лише через ці двері: http, cli, web, git, system',
      address: 'лише з цієї адреси',
      since: 'від цього часу: 7d, 2026-11-27 або 2026-11-27T15:00:00Z',
      until: 'до цього часу, у тому самому вигляді',
      allProjects: 'уся інсталяція, разом із тим, що не належить до жодного проєкту',
      limit: 'скільки щонайбільше (типово 50)',
    },
    export: {
      about: 'вивести все, найстаріше спершу, щоб зберегти чи шукати деінде',
      examples: [
        'sluice audit export > audit.ndjson',
        'sluice audit export --format csv --since 90d --all-projects > audit.csv',
      ],
      format: 'ndjson (по одному документу JSON у рядку, типово) або csv',
    },
  },
  generation: (n, changed) => `покоління ${n}${changed === '' ? '' : `: ${changed}`}`,
  none: 'Нічого такого не записано.',
  more: (n) => `Найновіших – ${n}. Більше: --limit, щонайбільше 200, або sluice audit export`,
};

export const auditWords: Words<typeof en> = { en, uk };

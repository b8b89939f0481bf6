import type { ArtifactRef, Diff, Environment, Gate, Message, Promotion, Step, Why } from '@sluice/client';

// Realistic documents, all of one afternoon: shop 1.2.0-develop.7 is on its way to prod, where 1.1.0 runs.

export function message(text: string): Message {
  return { code: 'test', params: {}, text };
}

function artifactRef(version: string, revision: string): ArtifactRef {
  return {
    id: `art_${revision}`,
    version,
    digest: `sha256:${revision.repeat(9).slice(0, 64)}`,
    revision: revision.repeat(6).slice(0, 40),
  };
}

export const newer = artifactRef('1.2.0-develop.7', '4f2c9e1');
export const before = artifactRef('1.2.0-develop.6', '81bd0a3');
export const older = artifactRef('1.1.0', '0b77d21');

export function environment(name: string, order: number, changes: Partial<Environment> = {}): Environment {
  return {
    project: 'default',
    app: 'shop',
    pipeline: 'shop',
    name,
    order,
    state: 'healthy',
    artifact: older,
    behindBy: null,
    since: '2026-11-17T15:00:00Z',
    actor: 'grace',
    targets: [
      {
        name: 'local',
        runtime: 'process',
        release: 12,
        version: '1.1.0',
        healthy: true,
        url: `http://${name}.shop.localhost:7070`,
        message: null,
      },
    ],
    promotion: null,
    failedBuild: null,
    lock: null,
    ...changes,
  };
}

export const matrix: Environment[] = [
  environment('development', 0, { artifact: newer, since: '2026-11-20T15:28:00Z', actor: 'ada' }),
  environment('qa', 1, { artifact: before, behindBy: 3, since: '2026-11-20T13:10:00Z', actor: 'ada' }),
  environment('staging', 2, {
    state: 'waiting',
    since: '2026-11-20T11:10:00Z',
    promotion: {
      id: 'prm_01j8k2',
      kind: 'promotion',
      state: 'waiting',
      result: null,
      version: before.version,
      message: message('needs check ci/integration'),
    },
  }),
  environment('prod', 3),
];

export function gate(name: string, status: Gate['status'], text: string, changes: Partial<Gate> = {}): Gate {
  return { name, status, message: message(text), since: null, changesAt: null, opensBy: null, ...changes };
}

export function step(key: string, changes: Partial<Step> = {}): Step {
  return {
    key,
    state: 'finished',
    result: 'success',
    attempt: 1,
    message: null,
    link: null,
    startedAt: '2026-11-20T15:29:58.000Z',
    finishedAt: '2026-11-20T15:29:58.100Z',
    ...changes,
  };
}

export function promotion(changes: Partial<Promotion> = {}): Promotion {
  return {
    id: 'prm_01j8k3',
    project: 'default',
    app: 'shop',
    pipeline: 'shop',
    environment: 'qa',
    kind: 'promotion',
    executionId: 'exe_01j8k0',
    artifact: newer,
    replaces: before,
    output: null,
    strategy: 'merge',
    targets: null,
    state: 'executing',
    result: null,
    message: null,
    automatic: false,
    actor: 'ada',
    door: 'cli',
    reason: null,
    steps: [
      step('merge', { message: message('develop 4f2c9e1 → qa 81bd0a3') }),
      step('artifact', {
        message: message('same content, same digest sha256:9c1e…'),
        startedAt: '2026-11-20T15:29:58.100Z',
        finishedAt: '2026-11-20T15:29:58.120Z',
      }),
      step('deploy', {
        state: 'executing',
        result: null,
        message: message('local: starting, waiting for GET /healthz'),
        startedAt: '2026-11-20T15:29:58.600Z',
        finishedAt: null,
      }),
      step('verify', { state: 'pending', result: null, startedAt: null, finishedAt: null }),
    ],
    gates: [gate('order', 'open', 'healthy in development for 12 min')],
    change: null,
    call: null,
    releases: [],
    next: 'sluice promote shop staging',
    createdAt: '2026-11-20T15:29:57.900Z',
    startedAt: '2026-11-20T15:29:57.900Z',
    finishedAt: null,
    ...changes,
  };
}

export function finished(changes: Partial<Promotion> = {}): Promotion {
  const started = promotion();
  return promotion({
    state: 'finished',
    result: 'success',
    finishedAt: '2026-11-20T15:30:00.000Z',
    steps: started.steps.slice(0, 3).map((one) =>
      one.finishedAt === null
        ? {
            ...one,
            state: 'finished',
            result: 'success',
            message: message('local: healthy'),
            finishedAt: '2026-11-20T15:30:00.000Z',
          }
        : one,
    ),
    releases: [
      {
        target: 'local',
        number: 14,
        fromNumber: null,
        state: 'finished',
        result: 'success',
        url: 'http://qa.shop.localhost:7070',
        message: null,
      },
    ],
    ...changes,
  });
}

export const whyProd: Why = {
  project: 'default',
  app: 'shop',
  environment: 'prod',
  artifact: newer,
  summary: message(
    'shop 1.2.0-develop.7 is in qa and staging, not in prod (prod runs 1.1.0). It waits for 2 of 5 gates:',
  ),
  gates: [
    gate('order', 'open', 'healthy in staging since 14:02'),
    gate('lock', 'open', 'none'),
    gate('freeze', 'waiting', '"no Friday evening deploys" until Mon 23 Nov 09:00 Europe/Kyiv', {
      changesAt: '2026-11-23T07:00:00Z',
    }),
    gate('checks', 'open', 'ci/integration success'),
    gate('approvals', 'waiting', '1 of 2 (grace). Can approve: linus, role approver', {
      opensBy: 'sluice approve prm_01j8k3',
    }),
  ],
  steps: [],
  promotionId: 'prm_01j8k3',
  command: 'sluice approve prm_01j8k3',
};

export const diffStagingProd: Diff = {
  project: 'default',
  app: 'shop',
  from: { name: 'staging', artifact: newer },
  to: { name: 'prod', artifact: older },
  summary: message('staging is 2 commits ahead of prod'),
  commits: {
    total: 4,
    list: [
      {
        revision: '4f2c9e1aaaaa',
        author: 'ada',
        subject: 'Show delivery dates in the basket',
        at: '2026-11-20T14:00:00Z',
      },
      { revision: '9d0e312aaaaa', author: 'grace', subject: 'Retry payment once', at: '2026-11-20T12:00:00Z' },
    ],
  },
  missing: { total: 0, list: [] },
  files: {
    changed: 5,
    added: 120,
    removed: 31,
    list: [
      { path: 'src/basket.ts', status: 'modified', added: 80, removed: 20 },
      { path: 'src/payment.ts', status: 'modified', added: 40, removed: 11 },
    ],
  },
  configuration: { onlyFrom: ['FEATURE_DATES'], onlyTo: [], different: ['LOG_LEVEL'] },
  command: 'sluice promote shop@1.2.0-develop.7 prod',
};

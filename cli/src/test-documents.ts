import type {
  App,
  Artifact,
  ArtifactRef,
  Build,
  Change,
  Diff,
  Environment,
  Event,
  Execution,
  Gate,
  Message,
  Promotion,
  Release,
  Status,
  Step,
  Token,
  Why,
} from '@sluice/client';

// Realistic documents, all of one afternoon: shop 1.2.0-develop.7 is on its way to prod, where 1.1.0 runs.

export function message(text: string): Message {
  return { code: 'test', params: {}, text };
}

export function artifactRef(version: string, revision: string): ArtifactRef {
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
  return { name, status, message: message(text), changesAt: null, opensBy: null, ...changes };
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

export function release(number: number, changes: Partial<Release> = {}): Release {
  return {
    id: `rel_${number}`,
    number,
    project: 'default',
    app: 'shop',
    environment: 'prod',
    target: 'eu',
    artifact: older,
    promotionId: 'prm_01j8k3',
    kind: 'promotion',
    fromNumber: null,
    configurationVersion: 1,
    state: 'finished',
    result: 'success',
    message: null,
    serving: false,
    url: null,
    actor: 'grace',
    door: 'cli',
    reason: null,
    createdAt: '2026-11-17T15:00:00Z',
    finishedAt: '2026-11-17T15:00:02Z',
    stoppedAt: null,
    stoppedBy: null,
    ...changes,
  };
}

export const releases: Release[] = [
  release(43, {
    kind: 'rollback',
    fromNumber: 40,
    serving: true,
    actor: 'ada',
    reason: 'basket totals wrong',
    createdAt: '2026-11-20T15:20:00Z',
  }),
  release(42, { artifact: newer, createdAt: '2026-11-20T15:10:00Z' }),
  release(41, {
    artifact: before,
    result: 'failure',
    message: message('web ended with exit code 1 before it was ready'),
    createdAt: '2026-11-19T09:00:00Z',
  }),
  release(40, { kind: 'configuration' }),
];

export function execution(changes: Partial<Execution['status']> = {}): Execution {
  return {
    apiVersion: 'sluice.dev/v1alpha1',
    kind: 'PipelineExecution',
    metadata: {
      name: 'exe_01j8k0zv5h2m7d9c3w1x4y6b8a',
      namespace: 'default',
      creationTimestamp: '2026-11-20T15:10:00Z',
      labels: {},
    },
    spec: {
      params: [{ name: 'version', value: newer.version }],
      trigger: {
        kind: 'push',
        branch: 'develop',
        revision: newer.revision,
        actor: 'ada',
        subject: 'Show delivery dates in the basket',
        author: 'ada',
      },
      pipelineRef: { name: 'shop', namespace: 'default', generation: 3 },
    },
    status: {
      conditions: [
        {
          type: 'Succeeded',
          status: 'Unknown',
          reason: 'Running',
          message: 'It is in qa.',
          lastTransitionTime: '2026-11-20T15:10:00Z',
        },
      ],
      environments: [
        {
          name: 'development',
          order: 0,
          status: {
            type: 'Succeeded',
            message: 'Live since 15:12',
            time: '2026-11-20T15:12:00Z',
            promotionId: 'prm_01j8k1',
          },
        },
        {
          name: 'qa',
          order: 1,
          status: { type: 'Running', message: 'Deploying', time: '2026-11-20T15:29:00Z', promotionId: 'prm_01j8k3' },
        },
        { name: 'prod', order: 2, status: { type: 'Pending', message: '', time: null, promotionId: null } },
      ],
      ...changes,
    },
  };
}

export const app: App = {
  name: 'shop',
  project: 'default',
  generation: 2,
  description: 'The shop that customers see.',
  owner: 'team basket',
  links: [{ title: 'runbook', url: 'https://wiki.example.org/shop' }],
  repositoryUrl: 'http://127.0.0.1:7070/git/shop.git',
  repositoryState: 'ready',
  repositoryMessage: null,
  pipeline: 'shop',
  buildCommand: 'npm ci --omit=dev',
  healthPath: '/healthz',
  createdAt: '2026-10-20T15:00:00Z',
  updatedAt: '2026-11-20T13:00:00Z',
};

export const artifacts: Artifact[] = [
  {
    id: 'art_1',
    project: 'default',
    app: 'shop',
    version: newer.version,
    digest: newer.digest,
    sizeBytes: 34_215,
    revisions: [
      {
        revision: newer.revision,
        branch: 'develop',
        author: 'ada',
        subject: 'Show delivery dates in the basket',
        committedAt: '2026-11-20T14:00:00Z',
      },
    ],
    rebuiltFrom: [],
    withdrawn: null,
    createdAt: '2026-11-20T14:01:00Z',
  },
  {
    id: 'art_2',
    project: 'default',
    app: 'shop',
    version: before.version,
    digest: before.digest,
    sizeBytes: 812,
    revisions: [
      {
        revision: before.revision,
        branch: 'develop',
        author: 'grace',
        subject: 'Retry payment once',
        committedAt: '2026-11-19T14:00:00Z',
      },
    ],
    rebuiltFrom: [],
    withdrawn: { at: '2026-11-20T10:00:00Z', by: 'ada', reason: 'totals wrong' },
    createdAt: '2026-11-19T14:01:00Z',
  },
];

export const builds: Build[] = [
  {
    id: 'bld_2',
    app: 'shop',
    revision: newer.revision,
    branch: 'develop',
    state: 'executing',
    result: null,
    message: null,
    version: null,
    createdAt: '2026-11-20T15:29:40Z',
    finishedAt: null,
  },
  {
    id: 'bld_1',
    app: 'shop',
    revision: before.revision,
    branch: 'develop',
    state: 'finished',
    result: 'failure',
    message: message('The build command ended with exit code 1: npm ERR! missing script'),
    version: null,
    createdAt: '2026-11-20T14:29:40Z',
    finishedAt: '2026-11-20T14:29:44Z',
  },
];

export const change: Change = {
  id: 'chg_01j8k4',
  number: 7,
  project: 'default',
  app: 'shop',
  promotionId: 'prm_01j8k3',
  title: 'Promote shop 1.2.0-develop.7 to prod',
  branch: 'prod',
  baseRevision: older.revision,
  headRevision: newer.revision,
  state: 'open',
  actor: 'ada',
  approvals: [{ actor: 'grace', verdict: 'approved', reason: null, current: true, at: '2026-11-20T15:00:00Z' }],
  createdAt: '2026-11-20T14:30:00Z',
  closedAt: null,
  diff: 'diff --git a/src/basket.ts b/src/basket.ts\n--- a/src/basket.ts\n+++ b/src/basket.ts\n@@ -1,2 +1,2 @@\n-const dates = false;\n+const dates = true;\n',
};

export const events: Event[] = [
  {
    id: '101',
    at: '2026-11-20T15:29:57Z',
    type: 'promotion.started',
    project: 'default',
    subject: 'promotion/prm_01j8k3',
    labels: { app: 'shop', environment: 'qa' },
    actor: 'ada',
    door: 'cli',
    data: { version: newer.version },
  },
  {
    id: '102',
    at: '2026-11-20T15:30:00Z',
    type: 'promotion.finished',
    project: 'default',
    subject: 'promotion/prm_01j8k3',
    labels: { app: 'shop', environment: 'qa' },
    actor: 'sluice',
    door: 'system',
    data: { version: newer.version, result: 'success' },
  },
];

export const tokens: Token[] = [
  {
    id: 'tok_01j8k5zv5h2m7d9c3w1x4y6b8a',
    actor: 'ada',
    name: 'laptop',
    project: '*',
    role: 'admin',
    createdAt: '2026-10-20T15:00:00Z',
    createdBy: 'ada',
    expiresAt: '2027-01-18T15:00:00Z',
    lastUsedAt: '2026-11-20T15:28:00Z',
    revokedAt: null,
  },
];

export const status: Status = {
  version: '0.1.0',
  url: 'http://localhost:7070',
  database: { kind: 'embedded', version: '18.4' },
  dataDirectory: '.sluice',
  replicas: [
    {
      id: 'rep_01j8k0',
      name: 'calm-otter',
      host: 'laptop',
      pid: 4242,
      version: '0.1.0',
      startedAt: '2026-11-20T12:30:00Z',
      seenAt: '2026-11-20T15:29:58Z',
      me: true,
    },
    {
      id: 'rep_01j8k1',
      name: 'quiet-heron',
      host: 'laptop',
      pid: 4243,
      version: '0.1.0',
      startedAt: '2026-11-20T12:30:00Z',
      seenAt: '2026-11-20T15:29:00Z',
      me: false,
    },
  ],
  work: [
    { kind: 'promotion', due: 1, waiting: 2, running: 1, parked: 0 },
    { kind: 'build', due: 0, waiting: 0, running: 0, parked: 1 },
  ],
  apps: 3,
  promotionsUnderWay: 1,
};

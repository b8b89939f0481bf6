import type { App, Artifact, Build, Change, Event, Execution, Release, Status, Token } from '@sluice/client';
import { before, message, newer, older } from './test-documents.ts';

// What is kept and listed, of the same afternoon.

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
    origin: 'built',
    image: null,
    provenance: null,
    provenanceUrl: null,
    registeredBy: null,
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
    origin: 'built',
    image: null,
    provenance: null,
    provenanceUrl: null,
    registeredBy: null,
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
  checks: [],
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
    apps: null,
    environments: null,
    verbs: null,
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

import type { Answer } from './test-api.ts';
import { diffStagingProd, matrix, message, promotion, whyProd } from './test-documents.ts';
import { app, artifacts, builds, change, events, execution, releases, status, tokens } from './test-records.ts';

/** A server in the middle of an afternoon: an answer for every command that is looked at as a whole. */
export const answers: Readonly<Record<string, Answer>> = {
  'GET /v1/environments': { items: matrix, position: '1' },
  'GET /v1/apps/shop/environments/prod/why': whyProd,
  'GET /v1/diff': { items: [diffStagingProd] },
  'GET /v1/releases': { items: releases, nextCursor: null },
  'GET /v1/executions': { items: [execution()], nextCursor: null, position: '1' },
  'GET /v1/apps': { items: [app], nextCursor: null },
  'GET /v1/apps/shop': app,
  'GET /v1/apps/shop/artifacts': { items: artifacts, nextCursor: null },
  'GET /v1/apps/shop/builds': { items: builds, nextCursor: null },
  'GET /v1/changes/chg_01j8k4': change,
  'GET /v1/events': { items: events, position: '102', reset: false },
  'GET /v1/tokens': { items: tokens, nextCursor: null },
  'GET /v1/status': status,
  'GET /v1/whoami': {
    actor: 'ada',
    bindings: [{ project: '*', role: 'admin', apps: null, environments: null, verbs: null }],
    token: tokens[0],
  },
  'GET /v1/apps/shop/environments/qa/configuration': {
    project: 'default',
    app: 'shop',
    environment: 'qa',
    version: 3,
    entries: [
      { name: 'DATABASE_URL', secret: true, value: null },
      { name: 'LOG_LEVEL', secret: false, value: 'debug' },
    ],
  },
  'GET /v1/apps/shop/environments/qa/logs': {
    items: [
      { at: '2026-11-20T15:29:58Z', target: 'local', source: 'web', text: 'listening on 41234' },
      { at: '2026-11-20T15:29:59Z', target: 'local', source: 'web', text: 'GET /healthz 200 1 ms' },
    ],
  },
  'POST /v1/promotions': {
    outcome: 'started',
    message: message('shop 1.2.0-develop.7 is on its way to qa'),
    promotion: promotion(),
  },
  'POST /v1/promotions/prm_01j8k3/approvals': promotion({
    environment: 'prod',
    state: 'waiting',
    gates: whyProd.gates,
  }),
  'POST /v1/apply': {
    applied: [
      {
        kind: 'Pipeline',
        name: 'shop',
        project: 'default',
        outcome: 'changed',
        generation: 4,
        changes: [{ path: 'spec.environments[qa].promote.auto', before: false, after: true }],
        notices: [],
        message: message('Pipeline shop: changed (generation 4)'),
      },
    ],
  },
};

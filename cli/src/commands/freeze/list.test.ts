import { afterEach, expect, test } from 'vitest';
import type { Freeze } from '@sluice/client';
import { serveDocuments } from '../../test-api.ts';
import type { TestApi } from '../../test-api.ts';
import { sluice } from '../../test-command-line.ts';

let api: TestApi;
afterEach(() => api.stop());

const freeze: Freeze = {
  name: 'black-friday',
  project: 'default',
  generation: 1,
  apps: null,
  environments: ['prod'],
  reason: 'Black Friday',
  rrule: 'FREQ=YEARLY;BYMONTH=11;BYDAY=4FR',
  lastsMs: 345_600_000,
  timeZone: 'Europe/Kyiv',
  start: null,
  freezing: true,
  from: '2026-11-19T22:00:00Z',
  until: '2026-11-23T22:00:00Z',
  createdAt: '2026-11-01T10:00:00Z',
  updatedAt: '2026-11-01T10:00:00Z',
};
const later: Freeze = {
  ...freeze,
  name: 'stocktaking',
  apps: ['shop', 'books'],
  freezing: false,
  from: '2026-12-31T22:00:00Z',
  until: '2027-01-01T10:00:00Z',
  reason: 'stocktaking',
};
const over: Freeze = { ...freeze, name: 'once', environments: null, freezing: false, from: null, until: null };

test('freezes are told with what they hold, when, and when that opens', async () => {
  api = await serveDocuments({ 'GET /v1/freezes': { items: [freeze, later, over], nextCursor: null } });
  expect((await sluice(['freezes'], { server: api.url, columns: 120 })).out).toBe(`\
FREEZE        APPS         ENVIRONMENTS  FREEZES                OPENS             REASON
black-friday  all          prod          now, since 00:00       2026-11-24 00:00  Black Friday
stocktaking   shop, books  prod          from 2027-01-01 00:00  2027-01-01 12:00  stocktaking
once          all          all           never again                              Black Friday
`);
});

test('none is told with how to make one, and get lists them as well', async () => {
  api = await serveDocuments({ 'GET /v1/freezes': { items: [], nextCursor: null } });
  expect((await sluice(['get', 'freezes'], { server: api.url })).out).toMatch(/^There are no freezes here\./);
});

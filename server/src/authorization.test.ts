import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { mayDo, verbs } from './identity/index.ts';
import type { Binding } from './identity/index.ts';
import { workTree } from './lib/git/git-fixture.ts';
import { openTestDelivery } from './test-delivery.ts';
import type { TestDelivery } from './test-delivery.ts';
import { until } from './test-sluice.ts';

// Every route of the whole product against every role, one thing of every kind in place.
type Role = Binding['role'];
const roles: readonly Role[] = ['viewer', 'developer', 'approver', 'operator', 'admin'];
let delivery: TestDelivery;
let root: string;
/** By role: what an actor of it in the project `default` calls with. */
const tokens = new Map<Role, string>();
/** What stands for each parameter of a path: the thing that exists. */
let things: ReadonlyMap<string, string>;

const idSchema = z.object({ items: z.array(z.object({ id: z.string() })).min(1) });
const idIn = (body: unknown): string => idSchema.parse(body).items[0]?.id ?? '';
const get = async (path: string): Promise<unknown> => (await delivery.call('GET', path, root)).body;
const promotionSchema = z.object({ items: z.array(z.object({ id: z.string(), state: z.string() })).min(1) });
/** Waits for the newest promotion into the environment to be that far; answers its id. */
const promoted = (environment: string, state: string): Promise<string> =>
  until(async () => {
    const page = promotionSchema.safeParse(await get(`/v1/promotions?app=shop&environment=${environment}`));
    const newest = page.data?.items[0];
    return newest?.state === state ? newest.id : undefined;
  });

beforeAll(async () => {
  delivery = await openTestDelivery();
  root = await delivery.give('ada', 'admin', '*');
  for (const role of roles) tokens.set(role, await delivery.give(`a-${role}`, role));
  await delivery.call('POST', '/v1/apps', root, { name: 'shop' });
  await until(async () => JSON.stringify(await get('/v1/apps/shop')).includes('"ready"') || undefined);
  const manifest = `apiVersion: sluice.dev/v1alpha1
kind: Pipeline
metadata: { name: shop }
spec:
  app: shop
  environments:
    - { name: development, from: { branch: develop }, targets: [{ name: local, runtime: process }] }
    - { name: qa, promote: { by: pull-request }, targets: [{ name: local, runtime: process }] }
---
apiVersion: sluice.dev/v1alpha1
kind: Group
metadata: { name: reviewers }
spec: { members: [grace] }
---
apiVersion: sluice.dev/v1alpha1
kind: RoleBinding
metadata: { name: reviewers }
spec: { role: viewer, people: [grace] }
`;
  expect((await delivery.call('POST', '/v1/apply', root, { manifest })).status).toBe(200);
  const clone = join(delivery.dataDir, 'clone');
  await mkdir(clone);
  const work = await workTree(clone);
  await work.commit({ 'index.html': 'one' }, 'Say one');
  const address = `${delivery.url.replace('http://', `http://git:${root}@`)}/git/shop.git`;
  await work.git('push', '-q', address, 'HEAD:refs/heads/develop');
  await promoted('development', 'finished');
  await delivery.call('POST', '/v1/promotions', root, { app: 'shop', environment: 'qa' });
  const reported = { app: 'shop', environment: 'development', context: 'ci/unit', state: 'error' };
  await delivery.call('POST', '/v1/checks', root, reported);
  const webhook = `apiVersion: sluice.dev/v1alpha1
kind: Webhook
metadata: { name: receiver }
spec: { url: "http://127.0.0.1:1/", events: [webhook.tested] }
`;
  await delivery.call('POST', '/v1/apply', root, { manifest: webhook });
  const source = `apiVersion: sluice.dev/v1alpha1
kind: ManifestSource
metadata: { name: platform }
spec: { app: shop }
`;
  await delivery.call('POST', '/v1/apply', root, { manifest: source });
  await delivery.call('POST', '/v1/webhooks/receiver/test', root);
  things = new Map([
    ['webhooks', 'receiver'],
    ['manifest-sources', 'platform'],
    ['deliveries', idIn(await get('/v1/webhooks/receiver/deliveries'))],
    ['checks', idIn(await get('/v1/checks?app=shop'))],
    ['apps', 'shop'],
    ['environments', 'qa'],
    ['pipelines', 'shop'],
    [':kind', 'shop'],
    ['artifacts', '0.0.1-develop.1'],
    ['promotions', await promoted('qa', 'waiting')],
    ['executions', await firstExecution()],
    ['changes', idIn(await get('/v1/changes'))],
    ['builds', idIn(await get('/v1/apps/shop/builds'))],
    ['groups', 'reviewers'],
    ['role-bindings', 'reviewers'],
    ['tokens', idIn(await get('/v1/tokens'))],
  ]);
});
afterAll(() => delivery.stop());

async function firstExecution(): Promise<string> {
  const page = z.object({ items: z.array(z.object({ metadata: z.object({ name: z.string() }) })).min(1) });
  return page.parse(await get('/v1/executions')).items[0]?.metadata.name ?? '';
}

/** The path with something in place of every parameter: what exists, or what does not. */
function pathOf(method: string, url: string, exists: boolean): string {
  if (url === '/git/*') {
    const rest = method === 'GET' ? 'info/refs?service=git-upload-pack' : 'git-upload-pack';
    return `/git/${exists ? 'shop' : 'nothere'}.git/${rest}`;
  }
  const parts = url.split('/');
  const path = parts.map((part, index) => {
    if (!part.startsWith(':')) return part;
    if (part === ':kind') return 'pipeline';
    const before = parts[index - 1] ?? '';
    const thing = things.get(before);
    if (thing === undefined) throw new Error(`${url}: nothing stands for ${part} after ${before}`);
    return exists ? thing : nothingLike(thing);
  });
  return path.join('/') + (queries.get(url) ?? '');
}

/** Of the same form and length, so that an answer about it differs in nothing but the name. */
const nothingLike = (thing: string): string => thing.slice(0, -1) + (thing.endsWith('0') ? '1' : '0');

/** What a command needs in its body to come as far as the decision about rights. */
function bodyOf(route: string, exists: boolean): unknown {
  const app = exists ? 'shop' : nothingLike('shop');
  const bodies: Readonly<Record<string, unknown>> = {
    'POST /v1/apps': { name: 'books' },
    'POST /v1/apps/:app/signing-secret': {},
    'POST /v1/apply': {
      manifest: `apiVersion: sluice.dev/v1alpha1\nkind: App\nmetadata: { name: books }\nspec: {}\n`,
    },
    'POST /v1/promotions': { app, environment: 'qa' },
    'POST /v1/promotions/plan': { app, environment: 'qa' },
    'POST /v1/promotions/bulk': { to: exists ? 'qa' : nothingLike('qa') },
    'POST /v1/rollbacks': { app, environment: 'qa' },
    'POST /v1/promotions/:id/approvals': { verdict: 'approved' },
    'POST /v1/promotions/:id/cancel': {},
    'POST /v1/apps/:app/artifacts/:ref/clear': { reason: 'trying' },
    'POST /v1/promotions/:id/retry': {},
    'PATCH /v1/apps/:app/environments/:environment/configuration': { set: { A: '1' } },
    'POST /v1/apps/:app/environments/:environment/stop': {},
    'POST /v1/artifacts': {
      app,
      digest: `sha256:${'a'.repeat(64)}`,
      version: '7.0.0',
      revision: 'b'.repeat(40),
      branch: 'nowhere',
    },
    'POST /v1/checks': { app, environment: 'development', context: 'ci/x', state: 'success' },
    'POST /v1/checks/:id/override': { reason: 'trying' },
    'POST /v1/locks': { app, environment: 'qa', reason: 'trying' },
    'POST /v1/locks/lift': { app, environment: 'qa' },
    'POST /v1/tokens': { name: 'x', role: 'viewer' },
  };
  return bodies[route];
}

const queries = new Map([
  ['/v1/releases', '?app=shop'],
  ['/v1/checks', '?app=shop'],
  ['/v1/diff', '?from=development&to=qa'],
]);

function call(fact: { method: string; url: string }, token: string | undefined, exists: boolean) {
  const body = bodyOf(`${fact.method} ${fact.url}`, exists);
  return delivery.call(fact.method, pathOf(fact.method, fact.url, exists), token, body);
}

const guarded = () =>
  delivery.app.routeFacts.flatMap((fact) => {
    const verb = verbs.find((one) => one === fact.verb);
    return verb === undefined ? [] : [{ ...fact, verb }];
  });

test('who may not use the verb of a route is refused there, whatever it is used on; who may gets an answer', async () => {
  for (const fact of guarded()) {
    // Figures belong to the whole installation, everything else here to a project.
    const project = fact.verb === 'metrics.view' ? '*' : 'default';
    for (const role of roles) {
      const who = `${fact.method} ${fact.url} as ${role}`;
      if (mayDo([{ project: 'default', role }], fact.verb, { project })) {
        const { status } = await call(fact, tokens.get(role), false);
        expect([who, status, [200, 201, 202, 404, 409, 415].includes(status)]).toEqual([who, status, true]);
      } else {
        const { status, body } = await call(fact, tokens.get(role), true);
        expect([who, status, JSON.stringify(body)]).toEqual([who, 403, expect.stringContaining('it needs the role')]);
        const { status: other } = await call(fact, tokens.get(role), false);
        expect([who, other, [403, 404].includes(other)]).toEqual([who, other, true]);
      }
    }
  }
  expect(guarded().length).toBeGreaterThan(40);
});

test('an admin of another project cannot tell what exists here from what does not', async () => {
  const stranger = await delivery.give('linus', 'admin', 'billing');
  for (const fact of guarded()) {
    const outcome = async (exists: boolean): Promise<string> => {
      const { status, body } = await call(fact, stranger, exists);
      let text = `${status} ${JSON.stringify(body)}`;
      // The longest first: a short name may stand inside an id by chance.
      const named = [...things.values()].toSorted((one, other) => other.length - one.length);
      for (const thing of named) text = text.replaceAll(thing, nothingLike(thing));
      return text;
    };
    // Own tokens, own name and how the server is are about nobody else, and change from one moment to the next.
    if (/^\/v1\/(tokens|whoami|status)$/.test(fact.url)) continue;
    const told = await outcome(true);
    if (fact.url.includes(':') || fact.url.startsWith('/git/')) expect(told).toMatch(/^404 /);
    else if (fact.url !== '/v1/events') expect(told).toMatch(/^(404 |403 |200 .*"items":\[\])/);
    if (fact.method === 'GET' || told.startsWith('404'))
      expect([fact.url, await outcome(false)]).toEqual([fact.url, told]);
    if (fact.method === 'GET' && fact.verb !== 'metrics.view')
      expect([fact.url, told]).toEqual([fact.url, expect.not.stringMatching(/"shop"|"a-|"ada"|0\.0\.1-develop/)]);
  }
});

test('without a token, with one that never was and with a revoked one nothing answers', async () => {
  const { secret, id } = await revocable();
  await delivery.call('DELETE', `/v1/tokens/${id}`, root);
  for (const fact of guarded()) {
    const statuses = [undefined, `slc_${'A'.repeat(43)}`, secret].map(
      async (token) => (await call(fact, token, true)).status,
    );
    for (const status of await Promise.all(statuses))
      expect([fact.url, status === 401 || status === 429]).toEqual([fact.url, true]);
  }
});

async function revocable(): Promise<{ secret: string; id: string }> {
  const made = await delivery.call('POST', '/v1/tokens', root, { name: 'short', role: 'admin', project: '*' });
  const { secret, token } = z.object({ secret: z.string(), token: z.object({ id: z.string() }) }).parse(made.body);
  return { secret, id: token.id };
}

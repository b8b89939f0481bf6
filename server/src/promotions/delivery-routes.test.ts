import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { changeSchema } from '../changes/index.ts';
import { workTree } from '../lib/git/git-fixture.ts';
import type { WorkTree } from '../lib/git/git-fixture.ts';
import { openTestDelivery } from '../test-delivery.ts';
import type { TestDelivery } from '../test-delivery.ts';

let delivery: TestDelivery;
let admin: string;

beforeAll(async () => {
  delivery = await openTestDelivery();
  admin = await delivery.give('ada', 'admin');
});
afterAll(() => delivery.stop());

const get = async (path: string, token = admin) => (await delivery.call('GET', path, token)).body;
const refSchema = z.object({ version: z.string(), digest: z.string(), revision: z.string() });
const releasesSchema = z.object({
  items: z.array(
    z.object({
      number: z.int(),
      target: z.string(),
      environment: z.string(),
      serving: z.boolean(),
      result: z.string().nullable(),
      kind: z.string(),
      fromNumber: z.int().nullable(),
      stoppedBy: z.string().nullable(),
      artifact: refSchema,
    }),
  ),
});
const releasesIn = async (app: string, environment: string) =>
  releasesSchema.parse(await get(`/v1/releases?app=${app}&environment=${environment}`)).items;

/** An app with a line development → qa (by pull request), and the work tree that feeds it. */
async function delivered(): Promise<{ app: string; work: WorkTree; push: (text: string) => Promise<string> }> {
  const app = `shop-${randomUUID().slice(0, 8)}`;
  await delivery.call('POST', '/v1/apps', admin, { name: app });
  await expect.poll(() => get(`/v1/apps/${app}`), { timeout: 5000 }).toMatchObject({ repositoryState: 'ready' });
  const manifest = `apiVersion: sluice.dev/v1alpha1
kind: Pipeline
metadata: { name: ${app} } # a line of two
spec:
  app: ${app}
  environments:
    - { name: development, from: { branch: develop }, targets: [{ name: local, runtime: process }] }
    - { name: qa, promote: { by: pull-request }, targets: [{ name: local, runtime: process }] }
`;
  expect((await delivery.call('POST', '/v1/apply', admin, { manifest })).status).toBe(200);
  const work = await workTree();
  const url = `${delivery.url.replace('http://', `http://git:${admin}@`)}/git/${app}.git`;
  await work.git('remote', 'add', 'origin', url);
  const push = async (text: string): Promise<string> => {
    const sha = await work.commit({ 'index.html': text }, `Say ${text}`);
    await work.git('push', '-q', 'origin', 'HEAD:refs/heads/develop');
    await expect
      .poll(async () => (await releasesIn(app, 'development'))[0], { timeout: 15_000 })
      .toMatchObject({ serving: true, artifact: { revision: sha } });
    await settled(app, 'development');
    return sha;
  };
  return { app, work, push };
}

async function settled(app: string, environment: string): Promise<void> {
  await expect
    .poll(async () => get(`/v1/promotions?app=${app}&environment=${environment}&limit=1`), { timeout: 15_000 })
    .toMatchObject({ items: [{ state: 'finished' }] });
}

test('a push becomes an artifact that is found by its version, digest and revision, and its build tells what it did', async () => {
  const { app, push } = await delivered();
  const sha = await push('one');
  const listed = z.object({ items: z.array(z.object({ version: z.string(), digest: z.string() })) });
  const [artifact] = listed.parse(await get(`/v1/apps/${app}/artifacts`)).items;
  expect(artifact?.version).toBe('0.0.1-develop.1');
  for (const ref of [artifact?.version, artifact?.digest.slice(0, 19), sha.slice(0, 7)]) {
    expect(await get(`/v1/apps/${app}/artifacts/${ref}`)).toMatchObject({ digest: artifact?.digest, rebuiltFrom: [] });
    expect(await get(`/v1/apps/${app}/artifacts?ref=${ref}`)).toMatchObject({ items: [{ digest: artifact?.digest }] });
  }
  const missing = await delivery.call('GET', `/v1/apps/${app}/artifacts/9.9.9`, admin);
  expect(missing).toMatchObject({ status: 404, body: { code: 'artifact_not_found' } });
  const builds = z.object({ items: z.array(z.object({ id: z.string() })) });
  const found = await get(`/v1/apps/${app}/builds`);
  expect(found).toMatchObject({ items: [{ revision: sha, result: 'success', version: artifact?.version }] });
  const id = builds.parse(found).items[0]?.id ?? '';
  const log = await delivery.call('GET', `/v1/apps/${app}/builds/${id}/log`, admin);
  expect(log.status).toBe(200);
  expect(log.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  const viewer = await delivery.give('linus', 'viewer');
  expect((await delivery.call('GET', `/v1/apps/${app}/builds/${id}/log`, viewer)).status).toBe(403);
  expect((await delivery.call('GET', `/v1/apps/${app}/builds/bld_none/log`, admin)).status).toBe(404);
});

test('a list that finds nothing tells a name that does not exist from a name that has nothing', async () => {
  const { app } = await delivered();
  for (const list of ['promotions', 'changes']) {
    expect(await delivery.call('GET', `/v1/${list}?app=${app}`, admin)).toMatchObject({ body: { items: [] } });
    expect(await delivery.call('GET', `/v1/${list}?app=${app}s`, admin)).toMatchObject({
      status: 404,
      body: { detail: expect.stringContaining(`Did you mean ${app}?`) },
    });
  }
  const path = `/v1/promotions?app=${app}&environment=`;
  expect(await delivery.call('GET', `${path}qa`, admin)).toMatchObject({ status: 200 });
  expect(await delivery.call('GET', `${path}developmen`, admin)).toMatchObject({
    status: 404,
    body: { detail: expect.stringContaining('Did you mean development?') },
  });
});

test('what happened is told in the language of whoever reads about it', async () => {
  const { app, push } = await delivered();
  await push('one');
  const type = 'build.finished,step.,promotion.finished,release.progressed,release.finished';
  const told = z.object({
    items: z.array(z.object({ type: z.string(), data: z.object({ message: z.unknown().optional() }) })),
  });
  const read = async (language: string) => {
    const path = `/v1/events?app=${app}&type=${type}&limit=1000`;
    const { body } = await delivery.call('GET', path, admin, undefined, { 'accept-language': language });
    return told.parse(body).items.filter(({ data }) => data.message !== undefined);
  };
  const words = z.object({ code: z.string(), text: z.string() });
  const [english, ukrainian] = [await read('en'), await read('uk')];
  expect(new Set(english.map((event) => event.type)).size).toBeGreaterThan(3);
  for (const [index, event] of english.entries()) {
    const { code, text } = words.parse(event.data.message);
    const other = words.parse(ukrainian[index]?.data.message);
    expect(other.code).toBe(code);
    // What the test's own runtime says is in no catalogue.
    if (!code.startsWith('test_'))
      expect([code, text, other.text]).toEqual([code, text, expect.stringMatching(/[а-яіїєґ]/i)]);
  }
});

test('what was stopped serves no more, is removed from its target, and a rollback brings it back', async () => {
  const { app, push } = await delivered();
  await push('one');
  await push('two');
  delivery.runtime.failRemovals = 2;
  const running = [...delivery.runtime.running.values()].find((order) => order.app === app);
  const stop = () => delivery.call('POST', `/v1/apps/${app}/environments/development/stop`, admin, {});
  const stopped = await stop();
  expect(stopped).toMatchObject({
    status: 202,
    body: { outcome: 'stopping', releases: [{ target: 'local', number: 2 }], message: { code: 'stop_started' } },
  });
  expect(await releasesIn(app, 'development')).toMatchObject([
    { number: 2, serving: false, stoppedBy: 'ada' },
    { number: 1, serving: false, stoppedBy: null },
  ]);
  expect(await stop()).toMatchObject({ status: 200, body: { outcome: 'unchanged' } });

  // The way back is at hand at once; the new release waits until the runtime has let go of the old one.
  const back = await delivery.call('POST', '/v1/rollbacks', admin, { app, environment: 'development' });
  expect(back.status).toBe(202);
  await expect
    .poll(() => releasesIn(app, 'development'), { timeout: 15_000 })
    .toMatchObject([{ number: 3, serving: true, kind: 'rollback', fromNumber: 2 }, {}, {}]);
  expect(delivery.runtime.running.get(running?.targetId ?? '')).toMatchObject({ releaseNumber: 3 });
  expect(await get(`/v1/events?app=${app}&type=environment.stopped,release.stopped`)).toMatchObject({
    items: [
      { type: 'environment.stopped', actor: 'ada' },
      { type: 'release.stopped', data: { number: 2 } },
    ],
  });
  // Another rollback goes further back than what was stopped.
  await settled(app, 'development');
  await delivery.call('POST', '/v1/rollbacks', admin, { app, environment: 'development' });
  await expect
    .poll(async () => (await releasesIn(app, 'development'))[0], { timeout: 15_000 })
    .toMatchObject({ number: 4, serving: true, fromNumber: 1 });
});

test('a stopped environment takes the same artifact again by a promotion, and its configuration changes without starting it', async () => {
  const { app, push } = await delivered();
  await push('one');
  await delivery.call('POST', `/v1/apps/${app}/environments/development/stop`, admin, { reason: 'maintenance' });
  const changed = await delivery.call('PATCH', `/v1/apps/${app}/environments/development/configuration`, admin, {
    set: { GREETING: 'hello' },
  });
  expect(changed).toMatchObject({ status: 200, body: { promotionId: null, configuration: { version: 1 } } });
  const [artifact] = await releasesIn(app, 'development');
  const again = await delivery.call('POST', '/v1/promotions', admin, {
    app,
    environment: 'development',
    artifact: artifact?.artifact.version,
  });
  expect(again).toMatchObject({ status: 202, body: { outcome: 'started' } });
  await expect
    .poll(async () => (await releasesIn(app, 'development'))[0], { timeout: 15_000 })
    .toMatchObject({ number: 2, serving: true });
});

test('secrets of a configuration are set and replaced, and read by nobody', async () => {
  const { app, push } = await delivered();
  await push('one');
  const url = `/v1/apps/${app}/environments/development/configuration`;
  const set = await delivery.call('PATCH', url, admin, { set: { TOKEN: 'hunter2' }, secret: true });
  expect(set.status).toBe(200);
  await delivery.call('PATCH', url, admin, { set: { PLAIN: 'seen' } });
  const read = await get(url);
  expect(read).toMatchObject({
    version: 2,
    entries: [
      { name: 'PLAIN', secret: false, value: 'seen' },
      { name: 'TOKEN', secret: true, value: null },
    ],
  });
  await settled(app, 'development');
  for (const answer of [set.body, read, await get(`/v1/events?app=${app}&limit=1000`)]) {
    expect(JSON.stringify(answer)).not.toContain('hunter2');
  }
  const order = [...delivery.runtime.running.values()].find((one) => one.app === app);
  expect(order?.env).toMatchObject({ TOKEN: 'hunter2', PLAIN: 'seen' });
  const viewer = await delivery.give('linus', 'viewer');
  expect((await delivery.call('GET', url, viewer)).status).toBe(403);
  expect((await delivery.call('GET', url.replace('development', 'developmnt'), admin)).body).toMatchObject({
    code: 'environment_not_found',
    detail: expect.stringContaining('Did you mean development?'),
  });
});

test('a change shows what it would bring and who approved exactly that', async () => {
  const { app, push } = await delivered();
  await push('one');
  const promoted = await delivery.call('POST', '/v1/promotions', admin, { app, environment: 'qa' });
  const { promotion } = z.object({ promotion: z.object({ id: z.string() }) }).parse(promoted.body);
  const changes = z.object({ items: z.array(z.object({ id: z.string(), state: z.string() })) });
  const open = async () => changes.parse(await get(`/v1/changes?app=${app}&state=open`)).items;
  await expect.poll(async () => (await open()).length, { timeout: 15_000 }).toBe(1);
  const id = (await open())[0]?.id ?? '';
  const change = changeSchema.parse(await get(`/v1/changes/${id}`));
  expect(change).toMatchObject({ promotionId: promotion.id, branch: 'qa', state: 'open', approvals: [] });
  expect(change.diff).toContain('+one');
  const grace = await delivery.give('grace', 'approver');
  expect((await delivery.call('POST', `/v1/promotions/${promotion.id}/approvals`, grace, {})).status).toBe(200);
  expect(await get(`/v1/changes/${id}`)).toMatchObject({
    approvals: [{ actor: 'grace', verdict: 'approved', current: true }],
  });
  await expect.poll(() => get(`/v1/changes/${id}`), { timeout: 15_000 }).toMatchObject({ state: 'merged' });
  expect((await delivery.call('GET', '/v1/changes/chg_none', admin)).status).toBe(404);
});

test('a pipeline on which something runs is deleted only after that was stopped', async () => {
  const { app, push } = await delivered();
  await push('one');
  const refused = await delivery.call('DELETE', `/v1/pipelines/${app}`, admin);
  expect(refused).toMatchObject({ status: 409, body: { code: 'pipeline_delete_refused' } });
  expect(refused.body).toMatchObject({ detail: expect.stringContaining(`sluice stop ${app} development`) });
  await delivery.call('POST', `/v1/apps/${app}/environments/development/stop`, admin, {});
  await expect
    .poll(async () => (await delivery.call('DELETE', `/v1/pipelines/${app}`, admin)).status, { timeout: 10_000 })
    .toBe(200);
  expect([...delivery.runtime.running.values()].filter((order) => order.app === app)).toEqual([]);
  expect((await delivery.call('GET', `/v1/pipelines/${app}`, admin)).status).toBe(404);
  expect((await delivery.call('GET', `/v1/manifests/pipeline/${app}`, admin)).status).toBe(404);
});

test('logs are read at once, or followed until the reader leaves', async () => {
  const { app, push } = await delivered();
  await push('one');
  const at = new Date('2026-01-01T00:00:00Z');
  delivery.runtime.printed.splice(
    0,
    Infinity,
    { at, source: 'web', text: 'first' },
    { at, source: 'web', text: 'second' },
  );
  const url = `/v1/apps/${app}/environments/development/logs`;
  expect(await get(`${url}?tail=1`)).toEqual({
    items: [{ at: at.toISOString(), target: 'local', source: 'web', text: 'second' }],
  });
  const leaving = new AbortController();
  const stream = await fetch(delivery.url + url, {
    signal: leaving.signal,
    headers: { authorization: `Bearer ${admin}`, accept: 'text/event-stream' },
  });
  let text = '';
  for await (const piece of stream.body!.pipeThrough(new TextDecoderStream())) {
    text += piece;
    if (text.includes('"second"')) break;
  }
  leaving.abort();
  expect(text).toContain('"text":"first"');
  await expect.poll(() => delivery.app.streams.size).toBe(0);
  const missing = await delivery.call('GET', `${url}?target=elsewhere`, admin);
  expect(missing).toMatchObject({ status: 404, body: { code: 'target_not_found' } });
  const viewer = await delivery.give('linus', 'viewer');
  expect((await delivery.call('GET', url, viewer)).status).toBe(403);
});

test('a manifest is read back as it was written, with every generation, and its schema serves editors', async () => {
  const { app } = await delivered();
  const manifests = z.object({ items: z.array(z.object({ generation: z.int() })) });
  const read = z.object({ manifest: z.string(), generation: z.int() });
  const first = read.parse(await get(`/v1/manifests/pipeline/${app}`));
  expect(first).toMatchObject({ generation: 1, manifest: expect.stringContaining('# a line of two') });
  const edited = first.manifest.replace('by: pull-request', 'by: merge');
  await delivery.call('POST', '/v1/apply', admin, { manifest: edited, dryRun: true });
  expect(manifests.parse(await get(`/v1/manifests/pipeline/${app}/history`)).items.length).toBe(1);
  expect((await delivery.call('POST', '/v1/apply', admin, { manifest: edited })).body).toMatchObject({
    applied: [{ outcome: 'changed', generation: 2 }],
  });
  expect(read.parse(await get(`/v1/manifests/pipeline/${app}`)).manifest).toBe(edited);
  expect(read.parse(await get(`/v1/manifests/pipeline/${app}?generation=1`)).manifest).toBe(first.manifest);
  expect(await delivery.call('GET', `/v1/manifests/pipeline/${app}?generation=9`, admin)).toMatchObject({
    status: 404,
    body: { code: 'manifest_no_generation' },
  });
  const schema = await delivery.call('GET', '/schemas/pipeline.json', undefined);
  expect(schema).toMatchObject({
    status: 200,
    body: { type: 'object', required: ['apiVersion', 'kind', 'metadata', 'spec'], additionalProperties: false },
  });
  expect((await delivery.call('GET', '/schemas/app.json', undefined)).status).toBe(200);
});

test('a target that left the pipeline and comes back keeps its releases and goes on counting', async () => {
  const { app, push } = await delivered();
  await push('one');
  const manifest = (target: string) => `apiVersion: sluice.dev/v1alpha1
kind: Pipeline
metadata: { name: ${app} }
spec:
  app: ${app}
  environments:
    - { name: development, from: { branch: develop }, targets: [{ name: ${target}, runtime: process }] }
`;
  const apply = (target: string) => delivery.call('POST', '/v1/apply', admin, { manifest: manifest(target) });
  expect(await apply('other')).toMatchObject({ status: 400, body: { code: 'manifest_invalid' } });

  await delivery.call('POST', `/v1/apps/${app}/environments/development/stop`, admin, {});
  await expect.poll(() => releasesIn(app, 'development'), { timeout: 10_000 }).toMatchObject([{ serving: false }]);
  await expect.poll(async () => (await apply('other')).status, { timeout: 10_000 }).toBe(200);
  expect(await releasesIn(app, 'development')).toMatchObject([{ target: 'local', number: 1 }]);

  expect((await apply('local')).status).toBe(200);
  await push('two');
  expect(await releasesIn(app, 'development')).toMatchObject([
    { target: 'local', number: 2, serving: true },
    { target: 'local', number: 1, serving: false },
  ]);
});

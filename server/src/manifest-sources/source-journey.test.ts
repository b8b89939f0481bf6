import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { workTree } from '../lib/git/git-fixture.ts';
import type { WorkTree } from '../lib/git/git-fixture.ts';
import { openTestDelivery } from '../test-delivery.ts';
import type { TestDelivery } from '../test-delivery.ts';
import type { SourceView } from './source-schema.ts';

let delivery: TestDelivery;
let admin: string;
beforeAll(async () => {
  delivery = await openTestDelivery();
  admin = await delivery.give('ada', 'admin');
});
afterAll(() => delivery.stop());

const call = (method: string, path: string, body?: unknown, token = admin) => delivery.call(method, path, token, body);

interface Followed {
  readonly name: string;
  readonly work: WorkTree;
  push(files: Record<string, string | null>): Promise<string>;
  /** The source, once it has looked and is in this state; at this commit, if it is given. */
  is(state: SourceView['state'], revision?: string): Promise<SourceView>;
}

const sourceOf = (name: string, more = '') => `apiVersion: sluice.dev/v1alpha1
kind: ManifestSource
metadata: { name: ${name} }
spec: { app: ${name}, branch: main, path: deploy${more} }
`;
const appOf = (name: string, description = 'one') => `apiVersion: sluice.dev/v1alpha1
kind: App
metadata: { name: ${name} }
spec: { description: ${description} }
`;

async function followed(name: string, more = '', token = admin): Promise<Followed> {
  expect((await call('POST', '/v1/apps', { name })).status).toBe(201);
  await expect
    .poll(async () => (await call('GET', `/v1/apps/${name}`)).body)
    .toMatchObject({ repositoryState: 'ready' });
  const work = await workTree();
  await work.git(
    'remote',
    'add',
    'origin',
    `${delivery.url.replace('http://', `http://git:${admin}@`)}/git/${name}.git`,
  );
  expect((await call('POST', '/v1/apply', { manifest: sourceOf(name, more) }, token)).status).toBe(200);
  return {
    name,
    work,
    push: async (files) => {
      const revision = await work.commit(files);
      await work.git('push', '-q', 'origin', 'HEAD:refs/heads/main');
      return revision;
    },
    is: async (state, revision) => {
      await expect
        .poll(async () => (await call('GET', `/v1/manifest-sources/${name}`)).body, { timeout: 10_000 })
        .toMatchObject({ state, ...(revision === undefined ? {} : { seenRevision: revision }) });
      return (await call('GET', `/v1/manifest-sources/${name}`)).body as SourceView;
    },
  };
}

const sync = (name: string) => call('POST', `/v1/manifest-sources/${name}/sync`, {});
const descriptionOf = async (app: string) =>
  ((await call('GET', `/v1/apps/${app}`)).body as { readonly description?: string }).description;

describe('a repository that is followed', () => {
  test('is applied commit by commit, and tells of every document where it is and how it stands', async () => {
    const source = await followed('plain');
    expect((await source.is('failed')).message.text).toContain('has no branch main');
    const first = await source.push({
      'deploy/apps/one.yaml': appOf('plain-one'),
      'deploy/two.yml': `${appOf('plain-two')}---\n${appOf('plain-three')}`,
      'deploy/README.md': 'no manifest',
      'other/four.yaml': appOf('plain-four'),
    });
    const synced = await source.is('synced', first);
    expect(synced).toMatchObject({ appliedRevision: first, actor: 'ada', faults: [] });
    expect(synced.objects.map(({ file, kind, name, drift }) => [file, kind, name, drift])).toEqual([
      ['deploy/apps/one.yaml', 'App', 'plain-one', null],
      ['deploy/two.yml', 'App', 'plain-two', null],
      ['deploy/two.yml', 'App', 'plain-three', null],
    ]);
    expect((await call('GET', '/v1/apps/plain-four')).status).toBe(404);
    const second = await source.push({ 'deploy/apps/one.yaml': appOf('plain-one', 'changed') });
    await source.is('synced', second);
    expect(await descriptionOf('plain-one')).toBe('changed');
    const events = await call('GET', '/v1/events?type=manifestsource.synced&app=plain');
    expect(events.body).toMatchObject({ items: [{ data: { revision: first } }, { data: { revision: second } }] });
  });

  test('that is not there yet is waited for, and one that cannot be taken over says why', async () => {
    const source = await followed('early');
    const state = (to: string, message: object | null) =>
      delivery.database.pool.query(
        `update apps set repository_state = $1, repository_message = $2 where name = 'early'`,
        [to, message],
      );
    await state('importing', null);
    await sync('early');
    expect((await source.is('waiting')).message.text).toContain('still being prepared');
    await state('failed', { code: 'x', params: {}, text: 'nobody answers' });
    await sync('early');
    expect((await source.is('failed')).message.text).toBe('nobody answers');
  });

  test('that is wrong in one file changes nothing, and says where', async () => {
    const source = await followed('wrong');
    const first = await source.push({ 'deploy/a.yaml': appOf('wrong-one') });
    await source.is('synced', first);
    const second = await source.push({
      'deploy/a.yaml': appOf('wrong-one', 'changed'),
      'deploy/b.yaml': '# first line\n' + appOf('wrong-two').replace('description', 'descripton'),
    });
    const failed = await source.is('failed', second);
    expect(failed).toMatchObject({
      appliedRevision: first,
      faults: [{ file: 'deploy/b.yaml', line: 5, message: { text: expect.stringContaining('description') } }],
    });
    expect(await descriptionOf('wrong-one')).toBe('one');
    const third = await source.push({ 'deploy/b.yaml': appOf('wrong-one') });
    expect((await source.is('failed', third)).faults[0]).toMatchObject({ file: 'deploy/b.yaml', line: 3 });
  });

  test('shows what was changed by hand, or puts it back', async () => {
    const source = await followed('drift');
    await source.push({ 'deploy/a.yaml': appOf('drift-one') });
    await source.is('synced');
    await call('POST', '/v1/apply', { manifest: appOf('drift-one', 'by hand') });
    await sync('drift');
    expect((await source.is('drifted')).objects).toMatchObject([{ name: 'drift-one', drift: ['spec.description'] }]);
    expect(await descriptionOf('drift-one')).toBe('by hand');
    await call('POST', '/v1/apply', { manifest: sourceOf('drift', ', onDrift: correct') });
    await source.is('synced');
    expect(await descriptionOf('drift-one')).toBe('one');
    expect((await call('DELETE', '/v1/apps/drift-one')).status).toBe(200);
    await sync('drift');
    await expect.poll(async () => (await call('GET', '/v1/apps/drift-one')).status, { timeout: 10_000 }).toBe(200);
  });

  test('takes away what it does not describe any more, when it is asked to', async () => {
    const source = await followed('pruned', ', prune: true');
    await source.is(
      'synced',
      await source.push({ 'deploy/a.yaml': appOf('pruned-one'), 'deploy/b.yaml': appOf('pruned-two') }),
    );
    await source.is('synced', await source.push({ 'deploy/b.yaml': null }));
    expect((await call('GET', '/v1/apps/pruned-two')).status).toBe(404);
    expect((await call('DELETE', '/v1/apps/pruned')).body).toMatchObject({ code: 'app_still_followed' });
    expect((await call('DELETE', '/v1/manifests/manifestsource/pruned')).status).toBe(200);
    expect((await call('GET', '/v1/apps/pruned-one')).status).toBe(200);
  });

  test('owns what it describes: nobody else does, a new one of its name begins anew, and what was there already joins', async () => {
    const described = { 'deploy/a.yaml': appOf('owned-one') };
    await call('POST', '/v1/apply', { manifest: appOf('owned-one') });
    const source = await followed('owned', ', prune: true');
    await source.is('synced', await source.push({ ...described, 'deploy/b.yaml': appOf('owned-two') }));
    const set = { manifest: appOf('owned-two'), set: 'mine' };
    expect(await call('POST', '/v1/apply', set)).toMatchObject({
      status: 400,
      body: { details: [{ message: { text: expect.stringContaining('described by the manifest source owned') } }] },
    });
    const rival = await followed('rival');
    const failed = await rival.is('failed', await rival.push({ 'deploy/x.yaml': appOf('owned-two', 'other') }));
    expect(failed.faults).toMatchObject([{ file: 'deploy/x.yaml', line: 3 }]);

    await source.is('synced', await source.push({ 'deploy/a.yaml': null }));
    expect((await call('GET', '/v1/apps/owned-one')).status).toBe(404);
    await call('DELETE', '/v1/manifests/manifestsource/owned');
    await source.push({ 'deploy/b.yaml': null, 'deploy/c.yaml': appOf('owned-three') });
    await call('POST', '/v1/apply', { manifest: sourceOf('owned', ', prune: true') });
    await source.is('synced');
    expect((await call('GET', '/v1/apps/owned-two')).status).toBe(200);
  });

  test('goes on showing what was changed by hand when a commit leaves the files as they are', async () => {
    const source = await followed('beside');
    await source.is('synced', await source.push({ 'deploy/a.yaml': appOf('beside-one') }));
    await call('POST', '/v1/apply', { manifest: appOf('beside-one', 'by hand') });
    await sync('beside');
    await source.is('drifted');
    await source.is('drifted', await source.push({ 'README.md': 'more' }));
    expect(await descriptionOf('beside-one')).toBe('by hand');
  });

  test('acts with what its author may do now, and no more than their token was for', async () => {
    const operator = await delivery.give('olga', 'operator');
    const source = await followed('rights', '', operator);
    await source.is('synced', await source.push({ 'deploy/a.yaml': appOf('rights-one') }));
    const group = 'apiVersion: sluice.dev/v1alpha1\nkind: Group\nmetadata: { name: mine }\nspec: { members: [olga] }\n';
    const more = await source.push({ 'deploy/g.yaml': group });
    expect((await source.is('failed', more)).message.text).toContain('olga may not');
    await delivery.database.pool.query(
      `delete from role_bindings where actor_id = (select id from actors where name = 'olga')`,
    );
    const later = await source.push({ 'deploy/g.yaml': null, 'deploy/a.yaml': appOf('rights-one', 'changed') });
    await source.is('failed', later);
    expect(await descriptionOf('rights-one')).toBe('one');
  });

  test('cannot make a source that may more than the token it was applied with', async () => {
    const made = await call('POST', '/v1/tokens', { name: 'less', project: 'default', role: 'operator' });
    const { secret } = made.body as { readonly secret: string };
    const source = await followed('narrow', '', secret);
    const group = 'apiVersion: sluice.dev/v1alpha1\nkind: Group\nmetadata: { name: more }\nspec: { members: [eve] }\n';
    await source.push({
      'deploy/inner.yaml': sourceOf('narrow')
        .replace('name: narrow', 'name: inner')
        .replace('path: deploy', 'path: more'),
      'more/group.yaml': group,
    });
    await source.is('synced');
    await expect
      .poll(async () => (await call('GET', '/v1/manifest-sources/inner')).body, { timeout: 10_000 })
      .toMatchObject({ state: 'failed', message: { text: expect.stringContaining('This token may not') } });
  });

  test('is not followed out of itself by a link', async () => {
    const source = await followed('linked');
    await mkdir(join(source.work.folder, 'deploy'));
    await symlink('../secret.yaml', join(source.work.folder, 'deploy', 'link.yaml'));
    const revision = await source.push({ 'secret.yaml': appOf('linked-one') });
    expect((await source.is('failed', revision)).message.text).toContain('no YAML file below deploy');
  });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { applyWithApp, createTestApp, planActs, startTestSluice } from '../../test-sluice.ts';
import type { TestApp, TestSluice } from '../../test-sluice.ts';
import type { ArtifactView } from '../../artifacts/artifact-schema.ts';

const { acts, reached } = planActs();
let sluice: TestSluice;
let config: TestApp;
let failing: TestApp;
beforeAll(async () => {
  sluice = await startTestSluice({ reached });
  config = await createTestApp(sluice, 'deployments');
  failing = await prepared('failing', '{ by: commit, repository: deployments, branch: failing, marker: true }');
});
afterAll(() => sluice.stop());

const line = (promote: string) => `
    - name: development
      from: { branch: develop }
      targets: [{ name: local, runtime: process }]
    - name: prod
      promote: ${promote}
      targets: [{ name: cluster, runtime: external }]
`;
const deployment = `# Flux follows this file.
spec:
  template:
    spec:
      containers:
        - image: "ghcr.io/acme/shop@sha256:0"   # do not touch by hand
  version: 0.0.0 # {"$promotion": "default:NAME:prod"}
`;

/** A config repository of its own branch for each test. */
async function prepared(name: string, promote: string): Promise<TestApp> {
  const app = await createTestApp(sluice, name, { environments: line(promote) });
  await config.work.git('checkout', '-q', '-B', name);
  await config.work.commit({ 'apps/prod.yaml': deployment.replace('NAME', name), 'README.md': 'x' }, `Begin ${name}`);
  await config.gitPush(`HEAD:refs/heads/${name}`);
  await app.push('two');
  await app.live('development', 'two');
  return app;
}

const fileIn = async (branch: string): Promise<string> => {
  const tip = await config.repository.resolve(`refs/heads/${branch}`);
  return (await config.repository.readFile(tip, 'apps/prod.yaml', 100_000))?.toString('utf8') ?? '';
};
const commitsIn = async (branch: string) =>
  (await config.repository.log(undefined, await config.repository.resolve(`refs/heads/${branch}`), 100)).commits;
const newestOf = async (app: TestApp): Promise<ArtifactView> => {
  const { items } = await sluice.door.get<{ items: ArtifactView[] }>(`/v1/apps/${app.name}/artifacts`);
  const [newest] = items;
  if (newest === undefined) throw new Error(`${app.name} has no artifact`);
  return newest;
};

describe('a promotion that writes into a repository', () => {
  test('changes one value by its path, and a rollback writes the one before', async () => {
    const app = await prepared(
      'pathed',
      '{ by: commit, repository: deployments, branch: pathed, file: apps/prod.yaml, path: "spec.template.spec.containers[0].image", value: digest }',
    );
    const first = await newestOf(app);
    const before = (await commitsIn('pathed')).length;
    const done = await app.ended((await app.promote({ environment: 'prod' })).id);
    expect(done).toMatchObject({ result: 'success', steps: [{ key: 'commit' }, { key: 'tag' }, { key: 'deploy' }] });
    const text = deployment.replace('NAME', 'pathed');
    const withDigest = (digest: string) => text.replace('ghcr.io/acme/shop@sha256:0', digest);
    expect(await fileIn('pathed')).toBe(withDigest(first.digest));
    const [commit] = await commitsIn('pathed');
    expect(commit).toMatchObject({ subject: `Promote pathed ${first.version} to prod`, authorName: 'admin' });

    await app.push('three');
    await app.live('development', 'three');
    expect(await app.ended((await app.promote({ environment: 'prod' })).id)).toMatchObject({ result: 'success' });
    expect(await fileIn('pathed')).toBe(withDigest((await newestOf(app)).digest));
    expect(await app.ended((await app.rollback({ environment: 'prod' })).id)).toMatchObject({ result: 'success' });
    expect(await fileIn('pathed')).toBe(withDigest(first.digest));
    expect(await commitsIn('pathed')).toHaveLength(before + 3);
  });

  test('finds the marker that Weave used, in any file, and writes the version', async () => {
    const app = await prepared('marked', '{ by: commit, repository: deployments, branch: marked, marker: true }');
    const { version } = await newestOf(app);
    expect(await app.ended((await app.promote({ environment: 'prod' })).id)).toMatchObject({ result: 'success' });
    expect(await fileIn('marked')).toContain(`version: ${version} # {"$promotion": "default:marked:prod"}`);
  });

  test('writes the image that was registered, and what it does not run it does not pretend to know', async () => {
    const app = await prepared(
      'imaged',
      '{ by: commit, repository: deployments, branch: imaged, file: apps/prod.yaml, path: "spec.template.spec.containers[0].image" }',
    );
    const digest = `sha256:${'7'.repeat(64)}`;
    const image = `ghcr.io/acme/shop@${digest}`;
    await app.applyPipeline(
      line(
        '{ by: commit, repository: deployments, branch: imaged, file: apps/prod.yaml, path: "spec.template.spec.containers[0].image" }',
      ).replace('    - name: prod\n', '    - name: prod\n      order: any\n'),
    );
    await sluice.door.post('/v1/artifacts', {
      app: 'imaged',
      digest,
      version: '4.0.0',
      revision: '7'.repeat(40),
      image,
      branch: 'x',
    });
    const { id } = await app.promote({ artifact: '4.0.0', environment: 'prod' });
    expect(await app.ended(id)).toMatchObject({ result: 'success', releases: [{ target: 'cluster', url: null }] });
    expect(await fileIn('imaged')).toContain(`- image: "${image}"   # do not touch by hand`);
    const { items } = await sluice.door.get<{ items: { name: string; targets: { healthy: boolean | null }[] }[] }>(
      '/v1/environments?app=imaged',
    );
    expect(items.find(({ name }) => name === 'prod')?.targets[0]?.healthy).toBeNull();
    expect(await sluice.door.ask('POST', '/v1/apps/imaged/environments/prod/stop', {})).toMatchObject({
      status: 409,
      body: { code: 'stop_external' },
    });
    const configured = await sluice.door.ask('PATCH', '/v1/apps/imaged/environments/prod/configuration', {
      set: { A: '1' },
    });
    expect(configured).toMatchObject({ status: 409, body: { code: 'configure_external' } });
  });

  test('goes on from what somebody else has pushed meanwhile', async () => {
    const app = await prepared('raced', '{ by: commit, repository: deployments, branch: raced, marker: true }');
    acts.set('promotion/commit/before-run', async () => {
      await config.work.git('checkout', '-q', 'raced');
      await config.work.commit({ 'other.txt': 'mine' }, 'Push in between');
      await config.gitPush('HEAD:refs/heads/raced');
    });
    expect(await app.ended((await app.promote({ environment: 'prod' })).id)).toMatchObject({ result: 'success' });
    const subjects = (await commitsIn('raced')).map(({ subject }) => subject);
    expect(subjects.slice(0, 2)).toEqual([expect.stringContaining('Promote raced'), 'Push in between']);
  });

  test('called again after a crash finds what it wrote, and writes nothing twice', async () => {
    const app = await prepared('crashed', '{ by: commit, repository: deployments, branch: crashed, marker: true }');
    const before = (await commitsIn('crashed')).length;
    acts.set('promotion/commit/after-run', async () => {
      throw new Error('as if the server had died here');
    });
    const done = await app.ended((await app.promote({ environment: 'prod' })).id);
    expect(done.result).toBe('success');
    expect(done.steps[0]?.message?.text).toContain('already');
    expect(await commitsIn('crashed')).toHaveLength(before + 1);
  });

  test.each([
    ['{ by: commit, repository: deployments, branch: nowhere, marker: true }', 'has no branch nowhere'],
    [
      '{ by: commit, repository: deployments, branch: failing, file: apps/qa.yaml, path: a, value: digest }',
      'There is no file apps/qa.yaml',
    ],
    [
      '{ by: commit, repository: deployments, branch: failing, file: apps/prod.yaml, path: spec.nothing, value: digest }',
      'has nothing at spec.nothing',
    ],
    [
      '{ by: commit, repository: deployments, branch: failing, file: apps/prod.yaml, path: spec.version }',
      'Register it with --image',
    ],
    [
      '{ by: commit, repository: deployments, branch: failing, file: apps/prod.yaml, path: spec.template, value: version }',
      'is not one plain or quoted value',
    ],
  ])('%s fails with what to do', async (promote, words) => {
    await failing.applyPipeline(line(promote));
    const done = await failing.ended((await failing.promote({ environment: 'prod' })).id);
    expect(done).toMatchObject({ result: 'failure', message: { text: expect.stringContaining(words) } });
  });
});

describe('a place to write to that cannot be meant', () => {
  test.each([
    ['{ by: commit, repository: deployments, marker: true }', 'branch: is required for promote: { by: commit }'],
    ['{ by: commit, branch: x }', 'must be there, or marker: true in its place'],
    ['{ by: commit, branch: x, marker: true, path: a, file: a.yaml }', 'must be there, or marker: true in its place'],
    ['{ by: commit, branch: x, path: "a[", file: a.yaml }', 'must be a path like'],
    ['{ by: commit, branch: x, path: a, file: ../a.yaml }', 'must be a YAML file inside the repository'],
    ['{ by: commit, branch: x, path: a }', 'file: is required where there is a path'],
    ['{ by: merge, marker: true }', 'is only for promote: { by: commit }'],
    ['{ by: commit, branch: develop, marker: true }', 'would begin the journey again'],
    ['{ by: commit, repository: deploymets, branch: x, marker: true }', 'Did you mean deployments?'],
    ['{ by: merge }', 'Use promote: { by: commit }'],
  ])('%s is refused with the cure', async (promote, cure) => {
    const { status, body } = await applyWithApp(sluice.door, 'refused', line(promote));
    expect(status).toBe(400);
    expect(JSON.stringify(body)).toContain(cure);
    expect(body).toMatchObject({ details: [{ line: expect.any(Number), column: expect.any(Number) }] });
  });
});

test('a repository that pipelines write to cannot be deleted from under them', async () => {
  await sluice.door.ask('DELETE', '/v1/pipelines/deployments');
  const refused = await sluice.door.ask('DELETE', '/v1/apps/deployments');
  expect(refused).toMatchObject({ status: 409, body: { code: 'app_still_written' } });
  expect(refused.body.detail).toContain('failing');
});

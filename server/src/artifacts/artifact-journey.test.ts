import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApp, query, startTestSluice, until } from '../test-sluice.ts';
import type { TestApp, TestSluice } from '../test-sluice.ts';

let sluice: TestSluice;
beforeAll(async () => {
  sluice = await startTestSluice();
});
afterAll(() => sluice.stop());

const development = `
    - name: development
      from: { branch: develop }
      targets: [{ name: local, runtime: process }]
`;

interface BuildRow {
  readonly [name: string]: unknown;
  readonly revision: string;
  readonly result: string | null;
  readonly code: string | null;
  readonly text: string | null;
  readonly pushed_by: string | null;
}

const built = (app: TestApp, revision: string): Promise<BuildRow> =>
  until(async () => {
    const [row] = await query<BuildRow>(
      sluice.database,
      `select revision, result, message->>'code' as code, message->>'text' as text, pushed_by from builds
       where app = $1 and revision = $2 and state = 'finished'`,
      [app.name, revision],
    );
    return row;
  });

const versions = async (app: TestApp): Promise<string[]> =>
  (
    await query<{ version: string }>(
      sluice.database,
      `select version from artifacts where app = '${app.name}' order by id`,
    )
  ).map((row) => row.version);

describe('what a commit becomes', () => {
  test('equal trees are one artifact: a revert reuses the digest, and a branch set back to an old commit is live again', async () => {
    const app = await createTestApp(sluice, 'shop', { environments: development });
    const one = await app.push('one');
    await app.live('development', 'one');
    await app.push('two');
    await app.live('development', 'two');
    const revert = await app.push('one');
    await app.live('development', 'one');
    expect(await built(app, revert)).toMatchObject({ result: 'success', code: 'build_reused' });
    expect(await versions(app)).toHaveLength(2);

    await app.push('three');
    await app.live('development', 'three');
    await app.work.git('reset', '-q', '--hard', one);
    await app.gitPush('--force', 'HEAD:refs/heads/develop');
    await app.live('development', 'one');
    expect(await versions(app)).toHaveLength(3);
    const [execution] = await query<{ n: number }>(
      sluice.database,
      `select count(*)::integer as n from executions where app = 'shop'`,
    );
    expect(execution?.n).toBe(4);
  });

  test('a SemVer tag gives the version, and later commits count from it; a moved tag cannot give it twice', async () => {
    const app = await createTestApp(sluice, 'tagged', { environments: development });
    await app.work.commit({ version: 'one\n' });
    await app.work.git('tag', 'v1.4.0');
    await app.gitPush('HEAD:refs/heads/develop', 'refs/tags/v1.4.0');
    await app.live('development', 'one');
    await app.push('two');
    await app.live('development', 'two');
    await app.work.commit({ version: 'three\n' });
    await app.work.git('tag', '-f', 'v1.4.0');
    await app.gitPush('--force', 'HEAD:refs/heads/develop', 'refs/tags/v1.4.0');
    await app.live('development', 'three');
    const [first, second, third] = await versions(app);
    expect(first).toBe('1.4.0');
    expect(second).toMatch(/^1\.4\.1-develop\.\d+$/);
    expect(third).toMatch(/^1\.4\.1-develop\.\d+$/);
  });

  test('a version that a tag took by hand is never given out again', async () => {
    const app = await createTestApp(sluice, 'squatted', { environments: development });
    await app.work.commit({ version: 'one\n' });
    await app.work.git('tag', '0.0.1-develop.2');
    await app.gitPush('HEAD:refs/heads/develop', 'refs/tags/0.0.1-develop.2');
    await app.live('development', 'one');
    await app.push('two');
    await app.live('development', 'two');
    const all = await versions(app);
    expect(new Set(all).size).toBe(2);
  });

  test('submodules and LFS pointers are refused by name, and what serves stays', async () => {
    const app = await createTestApp(sluice, 'hollow', { environments: development });
    await app.push('one');
    await app.live('development', 'one');
    const lfs = await app.push('two', {
      'big.bin': `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 12345\n`,
    });
    const refused = await built(app, lfs);
    expect(refused).toMatchObject({ result: 'failure', code: 'build_unsupported_content' });
    expect(refused.text).toContain('big.bin');
    expect(await app.answer('development')).toBe('one');
    await app.push('three', { 'big.bin': null });
    await app.live('development', 'three');
  });

  test('one branch may feed two environments, and whoever pushed stays known', async () => {
    const app = await createTestApp(sluice, 'forked', {
      environments: `${development}    - name: preview
      from: { branch: develop }
      targets: [{ name: local, runtime: process }]
`,
    });
    const sha = await app.push('one');
    await app.live('development', 'one');
    await app.live('preview', 'one');
    expect((await built(app, sha)).pushed_by).not.toBeNull();
    expect(await app.events('build.finished')).toHaveLength(1);
  });

  test('a push that nobody told about is found at the next look at the refs', async () => {
    const app = await createTestApp(sluice, 'unheard', { environments: development });
    await app.push('one');
    await app.live('development', 'one');
    await app.work.commit({ version: 'two\n' });
    await app.work.git('push', '-q', app.repository.path, 'HEAD:refs/heads/develop');
    // Looks come by themselves every some seconds; an edit of the pipeline causes one now.
    await app.applyPipeline(development.replace('from:', 'order: any\n      from:'));
    await app.live('development', 'two');
  });
});

describe('a build command', () => {
  test('makes the artifact; its failure and its timeout end the build and leave what serves', async () => {
    const app = await createTestApp(sluice, 'compiled', {
      environments: development,
      spec: `build: { command: "sh build.sh", timeout: 4s }\n  health: { path: /, deadline: 10s }`,
      files: { 'build.sh': 'echo compiled > version\n' },
    });
    await app.push('source');
    await app.live('development', 'compiled');
    const failing = await app.push('source', { 'build.sh': 'echo no such compiler >&2; exit 3\n' });
    expect(await built(app, failing)).toMatchObject({ result: 'failure' });
    const hanging = await app.push('source', { 'build.sh': 'sleep 600\n' });
    expect(await built(app, hanging)).toMatchObject({ result: 'timeout' });
    expect(await app.answer('development')).toBe('compiled');
    expect(await app.promotions('development')).toHaveLength(1);
    await app.push('source', { 'build.sh': 'echo mended > version\n' });
    await app.live('development', 'mended');
  });
});

describe('a version that never becomes ready', () => {
  test('leaves the old one serving and says why', async () => {
    const app = await createTestApp(sluice, 'stubborn', {
      environments: development,
      spec: 'health: { path: /, deadline: 2s }',
    });
    await app.push('one');
    await app.live('development', 'one');
    await app.push('broken');
    const failed = await until(async () =>
      (await app.promotions('development')).find((promotion) => promotion.result === 'failure'),
    );
    expect(failed.message?.text).toContain('local');
    expect(await app.answer('development')).toBe('one');
    await app.push('two');
    await app.live('development', 'two');
  });

  test.each([
    ['a submodule', 'libs/other', 'Commit their files instead.'],
    ['a pointer to a large file elsewhere', 'big/video.mp4', 'Commit the files themselves.'],
  ])('%s is refused with its path and what to do, and what serves goes on', async (what, path, advice) => {
    const app = await createTestApp(sluice, what === 'a submodule' ? 'nested' : 'pointing', {
      environments: development,
    });
    const first = await app.push('two');
    await app.live('development', 'two');
    if (what === 'a submodule') {
      await app.work.git('update-index', '--add', '--cacheinfo', `160000,${first},${path}`);
      await app.work.git('commit', '-q', '-m', 'Add a submodule');
      await app.gitPush('HEAD:refs/heads/develop');
    } else {
      const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 123456789\n`;
      await app.push('three', { [path]: pointer });
    }
    const tip = await app.repository.resolve('refs/heads/develop');
    const refused = await built(app, tip);
    expect(refused).toMatchObject({ result: 'failure' });
    expect(refused.text).toContain(path);
    // A build command cannot help: content is refused before one runs.
    expect(refused.text?.endsWith(advice)).toBe(true);
    expect(await app.answer('development')).toBe('two');
    expect(await versions(app)).toHaveLength(1);
  });
});

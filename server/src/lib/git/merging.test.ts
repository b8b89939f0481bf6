import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BareRepository } from './bare-repository.ts';
import { repositoryWithWorkTree, testGit } from './git-fixture.ts';
import type { WorkTree } from './git-fixture.ts';
import { openRepository } from './bare-repository.ts';

const ada = { name: 'Ada', email: 'ada@example.org' };
const at = new Date('2026-01-02T03:04:05Z');

describe('previewMerge', () => {
  it('tells the five cases apart and moves nothing', async () => {
    const { repository, work, push } = await repositoryWithWorkTree();
    const root = await work.commit({ 'a.txt': 'a\n', 'b.txt': 'b\n' });
    await work.git('checkout', '-q', '-b', 'left');
    const left = await work.commit({ 'a.txt': 'left\n' });
    await work.git('checkout', '-q', '-b', 'right', root);
    const right = await work.commit({ 'b.txt': 'right\n' });
    await work.git('checkout', '-q', '-b', 'clash', root);
    const clash = await work.commit({ 'a.txt': 'clash\n', 'new\nline.txt': '' });
    await work.git('checkout', '-q', '--orphan', 'alone');
    const alone = await work.commit({ 'c.txt': 'c\n' });
    await push();
    const before = await repository.refs('refs/');

    const treeOf = async (sha: string): Promise<string> => (await repository.commit(sha)).tree;
    expect(await repository.previewMerge(root, root)).toEqual({ kind: 'same', tree: await treeOf(root) });
    expect(await repository.previewMerge(left, root)).toEqual({ kind: 'contained', tree: await treeOf(left) });
    expect(await repository.previewMerge(root, left)).toEqual({ kind: 'fast-forward', tree: await treeOf(left) });
    expect(await repository.previewMerge(left, clash)).toEqual({ kind: 'conflict', files: ['a.txt'] });
    const merge = await repository.previewMerge(left, right);
    expect(merge.kind).toBe('merge');
    if (merge.kind === 'merge') {
      expect((await repository.readFile(merge.tree, 'a.txt', 10))?.toString()).toBe('left\n');
      expect((await repository.readFile(merge.tree, 'b.txt', 10))?.toString()).toBe('right\n');
    }
    await expect(repository.previewMerge(left, alone)).rejects.toMatchObject({
      code: 'git_histories_unrelated',
      kind: 'Conflict',
    });
    expect(await repository.refs('refs/')).toEqual(before);
  });

  it('agrees with what git merge does in a work tree, for any two histories', async () => {
    const { repository, work, push } = await repositoryWithWorkTree();
    const files = ['a.txt', 'b.txt', 'dir/c.txt'] as const;
    const change = fc.record({
      file: fc.constantFrom(...files),
      line: fc.nat({ max: 5 }),
      word: fc.constantFrom('x', 'y', null),
    });
    const side = fc.array(change, { maxLength: 3 });
    let round = 0;
    await fc.assert(
      fc.asyncProperty(side, side, async (ours, theirs) => {
        round += 1;
        await work.git('checkout', '-q', '--orphan', `root-${round}`);
        const lines = Array.from({ length: 6 }, (_, index) => `line ${index}`);
        const root = await work.commit(Object.fromEntries(files.map((file) => [file, `${lines.join('\n')}\n`])));
        const base = await play(work, `ours-${round}`, root, lines, ours);
        const revision = await play(work, `theirs-${round}`, root, lines, theirs);
        await push();
        const preview = await repository.previewMerge(base, revision);
        expect(await asPerformed(preview, repository)).toEqual(await mergeInWorkTree(work, base, revision));
      }),
      { numRuns: 25 },
    );
  }, 120_000);
});

async function play(
  work: WorkTree,
  branch: string,
  root: string,
  lines: readonly string[],
  changes: readonly { file: string; line: number; word: string | null }[],
): Promise<string> {
  await work.git('checkout', '-q', '-b', branch, root);
  const state = new Map<string, string[] | null>();
  let tip = root;
  for (const { file, line, word } of changes) {
    const current = state.get(file) ?? [...lines];
    const next = word === null ? null : current.with(line, word);
    if (state.get(file) === null) continue;
    state.set(file, next);
    tip = await work.commit(
      { [file]: next === null ? null : `${next.join('\n')}\n` },
      `${file} ${line} ${String(word)}`,
    );
  }
  return tip;
}

interface Performed {
  readonly tree?: string;
  readonly files?: readonly string[];
}

async function asPerformed(
  preview: Awaited<ReturnType<BareRepository['previewMerge']>>,
  repository: BareRepository,
): Promise<Performed> {
  if (preview.kind === 'conflict') return { files: preview.files.toSorted() };
  expect(await repository.entries(preview.tree)).toBeDefined();
  return { tree: preview.tree };
}

async function mergeInWorkTree(work: WorkTree, base: string, revision: string): Promise<Performed> {
  await work.git('checkout', '-q', '--detach', base);
  try {
    await work.git('merge', '-q', '-m', 'merge', revision);
  } catch {
    const { stdout } = await work.git('diff', '--name-only', '--diff-filter=U', '-z');
    await work.git('merge', '--abort');
    return { files: [...new Set(stdout.split('\0').filter((file) => file !== ''))].toSorted() };
  }
  return { tree: (await work.git('rev-parse', 'HEAD^{tree}')).stdout.trim() };
}

describe('createMergeCommit', () => {
  it('gives the same commit for the same inputs, on any server', async () => {
    const { repository, work, push } = await repositoryWithWorkTree();
    const a = await work.commit({ 'a.txt': 'a\n' });
    const b = await work.commit({ 'a.txt': 'b\n' });
    await push();
    const tree = (await repository.commit(b)).tree;
    const input = { tree, parents: [a, b], message: 'Merge shop 1.0.0 into qa\n\nБо час.\n', author: ada, at };
    const sha = await repository.createMergeCommit(input);
    const other = openRepository({ git: testGit, path: repository.path });
    expect(await other.createMergeCommit(input)).toBe(sha);
    expect(await repository.commit(sha)).toEqual({
      sha,
      tree,
      parents: [a, b],
      authorName: 'Ada',
      authorEmail: 'ada@example.org',
      authoredAt: at,
      committedAt: at,
      subject: 'Merge shop 1.0.0 into qa',
    });
    expect(await repository.createMergeCommit({ ...input, at: new Date(at.getTime() + 1000) })).not.toBe(sha);
  });

  it('takes any author that a person may call themselves', async () => {
    const { repository, work, push } = await repositoryWithWorkTree();
    const a = await work.commit({ 'a.txt': 'a\n' });
    await push();
    const tree = (await repository.commit(a)).tree;
    for (const [name, expected] of [
      ['Леся <Українка>\ncommitter x', 'Леся  Українка  committer x'],
      ['', 'unknown'],
      ['<>', 'unknown'],
      ['...', 'unknown'],
    ] as const) {
      const author = { name, email: '\n' };
      const sha = await repository.createMergeCommit({ tree, parents: [a], message: 'x', author, at });
      expect((await repository.commit(sha)).authorName).toBe(expected);
    }
  });
});

describe('moveBranch', () => {
  it('moves only from where it was seen, and says when it is there already', async () => {
    const { repository, work, push } = await repositoryWithWorkTree();
    const a = await work.commit({ 'a.txt': 'a\n' });
    const b = await work.commit({ 'a.txt': 'b\n' });
    await push();
    expect(await repository.moveBranch('qa', a, undefined)).toBe('moved');
    expect(await repository.moveBranch('qa', a, undefined)).toBe('already');
    expect(await repository.moveBranch('qa', b, undefined)).toBe('stale');
    expect(await repository.moveBranch('qa', b, a)).toBe('moved');
    expect(await repository.moveBranch('qa', b, a)).toBe('already');
    expect(await repository.moveBranch('nowhere', b, a)).toBe('stale');
    await expect(repository.moveBranch('qa', '1'.repeat(40), b)).rejects.toMatchObject({ code: 'git_failed' });
    await expect(repository.moveBranch('qa/below', a, undefined)).rejects.toMatchObject({ code: 'git_failed' });
    expect(await repository.resolve('qa')).toBe(b);
  });

  it('lets exactly one of eight win, every time', async () => {
    const { repository, work, push } = await repositoryWithWorkTree();
    let tip = await work.commit({ 'a.txt': 'a\n' });
    await push();
    const tree = (await repository.commit(tip)).tree;
    expect(await repository.moveBranch('qa', tip, undefined)).toBe('moved');
    for (let round = 0; round < 5; round += 1) {
      const goals = await Promise.all(
        Array.from({ length: 8 }, (_, mover) =>
          repository.createMergeCommit({ tree, parents: [tip], message: `${round} ${mover}`, author: ada, at }),
        ),
      );
      const expected = tip;
      const answers = await Promise.all(goals.map((goal) => repository.moveBranch('qa', goal, expected)));
      expect(answers.toSorted()).toEqual(['moved', ...Array.from({ length: 7 }, () => 'stale')]);
      tip = await repository.resolve('qa');
      expect(tip).toBe(goals[answers.indexOf('moved')]);
    }
  });
});

describe('tag', () => {
  it('is where it was moved last', async () => {
    const { repository, work, push } = await repositoryWithWorkTree();
    const a = await work.commit({ 'a.txt': 'a\n' });
    const b = await work.commit({ 'a.txt': 'b\n' });
    await push();
    await repository.moveTag('qa/1.0.0', b);
    await repository.moveTag('qa/1.0.0', a);
    await repository.moveTag('qa/1.0.0', a);
    expect(await repository.tagsAt(a)).toEqual(['qa/1.0.0']);
    expect(await repository.tagsAt(b)).toEqual([]);
  });
});

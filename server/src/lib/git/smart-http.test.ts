import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { stockGit, temporaryFolder } from './git-fixture.ts';
import type { RefUpdate } from './receive-commands.ts';
import { failing, protectQa, served, words } from './smart-http-fixture.ts';

describe('stock git', () => {
  it('pushes, clones, fetches any branch and clones partially', async () => {
    const { repository, work, url, first, failures } = await served();
    await work.git('push', '-q', 'origin', 'main');
    await work.git('checkout', '-q', '-b', 'feature/x');
    // Large and incompressible, so that it travels in chunks and fills every pipe on its way.
    const second = await work.commit({ 'big.bin': randomBytes(5_000_000) });
    await work.git('tag', '-a', 'v1.0.0', '-m', 'first');
    await work.git('push', '-q', '--follow-tags', 'origin', 'feature/x');
    expect(await repository.resolve('main')).toBe(first);
    expect(await repository.resolve('v1.0.0')).toBe(second);
    const folder = await temporaryFolder();
    const git = stockGit(folder);
    await git('clone', '-q', url, 'full');
    await git('-C', 'full', 'checkout', '-q', 'feature/x');
    expect(await readFile(join(folder, 'full/big.bin'))).toEqual(await readFile(join(work.folder, 'big.bin')));
    await git('clone', '-q', '--filter=blob:none', '--no-checkout', url, 'partial');
    await git('-c', 'protocol.version=0', 'ls-remote', url);
    // Many haves make git compress its request.
    for (let n = 0; n < 60; n += 1) await work.commit({ 'a.txt': `${n}` });
    await work.git('push', '-q', 'origin', 'feature/x');
    await git('-C', 'full', 'pull', '-q');
    await work.git('push', '-q', '--force', 'origin', `${first}:feature/x`);
    await work.git('push', '-q', 'origin', ':feature/x');
    expect((await repository.refs('refs/heads/')).map((ref) => ref.name)).toEqual(['refs/heads/main']);
    expect(failures).toEqual([]);
  });

  it('is told by ref what was refused and why, and the rest of the push goes through', async () => {
    const moves: RefUpdate[] = [];
    const { repository, work, first, failures } = await served({
      refuse: protectQa,
      moved: async (some) => void moves.push(...some),
    });
    const reason = await failing(
      work.git(
        'push',
        'origin',
        'main',
        'main:qa',
        'main:qa/x',
        'main:quality',
        'main:refs/tags/qa/1.0.0',
        'main:refs/pull/1/head',
      ),
    );
    expect(reason).toContain('remote: refs/heads/qa is written by the server alone. Push to develop instead.');
    expect(reason).toContain('remote: refs/tags/qa/1.0.0 is written by the server alone.');
    expect(reason).toContain('remote: refs/pull/1/head cannot be pushed: only branches and tags can.');
    expect(reason.match(/\[remote rejected\]/g)).toHaveLength(4);
    const names = (await repository.refs('refs/')).map((ref) => ref.name);
    expect(names).toEqual(['refs/heads/main', 'refs/heads/quality']);
    expect(moves).toEqual([
      { ref: 'refs/heads/main', old: undefined, new: first },
      { ref: 'refs/heads/quality', old: undefined, new: first },
    ]);
    expect(failures).toEqual([]);
  });

  it('can neither change nor delete a protected branch, nor hide one behind an allowed one', async () => {
    const { repository, work, first } = await served({ refuse: protectQa });
    await work.git('push', '-q', 'origin', 'main');
    await repository.moveBranch('qa', first, undefined);
    const next = await work.commit({ 'a.txt': '2\n' });
    for (const spec of [`${next}:refs/heads/qa`, `+${next}:refs/heads/qa`, ':refs/heads/qa']) {
      expect(await failing(work.git('push', 'origin', spec))).toContain(
        'remote: refs/heads/qa is written by the server',
      );
      await work.git('push', '-q', '--force', 'origin', `${next}:refs/heads/main`).catch(() => undefined);
    }
    expect(await repository.resolve('qa')).toBe(first);
    expect(await repository.resolve('main')).toBe(next);
  });

  it('may push below a refused name when the rule allows that', async () => {
    const { repository, work } = await served({
      refuse: (update) => (update.ref === 'refs/heads/a' ? words.branch_is_ours({ ref: update.ref }) : undefined),
    });
    await failing(work.git('push', 'origin', 'main:refs/heads/a/b', 'main:refs/heads/a'));
    expect((await repository.refs('refs/heads/')).map((ref) => ref.name)).toEqual(['refs/heads/a/b']);
  });

  it('hears the rule in the language that the caller speaks', async () => {
    const { work } = await served({ refuse: protectQa, say: (message) => `${message.code}: ні` });
    expect(await failing(work.git('push', 'origin', 'main:qa'))).toContain('remote: branch_is_ours: ні');
  });

  it('does not see the refs that Sluice keeps for itself', async () => {
    const { repository, work, url, first } = await served();
    await work.git('push', '-q', 'origin', 'main');
    await repository.keep(first);
    expect((await work.git('ls-remote', url)).stdout).not.toContain('refs/sluice');
    await failing(work.git('push', 'origin', 'main:refs/sluice/keep/x', `:refs/sluice/keep/${first}`));
    expect(await repository.refs('refs/sluice')).toHaveLength(1);
  });

  it('cannot push an object that would escape when it is unpacked', async () => {
    const { repository, work } = await served();
    const blob = (await work.git('hash-object', '-w', 'a.txt')).stdout.trim();
    const entry = Buffer.concat([Buffer.from('100644 ../evil\0'), Buffer.from(blob, 'hex')]);
    await writeFile(join(work.folder, '.git/evil'), entry);
    const tree = (await work.git('hash-object', '-w', '--literally', '-t', 'tree', '.git/evil')).stdout.trim();
    const commit = (await work.git('commit-tree', '-m', 'evil', tree)).stdout.trim();
    expect(await failing(work.git('push', 'origin', `${commit}:refs/heads/evil`))).toMatch(
      /fullPathname|hasDotdot|fsck/,
    );
    expect(await repository.refs('refs/')).toEqual([]);
  });

  it('is answered although waking somebody about its push failed', async () => {
    const { repository, work, first, failures } = await served({
      moved: async () => {
        throw new Error('nobody home');
      },
    });
    await work.git('push', '-q', 'origin', 'main');
    expect(await repository.resolve('main')).toBe(first);
    await vi.waitFor(() => expect(failures).toEqual([new Error('nobody home')]));
  });

  it('pushes from eight places at once, and every branch arrives', async () => {
    const moved = vi.fn<() => Promise<void>>(async () => undefined);
    const { repository, work, first } = await served({ moved });
    await work.git('push', '-q', 'origin', 'main');
    await Promise.all(Array.from({ length: 8 }, (_, n) => work.git('push', '-q', 'origin', `main:refs/heads/b${n}`)));
    const refs = await repository.refs('refs/heads/');
    expect(refs).toHaveLength(9);
    expect(new Set(refs.map((ref) => ref.sha))).toEqual(new Set([first]));
    expect(moved).toHaveBeenCalledTimes(9);
  });
});

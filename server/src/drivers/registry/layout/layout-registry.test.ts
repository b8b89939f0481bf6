import { execFile, spawn } from 'node:child_process';
import type { ChildProcess, ChildProcessByStdio } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, readdir, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { withFileLock } from '../../../lib/file-lock.ts';
import { createLayoutRegistry } from './layout-registry.ts';

const run = promisify(execFile);
const moduleUrl = new URL('./layout-registry.ts', import.meta.url).href;
const repository = 'default/shop';
const version = 'org.opencontainers.image.version';
const refName = 'org.opencontainers.image.ref.name';
const absent = `sha256:${'0'.repeat(64)}`;

let directory: string;
let layout: string;
const children = new Set<ChildProcess>();

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sluice-layout-'));
  layout = join(directory, 'registry', 'default', 'shop');
});
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  children.clear();
  await rm(directory, { recursive: true, force: true });
});

const registryOf = () => createLayoutRegistry({ directory: join(directory, 'registry') });

async function file(name: string, content: string | Buffer): Promise<string> {
  const path = join(directory, name);
  await writeFile(path, content);
  return path;
}

/** Runs a script in another Node process, with `registry` and `directory` at hand. */
function startScript(script: string, prefix: readonly string[] = []): ChildProcessByStdio<null, Readable, null> {
  const code = `
    import { createLayoutRegistry } from ${JSON.stringify(moduleUrl)};
    import { writeFileSync } from 'node:fs';
    const directory = ${JSON.stringify(directory)};
    const registry = createLayoutRegistry({ directory: directory + '/registry' });
    ${script}`;
  const [command, ...args] = [...prefix, process.execPath, '--input-type=module', '-e', code];
  const child = spawn(command ?? process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  children.add(child);
  return child;
}

async function sha256(path: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
}

/**
 * What the OCI image specification demands of a layout, checked without the code under test. Answers the digests of the
 * index in its order.
 */
async function validateLayout(root: string): Promise<string[]> {
  expect(JSON.parse(await readFile(join(root, 'oci-layout'), 'utf8'))).toEqual({ imageLayoutVersion: '1.0.0' });
  for (const name of await readdir(join(root, 'blobs', 'sha256'))) {
    expect(await sha256(join(root, 'blobs', 'sha256', name))).toBe(name);
  }
  const index = JSON.parse(await readFile(join(root, 'index.json'), 'utf8'));
  expect(index.schemaVersion).toBe(2);
  expect(index.mediaType).toBe('application/vnd.oci.image.index.v1+json');
  const readDescriptor = async (descriptor: { mediaType: string; digest: string; size: number }): Promise<Buffer> => {
    expect(descriptor.mediaType).toMatch(/^[a-z]+\/[a-z0-9.+-]+$/);
    expect(descriptor.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    const content = await readFile(join(root, 'blobs', ...descriptor.digest.split(':')));
    expect(content.length).toBe(descriptor.size);
    return content;
  };
  for (const entry of index.manifests) {
    expect(entry.mediaType).toBe('application/vnd.oci.image.manifest.v1+json');
    const manifest = JSON.parse((await readDescriptor(entry)).toString());
    expect(manifest.schemaVersion).toBe(2);
    expect(manifest.mediaType).toBe(entry.mediaType);
    expect(manifest.artifactType).toBe('application/vnd.sluice.source.v1');
    expect(manifest.artifactType).toBe(entry.artifactType);
    expect(manifest.config.mediaType).toBe('application/vnd.oci.empty.v1+json');
    expect((await readDescriptor(manifest.config)).toString()).toBe('{}');
    expect(manifest.layers).toHaveLength(1);
    await readDescriptor(manifest.layers[0]);
  }
  return index.manifests.map((entry: { digest: string }) => entry.digest);
}

async function bytesOf(stream: Readable): Promise<Buffer> {
  return buffer(stream);
}

describe('storing', () => {
  test('what is pushed comes back byte by byte, in a layout that other tools can read', async () => {
    const content = randomBytes(700_000);
    const stored = await registryOf().push(repository, await file('a.tar', content), { [version]: '1.0.0' });
    expect(stored.sizeBytes).toBe(content.length);
    expect(await bytesOf(await registryOf().pull(repository, stored.digest))).toEqual(content);
    expect(await registryOf().has(repository, stored.digest)).toBe(true);
    expect(await validateLayout(layout)).toEqual([stored.digest]);
    expect(await readdir(join(layout, 'uploads'))).toEqual([]);
  });

  test('equal content has an equal digest whatever is said about it, in every repository', async () => {
    const registry = registryOf();
    const tar = await file('a.tar', 'the same');
    const one = await registry.push(repository, tar, {
      [version]: '1.0.0',
      'org.opencontainers.image.created': '2026',
    });
    const two = await registry.push('other/app', tar, { [version]: '2.0.0' });
    expect(two.digest).toBe(one.digest);
    const manifest = await readFile(join(layout, 'blobs', ...one.digest.split(':')), 'utf8');
    expect(manifest).not.toMatch(/1\.0\.0|2026/);
  });

  test('pushing again writes no blob again and makes no second entry', async () => {
    const registry = registryOf();
    const tar = await file('a.tar', 'content');
    const { digest } = await registry.push(repository, tar, { [version]: '1.0.0' });
    const blobs = join(layout, 'blobs', 'sha256');
    const before = await Promise.all((await readdir(blobs)).map(async (name) => (await stat(join(blobs, name))).ino));
    await registry.push(repository, tar, { [version]: '1.0.0' });
    const after = await Promise.all((await readdir(blobs)).map(async (name) => (await stat(join(blobs, name))).ino));
    expect(after).toEqual(before);
    expect(await validateLayout(layout)).toEqual([digest]);
  });

  test('a branch name points to the newest artifact only, and versions of equal content stand side by side', async () => {
    const registry = registryOf();
    const tar = await file('a.tar', 'one');
    const one = await registry.push(repository, tar, { [version]: '1.0.0', [refName]: 'main' });
    await registry.push(repository, tar, { [version]: '1.0.1', [refName]: 'main' });
    const two = await registry.push(repository, await file('b.tar', 'two'), { [version]: '1.1.0', [refName]: 'main' });
    const { manifests } = JSON.parse(await readFile(join(layout, 'index.json'), 'utf8'));
    expect(manifests.map((entry: { annotations: Record<string, string> }) => entry.annotations)).toEqual([
      { [version]: '1.0.0' },
      { [version]: '1.0.1' },
      { [version]: '1.1.0', [refName]: 'main' },
    ]);
    expect(await validateLayout(layout)).toEqual([one.digest, one.digest, two.digest]);
  });

  test('names that could leave the registry are refused', async () => {
    const registry = registryOf();
    const tar = await file('a.tar', 'content');
    for (const bad of ['', 'shop', '../x', 'a/..', 'a/b/c', '/a/b', 'a/.', 'A/b', 'a/b\0', './b', 'a//b']) {
      await expect(registry.push(bad, tar, {})).rejects.toMatchObject({ code: 'registry_name_invalid' });
      await expect(registry.remove(bad, [absent])).rejects.toMatchObject({ code: 'registry_name_invalid' });
    }
    for (const bad of ['', 'sha256:..', `sha256:../../${'0'.repeat(58)}`, `sha256:${'A'.repeat(64)}`, 'sha512:00']) {
      await expect(registry.pull(repository, bad)).rejects.toMatchObject({ code: 'registry_digest_invalid' });
      await expect(registry.has(repository, bad)).rejects.toMatchObject({ code: 'registry_digest_invalid' });
      await expect(registry.remove(repository, [bad])).rejects.toMatchObject({ code: 'registry_digest_invalid' });
    }
    expect(await readdir(directory)).toEqual(['a.tar']);
  });
});

describe('damage', () => {
  const blobPath = async (tar: string): Promise<string> => join(layout, 'blobs', 'sha256', await sha256(tar));

  test('content that is not there is said to be missing', async () => {
    await expect(registryOf().pull(repository, absent)).rejects.toMatchObject({ code: 'registry_content_missing' });
    expect(await registryOf().has(repository, absent)).toBe(false);
  });

  test('changed bytes end the stream with an error, and a push repairs them', async () => {
    const registry = registryOf();
    const tar = await file('a.tar', randomBytes(300_000));
    const { digest } = await registry.push(repository, tar, {});
    const changed = await readFile(tar);
    changed[150_000] = (changed[150_000] ?? 0) ^ 1;
    await writeFile(await blobPath(tar), changed);
    await expect(registry.pull(repository, digest).then(bytesOf)).rejects.toMatchObject({
      code: 'registry_content_damaged',
    });
    await registry.push(repository, tar, {});
    expect(await bytesOf(await registry.pull(repository, digest))).toEqual(await readFile(tar));
  });

  test('a blob that was cut short is refused at once, is not there for has, and a push repairs it', async () => {
    const registry = registryOf();
    const tar = await file('a.tar', randomBytes(300_000));
    const { digest } = await registry.push(repository, tar, {});
    await truncate(await blobPath(tar), 1000);
    await expect(registry.pull(repository, digest)).rejects.toMatchObject({ code: 'registry_content_damaged' });
    expect(await registry.has(repository, digest)).toBe(false);
    await registry.push(repository, tar, {});
    expect(await registry.has(repository, digest)).toBe(true);
    expect(await validateLayout(layout)).toEqual([digest]);
  });

  test('a damaged manifest is refused and repaired; a damaged index is left for a person', async () => {
    const registry = registryOf();
    const tar = await file('a.tar', 'content');
    const { digest } = await registry.push(repository, tar, {});
    await writeFile(join(layout, 'blobs', ...digest.split(':')), '{"schemaVersion":2}');
    await expect(registry.pull(repository, digest)).rejects.toMatchObject({ code: 'registry_content_damaged' });
    await registry.push(repository, tar, {});
    expect(await validateLayout(layout)).toEqual([digest]);
    await writeFile(join(layout, 'index.json'), '{"schemaVersion":2,');
    await expect(registry.push(repository, tar, {})).rejects.toMatchObject({ code: 'registry_index_damaged' });
    expect(await readFile(join(layout, 'index.json'), 'utf8')).toBe('{"schemaVersion":2,');
  });

  test('a full disk is said clearly, nothing half written remains, and the next attempt works', async () => {
    const tar = await file('a.tar', randomBytes(1_000_000));
    // A limit on the size of files stops a write as a full disk does, for root as for everybody.
    const limited = startScript(
      `await registry.push('default/shop', directory + '/a.tar', {})
        .then(() => console.log('stored'), (error) => console.log(error.kind, error.code));`,
      ['/bin/sh', '-c', 'ulimit -f 100; exec "$0" "$@"'],
    );
    expect((await bytesOf(limited.stdout)).toString()).toBe('Unavailable registry_disk_full\n');
    expect(await readdir(join(layout, 'uploads'))).toEqual([]);
    const { digest } = await registryOf().push(repository, tar, {});
    expect(await validateLayout(layout)).toEqual([digest]);
  });
});

describe('removing', () => {
  test('only what nothing else needs goes, and unknown digests are fine', async () => {
    const registry = registryOf();
    const one = await registry.push(repository, await file('a.tar', 'one'), {});
    const two = await registry.push(repository, await file('b.tar', 'two'), {});
    await registry.remove(repository, [one.digest, absent]);
    expect(await registry.has(repository, one.digest)).toBe(false);
    await expect(registry.pull(repository, one.digest)).rejects.toMatchObject({ code: 'registry_content_missing' });
    expect(await validateLayout(layout)).toEqual([two.digest]);
    // The manifest, its tar and the shared configuration.
    expect(await readdir(join(layout, 'blobs', 'sha256'))).toHaveLength(3);
    await registry.remove(repository, [two.digest]);
    expect(await readdir(join(layout, 'blobs', 'sha256'))).toEqual([]);
    await registry.remove('default/never', [one.digest]);
    expect(await readdir(join(directory, 'registry', 'default'))).toEqual(['shop']);
  });

  test('a layer that another manifest shares stays', async () => {
    const registry = registryOf();
    const tar = await file('a.tar', 'shared');
    const { digest } = await registry.push(repository, tar, {});
    // Another tool may have added a manifest of its own over the same layer.
    const manifest = JSON.parse(await readFile(join(layout, 'blobs', ...digest.split(':')), 'utf8'));
    const foreign = Buffer.from(JSON.stringify({ ...manifest, annotations: { by: 'hand' } }));
    const name = createHash('sha256').update(foreign).digest('hex');
    await writeFile(join(layout, 'blobs', 'sha256', name), foreign);
    const index = JSON.parse(await readFile(join(layout, 'index.json'), 'utf8'));
    index.manifests.push({ ...index.manifests[0], digest: `sha256:${name}`, size: foreign.length });
    await writeFile(join(layout, 'index.json'), JSON.stringify(index));
    await registry.remove(repository, [digest]);
    expect(await bytesOf(await registry.pull(repository, `sha256:${name}`))).toEqual(await readFile(tar));
    expect(await validateLayout(layout)).toEqual([`sha256:${name}`]);
  });

  test('while a remaining manifest cannot be read, nothing that it might need goes', async () => {
    const registry = registryOf();
    const one = await registry.push(repository, await file('a.tar', 'one'), {});
    const two = await registry.push(repository, await file('b.tar', 'two'), {});
    const manifest = join(layout, 'blobs', ...two.digest.split(':'));
    const good = await readFile(manifest);
    await writeFile(manifest, 'x');
    await registry.remove(repository, [one.digest]);
    await writeFile(manifest, good);
    expect((await bytesOf(await registry.pull(repository, two.digest))).toString()).toBe('two');
  });

  test('blobs and uploads of a killed push are collected', async () => {
    const registry = registryOf();
    const { digest } = await registry.push(repository, await file('a.tar', 'one'), {});
    const orphan = createHash('sha256').update('orphan').digest('hex');
    await writeFile(join(layout, 'blobs', 'sha256', orphan), 'orphan');
    const abandoned = join(layout, 'uploads', 'abandoned');
    await writeFile(abandoned, 'half');
    await utimes(abandoned, 0, 0);
    await registry.remove(repository, [absent]);
    await registry.push(repository, await file('b.tar', 'two'), {});
    expect(await readdir(join(layout, 'blobs', 'sha256'))).not.toContain(orphan);
    expect(await readdir(join(layout, 'uploads'))).toEqual([]);
    expect(await validateLayout(layout)).toContain(digest);
  });
});

describe('several processes at once', () => {
  test('pushes of the same and of other content lose nothing while others are removed', async () => {
    const registry = registryOf();
    const old = await Promise.all(
      [1, 2, 3, 4, 5, 6].map(async (n) => registry.push(repository, await file(`old-${n}.tar`, `old ${n}`), {})),
    );
    await file('same.tar', randomBytes(200_000));
    const pushers = ['a', 'b', 'c'].map((name) =>
      startScript(`
        const digests = [];
        for (let n = 0; n < 6; n += 1) {
          const tar = directory + '/${name}' + n + '.tar';
          writeFileSync(tar, '${name}' + n);
          digests.push((await registry.push('default/shop', tar, { by: '${name}' })).digest);
          digests.push((await registry.push('default/shop', directory + '/same.tar', {})).digest);
        }
        console.log(JSON.stringify(digests));`),
    );
    const removing = (async () => {
      for (const { digest } of old) await registry.remove(repository, [digest]);
    })();
    const pushed = (
      await Promise.all(pushers.map(async (child) => JSON.parse((await bytesOf(child.stdout)).toString())))
    ).flat();
    await removing;
    expect(pushed).toHaveLength(36);
    expect(new Set(await validateLayout(layout))).toEqual(new Set(pushed));
    expect(await readdir(join(layout, 'uploads'))).toEqual([]);
  });

  test('the same content pushed and removed all the time is whole or absent, never in between', async () => {
    const tar = await file('a.tar', randomBytes(100_000));
    const pusher = startScript(`
      for (let n = 0; n < 40; n += 1) await registry.push('default/shop', directory + '/a.tar', {});
      console.log('finished');`);
    const output = bytesOf(pusher.stdout);
    const registry = registryOf();
    const { digest } = await registry.push(repository, tar, {});
    while (pusher.exitCode === null) {
      // Under the lock nothing is in motion, so whatever the index names must be there.
      await withFileLock(join(layout, 'lock'), 10_000, async () => validateLayout(layout));
      await registry.remove(repository, [digest]);
    }
    expect((await output).toString()).toBe('finished\n');
    await registry.push(repository, tar, {});
    expect(await validateLayout(layout)).toEqual([digest]);
    expect(await bytesOf(await registry.pull(repository, digest))).toEqual(await readFile(tar));
  });

  test('a server killed while it pushes leaves a sound layout, and its lock is free at once', async () => {
    await mkdir(join(directory, 'registry'), { recursive: true });
    const announced: string[] = [];
    for (let round = 0; round < 4; round += 1) {
      const pusher = startScript(`
        import { randomBytes } from 'node:crypto';
        for (let n = 0; ; n += 1) {
          const tar = directory + '/${round}-' + n + '.tar';
          writeFileSync(tar, randomBytes(50_000 + ${round} * 7919));
          console.log((await registry.push('default/shop', tar, {})).digest);
        }`);
      let output = '';
      for await (const chunk of pusher.stdout) {
        output += String(chunk);
        if (output.split('\n').length > 3 + round) break;
      }
      pusher.kill('SIGKILL');
      await once(pusher, 'exit');
      // The last line may have been cut off by the kill.
      announced.push(...output.split('\n').slice(0, -1));
      expect(await validateLayout(layout)).toEqual(expect.arrayContaining(announced));
    }
    const registry = createLayoutRegistry({ directory: join(directory, 'registry'), lockWaitMs: 1_000 });
    const { digest } = await registry.push(repository, await file('after.tar', 'after'), {});
    expect(await validateLayout(layout)).toEqual(expect.arrayContaining([...announced, digest]));
  });

  test('a writer that was stopped makes others wait for a bounded time, and goes on undisturbed', async () => {
    const lockUrl = new URL('../../../lib/file-lock.ts', import.meta.url).href;
    const holder = startScript(`
      import { withFileLock } from ${JSON.stringify(lockUrl)};
      await withFileLock(directory + '/registry/default/shop/lock', 1000, async () => {
        console.log('held');
        await new Promise((resolve) => setTimeout(resolve, 60_000));
      });`);
    await once(holder.stdout, 'data');
    holder.kill('SIGSTOP');
    const tar = await file('a.tar', 'content');
    const registry = createLayoutRegistry({ directory: join(directory, 'registry'), lockWaitMs: 100 });
    await expect(registry.push(repository, tar, {})).rejects.toMatchObject({
      kind: 'Unavailable',
      code: 'registry_busy',
    });
    expect(await readdir(join(layout, 'uploads'))).toEqual([]);
    holder.kill('SIGKILL');
    await registryOf().push(repository, tar, {});
  });
});

test('the tar utility reads the layer as it lies in the layout', async () => {
  await mkdir(join(directory, 'tree'));
  await writeFile(join(directory, 'tree', 'hello'), 'hi');
  await run('tar', ['-cf', join(directory, 'a.tar'), '-C', join(directory, 'tree'), '.']);
  await registryOf().push(repository, join(directory, 'a.tar'), {});
  const blob = join(layout, 'blobs', 'sha256', await sha256(join(directory, 'a.tar')));
  expect((await run('tar', ['-tf', blob])).stdout).toBe('./\n./hello\n');
});

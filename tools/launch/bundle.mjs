import { mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const keepChunksMs = 24 * 60 * 60 * 1_000;

/**
 * Bundles the command line into cli/dist: one entry, and a chunk for everything that is imported lazily. Chunks are named
 * by their content and written first, and the entry is moved into place last, so that whoever starts or still runs an
 * older bundle meanwhile finds all of it. The entry carries the time at which the build began: a source that was saved
 * during the build is newer and causes the next one.
 *
 * @param {string} root
 * @returns {Promise<string>} the path of the entry
 */
export async function bundleCommandLine(root) {
  const beganAt = new Date();
  const { build } = await import('esbuild');
  const folder = join(root, 'cli', 'dist');
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: { sluice: 'cli/src/main.ts' },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    chunkNames: 'chunk-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    logLevel: 'error',
    // Packages written for CommonJS ask for Node's own modules by `require`.
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
    write: false,
  });
  mkdirSync(folder, { recursive: true });
  const entry = join(folder, 'sluice.mjs');
  const ordered = outputFiles.toSorted((one, other) => Number(one.path === entry) - Number(other.path === entry));
  for (const { path, contents } of ordered) {
    const draft = join(dirname(path), `.${basename(path)}.${process.pid}`);
    writeFileSync(draft, contents);
    utimesSync(draft, beganAt, beganAt);
    renameSync(draft, path);
  }
  forgetOldChunks(folder, new Set(outputFiles.map(({ path }) => basename(path))), beganAt.getTime());
  return entry;
}

/**
 * @param {string} folder
 * @param {ReadonlySet<string>} current
 * @param {number} now
 */
function forgetOldChunks(folder, current, now) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    try {
      if (!current.has(name) && now - statSync(path).mtimeMs > keepChunksMs) rmSync(path, { force: true });
    } catch {
      // Another build was faster.
    }
  }
}

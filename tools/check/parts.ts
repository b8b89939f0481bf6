import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brokenRules } from '../architecture/rules.ts';
import { readTree } from '../architecture/tree.ts';
import { faultsOfLockFile } from './lock-file.ts';
import type { Part } from './part.ts';
import { runTool } from './tool.ts';

/** The gate, the longest parts first. `installed` is where the tools themselves are. */
export function partsOf(root: string, installed: string = root): readonly Part[] {
  const tool = (program: string, ...args: readonly string[]) => runTool(root, join(installed, program), args);
  const oxlint = 'node_modules/oxlint/bin/oxlint';
  const oxfmt = 'node_modules/oxfmt/bin/oxfmt';
  const generator = 'tools/generate.ts';
  return [
    {
      name: 'types',
      remedy: 'Mend the types named above.',
      check: () => tool('node_modules/typescript/bin/tsc', '-p', '.'),
    },
    {
      name: 'dead code',
      remedy: 'Delete what nothing uses, or stop exporting it.',
      check: () => tool('node_modules/knip/bin/knip.js', '--no-progress'),
    },
    {
      name: 'lint',
      remedy: 'Mend the code; npm run check -- --fix does what can be done safely.',
      check: () => tool(oxlint),
      fix: () => tool(oxlint, '--fix'),
    },
    {
      name: 'format',
      remedy: 'Run npm run check -- --fix.',
      check: () => tool(oxfmt, '--check'),
      fix: () => tool(oxfmt),
    },
    {
      name: 'generated files',
      remedy: 'Run npm run generate and commit what changed.',
      check: async () =>
        existsSync(join(root, generator)) ? runTool(root, join(root, generator), ['--check']) : undefined,
      fix: async () => (existsSync(join(root, generator)) ? runTool(root, join(root, generator), []) : undefined),
    },
    {
      name: 'architecture',
      remedy: 'Each line says what to do; tools/architecture/rules.ts says why.',
      check: async () => brokenRules(await readTree(root)).join('\n') || undefined,
    },
    {
      name: 'lock file',
      remedy: 'Run npm install in this checkout, whose .npmrc leaves download addresses out.',
      check: async () =>
        faultsOfLockFile(await readFile(join(root, 'package-lock.json'), 'utf8')).join('\n') || undefined,
    },
  ];
}

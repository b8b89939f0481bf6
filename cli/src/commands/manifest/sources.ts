import { readdir, readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { ProblemDocument } from '@sluice/client';
import type { Context } from '../../context.ts';
import { UsageError } from '../../failure.ts';
import { manifestWords } from '../../messages/manifest.ts';

/** Files put together into one manifest, so that all of it is applied or nothing. */
export interface Sources {
  readonly manifest: string;
  /** The one file, or a name for all of them. */
  readonly file: string;
  /** Where a line of the whole stands in the files as people know them. */
  readonly locate: (line: number) => { readonly file: string; readonly line: number };
}

interface Piece {
  readonly file: string;
  readonly text: string;
}

export async function readSources(context: Context, paths: readonly string[]): Promise<Sources> {
  const pieces: Piece[] = [];
  for (const path of paths) pieces.push(...(await read(context, path)));
  return together(pieces);
}

async function read(context: Context, path: string): Promise<Piece[]> {
  const words = manifestWords[context.language];
  if (path === '-') return [{ file: '-', text: await context.input() }];
  const whole = resolve(context.workingDirectory, path);
  try {
    if (!(await stat(whole)).isDirectory()) return [{ file: path, text: await readFile(whole, 'utf8') }];
    const names = (await readdir(whole)).filter((name) => /\.ya?ml$/.test(name)).toSorted();
    if (names.length === 0) throw new UsageError(words.noManifests(path));
    return await Promise.all(
      names.map(async (name) => ({ file: join(path, name), text: await readFile(join(whole, name), 'utf8') })),
    );
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    throw new UsageError(error.code === 'ENOENT' ? words.noFile(path) : words.unreadable(path, String(error.code)));
  }
}

function together(pieces: readonly Piece[]): Sources {
  const starts: { file: string; firstLine: number }[] = [];
  let manifest = '';
  for (const { file, text } of pieces) {
    if (manifest !== '') manifest += manifest.endsWith('\n') ? '---\n' : '\n---\n';
    starts.push({ file, firstLine: manifest.split('\n').length });
    manifest += text;
  }
  return {
    manifest,
    file: pieces.length === 1 ? (pieces[0]?.file ?? '') : 'manifest.yaml',
    locate: (line) => {
      const start = starts.findLast(({ firstLine }) => firstLine <= line);
      return start === undefined ? { file: '', line } : { file: start.file, line: line - start.firstLine + 1 };
    },
  };
}

/** The places of a refusal, told in the files that were given. */
export function relocated(problem: ProblemDocument, sources: Sources): ProblemDocument {
  const details = problem.details.map((detail) =>
    detail.line === undefined ? detail : { ...detail, ...sources.locate(detail.line) },
  );
  return { ...problem, details };
}

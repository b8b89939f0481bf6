import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

interface Row {
  readonly flaw: string;
  readonly file: string;
  readonly title: string;
}

function rowsOf(document: string): Row[] {
  return document.split('\n').flatMap((line) => {
    const [, flaw = '', file = '', title = ''] = line.split('|').map((cell) => cell.trim());
    return /\.(test|e2e)\.ts$/.test(file) ? [{ flaw, file, title }] : [];
  });
}

const rows = rowsOf(readFileSync(join(root, 'docs', 'neighbours.md'), 'utf8'));

/** Titles stand in quotes; where a list makes several tests of one title, it stands there with its place holder. */
function hasTest({ file, title }: Row): boolean {
  if (!existsSync(join(root, file))) return false;
  const source = readFileSync(join(root, file), 'utf8');
  return ["'", '"', '`'].some((quote) => source.includes(`${quote}${title}${quote}`));
}

test('every flaw of a neighbour names a test that exists', () => {
  expect(rows.length).toBeGreaterThan(60);
  expect(rows.filter((row) => !hasTest(row)).map(({ file, title }) => `${file}: ${title}`)).toEqual([]);
});

test('every test that is named after a neighbour is in the document', () => {
  const named = ['promotions', 'gates'].flatMap((noun) => {
    const file = `server/src/promotions/neighbours/${noun}.test.ts`;
    const source = readFileSync(join(root, file), 'utf8');
    return [...source.matchAll(/'((?:Kargo|Weave GitOps|Akkeris|Flagger|Octopus): [^']+)'/g)].map(([, title]) => title);
  });
  const listed = new Set(rows.map(({ title }) => title));
  expect(named.filter((title) => title !== undefined && !listed.has(title))).toEqual([]);
});

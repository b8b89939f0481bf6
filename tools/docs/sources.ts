import { readdirSync } from 'node:fs';

/** The TypeScript files below a folder that are part of the product: no tests, nothing generated. Sorted. */
export function sourcesOf(root: string, folder: string): string[] {
  return readdirSync(`${root}/${folder}`, { recursive: true, encoding: 'utf8' })
    .map((path) => `${folder}/${path}`)
    .filter((path) => path.endsWith('.ts') && !/\.(test|generated|fixture)\.ts$|\/(test|crash)-[^/]+\.ts$/.test(path))
    .toSorted();
}

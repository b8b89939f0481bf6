import { posix } from 'node:path';
import { codeAlone, isModule, isTest } from './imports.ts';
import { slicesOf } from './places.ts';
import type { Tree } from './tree.ts';

const most = { linesOfFile: 400, filesOfFolder: 25, linesOfReadme: 30 } as const;

export function longFiles(tree: Tree): readonly string[] {
  return [...tree]
    .filter(([path, text]) => isOurs(path) && lines(text) > most.linesOfFile)
    .map(
      ([path, text]) =>
        `${path} has ${lines(text)} lines, more than ${most.linesOfFile}. Some noun in it wants a file of its own.`,
    );
}

export function fullFolders(tree: Tree): readonly string[] {
  const folders = Map.groupBy(
    [...tree.keys()].filter((path) => isOurs(path) && !isTest(path)),
    (path) => posix.dirname(path),
  );
  return [...folders]
    .filter(([, files]) => files.length > most.filesOfFolder)
    .map(
      ([folder, files]) =>
        `${folder} has ${files.length} source files, more than ${most.filesOfFolder}. Some noun in it wants a folder of its own.`,
    );
}

/** Words that fit everything say nothing. */
export function emptyNames(tree: Tree): readonly string[] {
  const suffix = '(?:Service|Manager|Helper|Util|Utils|Handler)s?';
  const declared = new RegExp(`\\b(?:class|interface|type|function|const)\\s+(\\w*${suffix})\\b`, 'g');
  const fileName = /(?:^|[-/])(?:services?|managers?|helpers?|utils?|handlers?|common|misc|shared)(?=\.|\/|-[^/]*\.ts)/;
  return [...tree].flatMap(([path, text]) => {
    if (!isModule(path)) return [];
    const names = [...codeAlone(text).matchAll(declared)].flatMap((match) => match[1] ?? []);
    return [
      ...(fileName.test(path)
        ? [`${path} has a name that says nothing. Name it after the noun or the act it holds.`]
        : []),
      ...names.map((name) => `${path} declares ${name}. Name it after the noun or the act it stands for.`),
    ];
  });
}

/** A slice opens with what it is for and with what others may use. */
export function slicesWithoutAFrontDoor(tree: Tree): readonly string[] {
  return slicesOf(tree).flatMap((slice) => {
    const folder = `server/src/${slice}`;
    const readme = tree.get(`${folder}/README.md`);
    return [
      ...(tree.has(`${folder}/index.ts`) ? [] : [`${folder} has no index.ts. Export there what other slices may use.`]),
      ...(readme === undefined
        ? [`${folder} has no README.md. Say in it what the slice is for, its states, tables and events.`]
        : []),
      ...(readme !== undefined && lines(readme) > most.linesOfReadme
        ? [`${folder}/README.md has ${lines(readme)} lines, more than ${most.linesOfReadme}. Move the rest to docs/.`]
        : []),
    ];
  });
}

function isOurs(path: string): boolean {
  return isModule(path) && !path.includes('.generated.');
}

function lines(text: string): number {
  return text.replace(/\n$/, '').split('\n').length;
}

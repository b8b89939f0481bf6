import { readFileSync } from 'node:fs';
import { sourcesOf } from './sources.ts';

const noun = '[a-z]+\\.[a-z]+';
/** `type: 'a.b'`, `type: x ? 'a.b' : 'c.d'`, and the functions that tell about one noun. */
const literals = new RegExp(
  `(?:\\btype:[^\\n;]*?|\\b(?:tell\\w*|emit\\w+Event)\\((?:[^;{]|\\{[^;{}]*\\})*?)'(${noun})'(?:\\s*:\\s*'(${noun})')?`,
  'g',
);
/** Made from the kind of a manifest. */
const made = [
  'app',
  'pipelinetemplate',
  'pipeline',
  'group',
  'rolebinding',
  'freeze',
  'webhook',
  'manifestsource',
].flatMap((kind) => [`${kind}.created`, `${kind}.changed`]);

/** Every type of event that the server's sources write. Sorted. */
export function eventTypes(root: string): string[] {
  const found = new Set(made);
  for (const path of sourcesOf(root, 'server/src')) {
    const text = readFileSync(`${root}/${path}`, 'utf8');
    if (!text.includes('emit') && !text.includes('tell')) continue;
    for (const [, ...types] of text.matchAll(literals))
      for (const type of types) if (type !== undefined) found.add(type);
  }
  return [...found].toSorted();
}

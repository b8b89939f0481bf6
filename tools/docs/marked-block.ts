/**
 * Puts generated lines between the two marks of a block, leaving everything that people wrote around it alone:
 *
 *     <!-- begin generated: settings -->
 *     …
 *     <!-- end generated: settings -->
 *
 * @throws Error when the document has no such block.
 */
export function replaceBlock(document: string, name: string, content: string): string {
  const begin = `<!-- begin generated: ${name} -->`;
  const end = `<!-- end generated: ${name} -->`;
  const from = document.indexOf(begin);
  const to = document.indexOf(end);
  if (from === -1 || to < from) throw new Error(`there is no block "${name}": write ${begin} and ${end}`);
  return `${document.slice(0, from + begin.length)}\n\n${content.trim()}\n\n${document.slice(to)}`;
}

/** A table of GitHub's Markdown. Bars and line ends inside a cell would end it, so they are written differently. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll(/\s*\n\s*/g, ' ')).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---|').join('')}`, ...rows.map(line)].join('\n');
}

export function code(text: string): string {
  return `\`${text}\``;
}

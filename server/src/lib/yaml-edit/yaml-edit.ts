import { isNode, isScalar, LineCounter, parse, parseAllDocuments, Scalar, visit } from 'yaml';
import type { Document } from 'yaml';
import type { Message } from '../message.ts';
import { yamlEditMessages as messages } from './yaml-edit-messages.ts';
import type { YamlPath } from './yaml-path.ts';

export type YamlEdit =
  /** The value stands there already. */
  | { readonly kind: 'same' }
  | { readonly kind: 'changed'; readonly text: string }
  | { readonly kind: 'refused'; readonly message: Message };

export interface YamlFile {
  readonly name: string;
  readonly text: string;
}

/** Puts a value where a path leads, and changes not one other letter: comments, quotes and line ends stay. */
export function setAtPath(file: YamlFile, path: YamlPath, written: string, value: string): YamlEdit {
  const read = readDocuments(file);
  if ('refused' in read) return { kind: 'refused', message: read.refused };
  const having = read.documents.filter((document) => document.hasIn(path));
  const [document, another] = having;
  if (document === undefined) {
    return { kind: 'refused', message: messages.yaml_path_missing({ file: file.name, path: written }) };
  }
  if (another !== undefined) {
    const words = { file: file.name, path: written, count: having.length };
    return { kind: 'refused', message: messages.yaml_path_twice(words) };
  }
  return replace(file, read.lines, [document.getIn(path, true)], value);
}

/** Puts a value before every marker: a comment behind a value, as JSON, like `# {"$promotion": "default:shop:prod"}`. */
export function setAtMarker(
  file: YamlFile,
  isMarked: (comment: string) => boolean,
  value: string,
): YamlEdit | undefined {
  const read = readDocuments(file);
  if ('refused' in read) return { kind: 'refused', message: read.refused };
  const marked: unknown[] = [];
  for (const document of read.documents) {
    visit(document, {
      Scalar: (_key, node) => {
        if (typeof node.comment === 'string' && isMarked(node.comment)) marked.push(node);
      },
    });
  }
  return marked.length === 0 ? undefined : replace(file, read.lines, marked, value);
}

function readDocuments({
  name,
  text,
}: YamlFile):
  | { readonly documents: readonly Document.Parsed[]; readonly lines: LineCounter }
  | { readonly refused: Message } {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines, keepSourceTokens: true });
  if (!Array.isArray(documents)) return { documents: [], lines };
  for (const { errors } of documents) {
    const [error] = errors;
    if (error === undefined) continue;
    const { line, col: column } = lines.linePos(error.pos[0]);
    const problem = error.message.split('\n')[0] ?? '';
    return { refused: messages.yaml_not_readable({ file: name, line, column, problem }) };
  }
  return { documents, lines };
}

function replace({ name, text }: YamlFile, lines: LineCounter, nodes: readonly unknown[], value: string): YamlEdit {
  const edits: { readonly from: number; readonly to: number; readonly words: string }[] = [];
  for (const node of nodes) {
    const range = isNode(node) ? node.range : undefined;
    const line = range ? lines.linePos(range[0]).line : 1;
    const source = range ? text.slice(range[0], range[1]) : '';
    const isOne = isScalar(node) && !/[\r\n]/.test(source) && source !== '';
    if (!isOne || node.type === Scalar.BLOCK_FOLDED || node.type === Scalar.BLOCK_LITERAL || !range) {
      return { kind: 'refused', message: messages.yaml_not_a_value({ file: name, line }) };
    }
    // An equal text in the file may still be a number there: what it is read as has to be the text.
    if (node.value === value) continue;
    edits.push({ from: range[0], to: range[1], words: inStyleOf(node, value) });
  }
  if (edits.length === 0) return { kind: 'same' };
  let changed = text;
  for (const { from, to, words } of edits.toSorted((one, other) => other.from - one.from)) {
    changed = changed.slice(0, from) + words + changed.slice(to);
  }
  return { kind: 'changed', text: changed };
}

/** In the quotes that it had; a plain value gets some only when it would be read as something else without. */
function inStyleOf(node: Scalar, value: string): string {
  if (node.type === Scalar.QUOTE_SINGLE) return `'${value.replaceAll("'", "''")}'`;
  if (node.type === Scalar.QUOTE_DOUBLE) return JSON.stringify(value);
  return staysPlain(value) ? value : JSON.stringify(value);
}

/** What a value looks like is a question here, not something to warn of. */
const quiet = { logLevel: 'silent' } as const;

function staysPlain(value: string): boolean {
  if (/[\s#,[\]{}]/.test(value)) return false;
  try {
    return parse(value, quiet) === value && parse(`{ a: ${value} }`, quiet)?.a === value;
  } catch {
    return false;
  }
}

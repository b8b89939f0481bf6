import type { appSpecSchema } from '../../server/src/apps/app-schema.ts';
import type { pipelineSpecSchema } from '../../server/src/pipelines/pipeline-schema.ts';
import type { webhookSpecSchema } from '../../server/src/webhooks/webhook-schema.ts';
import { code, table } from './marked-block.ts';

/** What this page needs of a JSON Schema. */
interface Node {
  readonly type?: string;
  readonly const?: string | number | boolean;
  readonly enum?: readonly (string | number)[];
  readonly anyOf?: readonly Node[];
  readonly items?: Node;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Node | boolean;
  readonly default?: unknown;
  readonly description?: string;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** What a schema cannot tell about a field: a default that it turns into something else, or the words it lacks. */
export type Additions = Readonly<Record<string, { readonly default?: string; readonly meaning?: string }>>;

/**
 * Every field below `spec:` of a kind, from the schema that judges manifests.
 * @throws Error for a field that nobody has explained, and for an explanation of a field that is not there.
 */
export function manifestFields(
  schema: typeof appSpecSchema | typeof pipelineSpecSchema | typeof webhookSpecSchema,
  additions: Additions,
): string {
  // A schema with a name of its own is put below $defs, under that name.
  const { $defs = {} } = schema.toJSONSchema({ io: 'input', reused: 'inline' });
  const [root] = Object.values($defs);
  if (root === undefined) throw new Error('the schema has no name');
  const fields = [...fieldsOf(root as Node, 'spec')];
  const strangers = Object.keys(additions).filter((path) => !fields.some((field) => field.path === path));
  if (strangers.length > 0) throw new Error(`no field of this kind: ${strangers.join(', ')}`);
  const rows = fields.map(({ path, node, isRequired }) => {
    const added = additions[path];
    const meaning = node.description ?? added?.meaning;
    if (meaning === undefined) throw new Error(`${path} has no description where it is defined`);
    const known = added?.default === undefined ? defaultWords(node) : code(added.default);
    return [code(path), typeWords(node), isRequired ? '**required**' : known, meaning];
  });
  return table(['Field', 'Is', 'Default', 'Meaning'], rows);
}

interface Field {
  readonly path: string;
  readonly node: Node;
  readonly isRequired: boolean;
}

function* fieldsOf(node: Node, path: string): Generator<Field> {
  for (const [name, field] of Object.entries(node.properties ?? {})) {
    const here = `${path}.${name}`;
    const isRequired = node.required?.includes(name) === true && field.default === undefined;
    yield { path: here, node: field, isRequired };
    yield* below(field, here);
  }
}

/** The fields of what a field holds: of an object itself, of a list's members, of the long form of a choice. */
function* below(field: Node, path: string): Generator<Field> {
  yield* fieldsOf(field, path);
  if (field.items !== undefined) yield* fieldsOf(field.items, `${path}[]`);
  for (const form of field.anyOf ?? []) yield* fieldsOf(form, path);
}

function typeWords(node: Node): string {
  if (node.anyOf !== undefined) return node.anyOf.map(typeWords).join(', or ');
  if (node.enum !== undefined) return node.enum.map((value) => code(String(value))).join(' or ');
  if (node.const !== undefined) return code(String(node.const));
  switch (node.type) {
    case 'array':
      return `list${range(node.minItems, node.maxItems)}`;
    case 'object':
      return typeof node.additionalProperties === 'object' && node.properties === undefined
        ? 'names and texts'
        : 'object';
    case 'string':
      return `text${node.maxLength === undefined ? '' : ` of at most ${node.maxLength} characters`}`;
    case 'integer':
      return `whole number${range(node.minimum, node.maximum)}`;
    case 'boolean':
      return '`true` or `false`';
    default:
      return node.type ?? 'text';
  }
}

function range(least: number | undefined, most: number | undefined): string {
  // zod names the ends of what a number can hold where the author named none.
  const from = least === undefined || least === Number.MIN_SAFE_INTEGER ? undefined : least;
  const to = most === undefined || most === Number.MAX_SAFE_INTEGER ? undefined : most;
  if (from !== undefined && to !== undefined) return ` (${from} to ${to})`;
  if (to !== undefined) return ` (at most ${to})`;
  return from === undefined ? '' : ` (at least ${from})`;
}

/** The default of an object is what its own fields say. */
function defaultWords(node: Node): string {
  const value = node.default;
  if (value === undefined) return '—';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : code(JSON.stringify(value));
  return typeof value === 'object' ? '—' : code(JSON.stringify(value).replaceAll('"', ''));
}

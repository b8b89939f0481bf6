import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

/** What a publication of CDEvents says about events. */
export interface Published {
  /** Of the specification, as the examples name them: one, unless something is mixed up. */
  readonly versions: readonly string[];
  /** Examples of the publication itself, by the names of their files. */
  readonly examples: ReadonlyMap<string, unknown>;
  /** What is wrong with the event, by the schema of its type; nothing when it conforms. */
  complaint(event: unknown): string | undefined;
}

/** Reads `schemas`, `custom` and `conformance` below the folder, as the CDEvents project lays them out. */
export function readPublished(folder: string): Published {
  const ajv = new Ajv2020({ allErrors: true, strict: false });
  addFormats.default(ajv);
  const schemas = jsonFiles(join(folder, 'schemas'));
  for (const schema of [...jsonFiles(join(folder, 'schemas', 'links')).values(), ...schemas.values()]) {
    ajv.addSchema(asObject(schema));
  }
  const ids = new Map([...schemas.values()].flatMap((schema) => typesOf(schema).map((type) => [type, idOf(schema)])));
  const custom = readJson(join(folder, 'custom', 'schema.json'));
  ajv.addSchema(asObject(custom));

  const examples = jsonFiles(join(folder, 'conformance'));
  return {
    versions: [...new Set([...examples.values()].map((example) => String(at(example, 'context', 'specversion'))))],
    examples,
    complaint: (event) => {
      const type = at(event, 'context', 'type');
      if (typeof type !== 'string') return 'it has no context.type';
      const id = type.startsWith('dev.cdeventsx.') ? idOf(custom) : ids.get(type);
      if (id === undefined) return `no schema is published for the type ${type}`;
      return ajv.validate(id, event) ? undefined : ajv.errorsText(ajv.errors, { dataVar: 'event' });
    },
  };
}

function typesOf(schema: unknown): string[] {
  const types = at(schema, 'properties', 'context', 'properties', 'type', 'enum');
  return Array.isArray(types) ? types.filter((type) => typeof type === 'string') : [];
}

function idOf(schema: unknown): string {
  const id = at(schema, '$id');
  if (typeof id !== 'string') throw new Error('a published schema has no $id');
  return id;
}

function at(value: unknown, ...path: readonly string[]): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return value;
  return at(new Map(Object.entries(asObject(value))).get(name), ...rest);
}

function asObject(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}

function jsonFiles(folder: string): Map<string, unknown> {
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return new Map(names.toSorted().map((name) => [name, readJson(join(folder, name))]));
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

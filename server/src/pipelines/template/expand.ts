import { isDeepStrictEqual } from 'node:util';
import type { Path } from '../../lib/schema-issues.ts';
import { givenParameters } from './template-schema.ts';
import type { ParameterValue, TemplateSpec } from './template-schema.ts';

/** Why a template and its parameters give no pipeline. The path is below `spec`, of the template or of the pipeline. */
export type ExpansionFault =
  | { readonly fault: 'undeclared'; readonly path: Path; readonly name: string; readonly known: readonly string[] }
  | { readonly fault: 'unclosed'; readonly path: Path; readonly name: string }
  | { readonly fault: 'list-in-text'; readonly path: Path; readonly name: string }
  | { readonly fault: 'too-large' }
  | { readonly fault: 'unknown-parameter'; readonly name: string; readonly known: readonly string[] }
  | { readonly fault: 'missing-parameter'; readonly name: string }
  | { readonly fault: 'other-value'; readonly name: string; readonly values: readonly ParameterValue[] };

export interface Use {
  readonly app: string;
  readonly pipeline: string;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
}

/** Letters that all texts of an expansion may have together: far beyond any pipeline that people read. */
export const largestExpansion = 200_000;

/**
 * Puts the parameters into the environments of a template. What a parameter holds is never looked into again, so nothing
 * expands without end. A text that is nothing but one `$(name)` becomes the value itself, whatever its type.
 */
export function expand(
  template: TemplateSpec,
  use: Use,
): { readonly environments: unknown } | { readonly faults: ExpansionFault[] } {
  const values = valuesOf(template, use);
  const faults = [...values.faults];
  let left = largestExpansion;

  function text(written: string, path: Path): unknown {
    const [, whole] = /^\$\(([\w-]*)\)$/.exec(written) ?? [];
    if (whole !== undefined) {
      const value = values.of.get(whole);
      left -= JSON.stringify(value ?? '').length;
      return value ?? written;
    }
    const filled = written.replaceAll(/\$?\$\((?:([\w-]*)\))?/g, (found, name: string | undefined) => {
      if (found.startsWith('$$')) return found.slice(1);
      if (name === undefined) return found;
      const value = values.of.get(name);
      if (Array.isArray(value)) faults.push({ fault: 'list-in-text', path, name });
      return value === undefined ? found : String(value);
    });
    left -= filled.length;
    return filled;
  }

  function walk(node: unknown, path: Path): unknown {
    if (left < 0) return node;
    if (typeof node === 'string') return text(node, path);
    if (Array.isArray(node)) return node.map((item, index) => walk(item, [...path, index]));
    if (typeof node !== 'object' || node === null) return node;
    return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, walk(value, [...path, key])]));
  }

  const environments = walk(template.environments, ['environments']);
  if (left < 0) faults.push({ fault: 'too-large' });
  return faults.length > 0 ? { faults } : { environments };
}

/** What a template says by itself that cannot be right, whatever its parameters are. */
export function faultsOfTemplate(template: TemplateSpec): ExpansionFault[] {
  const known = [...template.parameters.map(({ name }) => name), ...givenParameters];
  return textsOf(template.environments, ['environments']).flatMap(({ text, path }) =>
    [...text.matchAll(/\$?\$\(([^)]*)(\)?)/g)].flatMap(([found, name = '', end]): ExpansionFault[] => {
      if (found.startsWith('$$')) return [];
      if (end === '') return [{ fault: 'unclosed', path, name }];
      return known.includes(name) ? [] : [{ fault: 'undeclared', path, name, known }];
    }),
  );
}

function textsOf(node: unknown, path: Path): { readonly text: string; readonly path: Path }[] {
  if (typeof node === 'string') return [{ text: node, path }];
  if (typeof node !== 'object' || node === null) return [];
  const entries: [string | number, unknown][] = Array.isArray(node) ? [...node.entries()] : Object.entries(node);
  return entries.flatMap(([key, value]) => textsOf(value, [...path, key]));
}

function valuesOf(template: TemplateSpec, { app, pipeline, parameters }: Use) {
  const of = new Map<string, ParameterValue>([
    ['app', app],
    ['pipeline', pipeline],
  ]);
  const faults: ExpansionFault[] = [];
  const known = template.parameters.map(({ name }) => name);
  for (const name of Object.keys(parameters)) {
    if (!known.includes(name)) faults.push({ fault: 'unknown-parameter', name, known });
  }
  for (const { name, default: usual, values } of template.parameters) {
    const value = Object.hasOwn(parameters, name) ? parameters[name] : usual;
    if (value === undefined) faults.push({ fault: 'missing-parameter', name });
    else if (values !== undefined && !values.some((one) => isDeepStrictEqual(one, value))) {
      faults.push({ fault: 'other-value', name, values });
    } else of.set(name, value);
  }
  return { of, faults };
}

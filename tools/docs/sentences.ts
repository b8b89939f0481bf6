import { pathToFileURL } from 'node:url';
import type { Catalogue } from '../../server/src/lib/message.ts';
import { sourcesOf } from './sources.ts';

/** One message of the server, whoever declares it. */
export interface Sentence {
  readonly code: string;
  /** The file that declares it. */
  readonly path: string;
  /** In English, with ‹names› where the parameters go. */
  readonly text: string;
}

/** Every message that the server can say, in the order in which its files declare them. */
export async function sentencesOf(root: string): Promise<ReadonlyMap<string, Sentence>> {
  const found = new Map<string, Sentence>();
  for (const path of sourcesOf(root, 'server/src').filter((file) => file.endsWith('messages.ts'))) {
    const module: unknown = await import(pathToFileURL(`${root}/${path}`).href);
    for (const declared of Object.values(Object(module) as object)) {
      if (!hasCatalogue(declared)) continue;
      for (const [code, { en }] of Object.entries(declared.catalogue)) found.set(code, { code, path, text: words(en) });
    }
  }
  return found;
}

function hasCatalogue(value: unknown): value is { readonly catalogue: Catalogue } {
  return value !== null && (typeof value === 'object' || typeof value === 'function') && 'catalogue' in value;
}

function words(template: (params: never) => string): string {
  const params: unknown = new Proxy({}, { get: (_, key) => placeholder(String(key)) });
  // What is computed from a parameter cannot be shown.
  return template(params as never)
    .replaceAll('NaN', '…')
    .replaceAll('<', '&lt;');
}

/** Stands for a text, a number or a list, whatever the template takes it for. */
function placeholder(name: string): unknown {
  const text = `‹${name}›`;
  return new Proxy(
    {},
    {
      get(_, key) {
        if (key === Symbol.toPrimitive) return (hint: string) => (hint === 'string' ? text : Number.NaN);
        if (key === 'toString' || key === 'join' || key === 'toJSON') return () => text;
        if (key === 'at') return () => text;
        if (key === 'slice' || key === 'filter') return () => [text];
        if (key === 'map') return (each: (one: string, index: number) => unknown) => [each(text, 0)];
        const value: unknown = Reflect.get(Object(text) as object, key);
        return typeof value === 'function' ? value.bind(text) : value;
      },
    },
  );
}

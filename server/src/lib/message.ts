/**
 * Everything that people read is a message: a stable code with parameters, so that it can be stored in a row, sent in an
 * event, and still be shown later in the reader's own language. Codes and logs stay English.
 *
 * A slice declares its messages once, every language beside the other, so that a missing translation does not compile:
 *
 *     export const releaseMessages = defineMessages({
 *       release_healthy: {
 *         en: (p: { environment: string }) => `healthy in ${p.environment}`,
 *         uk: (p) => `працює справно в ${p.environment}`,
 *       },
 *     });
 *     releaseMessages.release_healthy({ environment: 'qa' });   // → Message
 */
export const languages = ['en', 'uk'] as const;
export type Language = (typeof languages)[number];

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** `text` is the English rendering, kept so that logs and readers without a catalogue always have words. */
export interface Message {
  readonly code: string;
  readonly params: Readonly<Record<string, Json>>;
  readonly text: string;
}

/** Code → one template a language. Slices export theirs; `createRenderer` joins them. */
export type Catalogue = Readonly<Record<string, Readonly<Record<Language, (params: never) => string>>>>;

// Each entry infers its own parameter type from `en`; the other languages must accept the same.
type Definition<T> = { readonly [C in keyof T]: { readonly [L in Language]: (params: T[C]) => string } };
// A message without parameters is called without an argument.
type Constructors<T> = {
  readonly [C in keyof T]: unknown extends T[C] ? () => Message : (params: T[C]) => Message;
};

/** Makes a constructor for every message. The catalogue itself hangs on `.catalogue` for `createRenderer`. */
export function defineMessages<T>(definition: Definition<T>): Constructors<T> & { readonly catalogue: Catalogue } {
  const catalogue = definition as unknown as Catalogue;
  const constructors: Record<string, unknown> = {};
  for (const [code, templates] of Object.entries(catalogue)) {
    constructors[code] = (params: Readonly<Record<string, Json>> = {}): Message => ({
      code,
      params,
      text: templates.en(worded(params, (inner) => inner.text) as never),
    });
  }
  return Object.assign(constructors as Constructors<T>, { catalogue });
}

/**
 * A message inside another one's parameters, alone or in a list, where the template expects its words: it is stored as it is and put into
 * words together with the outer one, in the same language. That is why it passes for a string here.
 */
export function nest(message: Message): string {
  return message as unknown as string;
}

function worded(params: Readonly<Record<string, unknown>>, words: (inner: Message) => string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, wordedValue(value, words)]));
}

function wordedValue(value: unknown, words: (inner: Message) => string): unknown {
  if (isMessage(value)) return words(value);
  return Array.isArray(value) ? value.map((item) => wordedValue(item, words)) : value;
}

function isMessage(value: unknown): value is Message {
  return typeof value === 'object' && value !== null && 'code' in value && 'params' in value && 'text' in value;
}

export type Render = (message: Message, language: Language) => string;

/** Joins the slices' catalogues. A code declared twice is a programming error and throws at start. */
export function createRenderer(catalogues: readonly Catalogue[]): Render {
  const all = new Map<string, Catalogue[string]>();
  for (const catalogue of catalogues) {
    for (const [code, templates] of Object.entries(catalogue)) {
      if (all.has(code)) throw new Error(`message code declared twice: ${code}`);
      all.set(code, templates);
    }
  }
  const render: Render = (message, language) => {
    const templates = all.get(message.code);
    // An older row may carry a code that no longer exists; its English words are still true.
    if (templates === undefined) return message.text;
    return templates[language](worded(message.params, (inner) => render(inner, language)) as never);
  };
  return render;
}

/** One place in which two versions of a document differ; what was not there, or is not there any more, is undefined. */
export interface Change {
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** More differences than this tell nobody anything. */
const mostChanges = 100;
/** A value longer than this is cut: a plan is read by people. */
const longestValue = 200;

/**
 * Where two documents differ, in the order in which the newer one is written. Members of a list that have a `name` are
 * compared by it, so that one more environment in front does not make all the others look changed.
 */
export function changesBetween(before: unknown, after: unknown): Change[] {
  return differences('', before, after)
    .slice(0, mostChanges)
    .map(({ path, before: old, after: now }) => ({ path, before: shown(path, old), after: shown(path, now) }));
}

function differences(path: string, before: unknown, after: unknown): Change[] {
  if (isRecord(before) && isRecord(after)) {
    const below = (key: string): string => (path === '' ? key : `${path}.${key}`);
    const keys = [...new Set([...Object.keys(after), ...Object.keys(before)])];
    return keys.flatMap((key) => differences(below(key), before[key], after[key]));
  }
  if (Array.isArray(before) && Array.isArray(after)) return differencesOfLists(path, before, after);
  return before === after ? [] : [{ path, before, after }];
}

function differencesOfLists(path: string, before: readonly unknown[], after: readonly unknown[]): Change[] {
  const old = byName(before);
  const now = byName(after);
  if (old === undefined || now === undefined) {
    const length = Math.max(before.length, after.length);
    const places = Array.from({ length }, (_, index) => index);
    return places.flatMap((index) => differences(`${path}[${index}]`, before[index], after[index]));
  }
  const kept = [...now.keys()].filter((name) => old.has(name));
  const keptBefore = [...old.keys()].filter((name) => now.has(name));
  const reordered = kept.some((name, index) => keptBefore[index] !== name);
  return [
    ...(reordered ? [{ path, before: [...old.keys()], after: [...now.keys()] }] : []),
    ...[...new Set([...now.keys(), ...old.keys()])].flatMap((name) =>
      differences(`${path}[${name}]`, old.get(name), now.get(name)),
    ),
  ];
}

/** Undefined for a list whose members have no names of their own. */
function byName(list: readonly unknown[]): Map<string, unknown> | undefined {
  const named = list.flatMap((member): [string, unknown][] =>
    isRecord(member) && typeof member['name'] === 'string' ? [[member['name'], member]] : [],
  );
  const found = new Map(named);
  return found.size === list.length ? found : undefined;
}

const secretName = /pass(word|phrase)?|secret|token|credential|private|api_?key/i;
const credential = /(\/\/)[^/@\s]*@/g;
const hidden = '***';

/** What has the name of a secret, or stands in an address in front of its host, is nobody's business in a plan. */
function shown(path: string, value: unknown): unknown {
  if (value === undefined || value === null) return value;
  if (Array.isArray(value)) return value.map((member) => shown(path, member));
  if (isRecord(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shown(`${path}.${key}`, inner)]));
  }
  if (secretName.test(path.replaceAll(/\[[^\]]*\]/g, ''))) return hidden;
  if (typeof value !== 'string') return value;
  const text = value.replaceAll(credential, `$1${hidden}@`);
  return text.length > longestValue ? `${text.slice(0, longestValue)}…` : text;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

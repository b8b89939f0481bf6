import type { SecretBox, SecretPlace } from '../lib/secret-box.ts';

/** One variable of an environment. A secret is kept as ciphertext bound to its place and name. */
export type Entry =
  | { readonly secret: false; readonly value: string }
  | { readonly secret: true; readonly sealed: string };

export type Entries = Readonly<Record<string, Entry>>;

/** What an environment gives to whatever runs there. It never travels with the artifact. */
export interface Configuration {
  /** 0 before anything was ever set. */
  readonly version: number;
  readonly entries: Entries;
}

export interface ConfigurationPlace {
  readonly project: string;
  readonly app: string;
  readonly environment: string;
}

/** What a ciphertext is bound to, so that it opens nowhere else and under no other name. */
function secretPlace({ project, app, environment }: ConfigurationPlace, name: string): SecretPlace {
  return { project, app, environment, name };
}

export function sealEntry(box: SecretBox, place: ConfigurationPlace, name: string, value: string): Entry {
  return { secret: true, sealed: box.seal(value, secretPlace(place, name)) };
}

/** Every variable in clear, for the moment of a start. */
export function openEntries(box: SecretBox, place: ConfigurationPlace, entries: Entries): Record<string, string> {
  return Object.fromEntries(
    Object.entries(entries).map(([name, entry]) => [
      name,
      entry.secret ? box.open(entry.sealed, secretPlace(place, name)) : entry.value,
    ]),
  );
}

/** Names that only one side has, and plain values that differ. Whether two secrets are equal is nobody's business. */
export function compareConfigurations(
  from: Entries,
  to: Entries,
): { onlyFrom: string[]; onlyTo: string[]; different: string[] } {
  const names = (entries: Entries, other: Entries) =>
    Object.keys(entries)
      .filter((name) => !(name in other))
      .toSorted();
  const different = Object.entries(from)
    .filter(([name, entry]) => {
      const other = to[name];
      if (other === undefined || entry.secret || other.secret) return false;
      return entry.value !== other.value;
    })
    .map(([name]) => name)
    .toSorted();
  return { onlyFrom: names(from, to), onlyTo: names(to, from), different };
}

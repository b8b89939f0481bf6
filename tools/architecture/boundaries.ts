import { type Import, importsOf, isTest } from './imports.ts';
import { isDriver, isMechanism, isSlice, partOf } from './places.ts';
import type { Tree } from './tree.ts';

/** Only these may know every part: they put the parts together. */
const assembly = /^server\/src\/(main|wiring|wiring-[a-z-]+)\.ts$/;

/** engine, http, db and lib serve every slice, so they can know none. */
export function mechanismThatKnowsNouns(tree: Tree): readonly string[] {
  return between(tree, (from, to) => isMechanism(from) && !isMechanism(to)).map(
    (found) =>
      `${place(found)} imports ${found.to}. Pass in what it needs from there as an argument, or move this file to the slice.`,
  );
}

/** What a slice shows is its index.ts; a driver may also see the port that it implements, the file named like its folder. */
export function importsPastAnIndex(tree: Tree): readonly string[] {
  return between(tree, (from, to) => from !== to && isSlice(to))
    .filter((found) => !found.to.endsWith('/index.ts') && !isPortOf(found))
    .map(
      (found) =>
        `${place(found)} imports ${found.to}. Export what is needed from that slice's index.ts and import it there.`,
    );
}

function isPortOf({ from, to }: Import): boolean {
  const [, port] = /^server\/src\/drivers\/([^/]+)\//.exec(from) ?? [];
  return port !== undefined && to.endsWith(`/${port}.ts`);
}

/** A driver is chosen in one place, so nothing but that place and its own folder knows it. */
export function driversKnownTooWell(tree: Tree): readonly string[] {
  return importsOf(tree)
    .filter(({ from, to }) => {
      const target = partOf(to);
      if (target === undefined || !isDriver(target)) return false;
      const own = partOf(from);
      // What lies above the drivers of one port, such as its conformance suite, belongs to all of them.
      const shared = target === 'drivers' && own?.startsWith('drivers') === true;
      return !shared && own !== target && !assembly.test(from) && !isTest(from);
    })
    .map(
      (found) =>
        `${place(found)} imports the driver ${found.to}. Take the port as an argument and let wiring.ts pass the driver.`,
    );
}

/** Doors use the client as anybody else would; nothing in the client or the server knows a door. */
export function workspacesThatKnowTooMuch(tree: Tree): readonly string[] {
  const allowed: Readonly<Record<string, readonly string[]>> = {
    client: [],
    cli: ['client'],
    ui: ['client'],
    server: [],
  };
  return importsOf(tree).flatMap((found) => {
    const from = found.from.split('/')[0] ?? '';
    const to = found.to.split('/')[0] ?? '';
    const known = allowed[from];
    if (known === undefined || from === to || !(to in allowed) || known.includes(to)) return [];
    const may = known.length === 0 ? 'no other workspace' : `only ${known.join(' and ')}`;
    return isTest(found.from) ? [] : [`${place(found)} imports ${found.to}, but ${from} may import ${may}.`];
  });
}

/** Pieces that import each other in a ring cannot be understood one at a time; imports of types count. */
export function rings(tree: Tree): readonly string[] {
  const targets = new Map<string, Set<string>>();
  for (const { from, to } of importsOf(tree)) {
    if (tree.has(to)) targets.set(from, (targets.get(from) ?? new Set()).add(to));
  }
  const finished = new Set<string>();
  const found: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start !== -1) {
      found.push(`${[...trail.slice(start), path].join(' → ')}. Move what both need into a file of its own.`);
      return;
    }
    if (finished.has(path)) return;
    for (const target of targets.get(path) ?? []) visit(target, [...trail, path]);
    finished.add(path);
  };
  for (const path of targets.keys()) visit(path, []);
  return found;
}

function between(tree: Tree, matches: (from: string, to: string) => boolean): readonly Import[] {
  return importsOf(tree).filter((found) => {
    const from = partOf(found.from);
    const to = partOf(found.to);
    return from !== undefined && to !== undefined && !isTest(found.from) && matches(from, to);
  });
}

function place({ from, line }: Import): string {
  return `${from}:${line}`;
}

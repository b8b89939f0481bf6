import { isModule, isTest, withoutComments } from './imports.ts';
import { partOf } from './places.ts';
import type { Tree } from './tree.ts';

/** A table has one owner: the part whose store holds its SQL. Everybody else asks the owner. */
export function tablesWithoutOneOwner(tree: Tree): readonly string[] {
  const tables = tablesOf(tree);
  const users = new Map(tables.map((table) => [table, new Set<string>()]));
  const complaints: string[] = [];
  for (const [path, text] of tree) {
    const part = partOf(path);
    if (part === undefined || !isModule(path) || isTest(path)) continue;
    for (const table of tablesIn(text, tables)) {
      users.get(table)?.add(part);
      if (!mayHoldSql(path, part)) {
        complaints.push(
          `${path} has SQL about the table ${table}. Move it to a file named *-store.ts of the slice that owns the table.`,
        );
      }
    }
  }
  for (const [table, parts] of users) {
    if (parts.size > 1) {
      complaints.push(
        `The table ${table} is used in ${[...parts].toSorted().join(' and ')}. Leave it to one of them and let the others call what its index.ts exports.`,
      );
    }
  }
  return complaints;
}

/** The engine is about its tables, so all of it may speak SQL. */
function mayHoldSql(path: string, part: string): boolean {
  return part === 'engine' || part === 'db' || path.endsWith('-store.ts');
}

function tablesOf(tree: Tree): readonly string[] {
  const migrations = [...tree].filter(([path]) => /^server\/migrations\/.*\.sql$/.test(path));
  const created = migrations.flatMap(([, text]) => [
    ...text.matchAll(/^\s*create\s+(?:unlogged\s+)?table\s+(?:if\s+not\s+exists\s+)?"?(\w+)/gim),
  ]);
  return created.flatMap((match) => match[1] ?? []);
}

function tablesIn(text: string, tables: readonly string[]): readonly string[] {
  const code = withoutComments(text);
  const names = tables.join('|');
  if (names === '') return [];
  const builder = new RegExp(
    `\\b(?:selectFrom|insertInto|updateTable|deleteFrom|mergeInto|from|using|\\w*[jJ]oin(?:Lateral)?)\\(\\s*\\[?\\s*(['"\`])(${names})(?=\\1| as )`,
    'g',
  );
  const raw = new RegExp(`\\b(?:from|join|into|update|table)\\s+"?(${names})\\b`, 'gi');
  const speaksSql = /\bsql(?:<[^`]*?>)?`|\.query\(/.test(code);
  const found = [...code.matchAll(builder)].flatMap((match) => match[2] ?? []);
  const foundRaw = speaksSql ? [...code.matchAll(raw)].flatMap((match) => match[1]?.toLowerCase() ?? []) : [];
  return [...new Set([...found, ...foundRaw])];
}

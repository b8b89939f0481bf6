import { readFileSync } from 'node:fs';
import { createSluiceRenderer } from '../../server/src/catalogues.ts';
import { layoutMessages } from '../../server/src/drivers/registry/layout/index.ts';
import { processMessages } from '../../server/src/drivers/runtime/process/index.ts';
import type { Catalogue, Render } from '../../server/src/lib/message.ts';
import { problemKinds } from '../../server/src/lib/problem.ts';
import type { ProblemKind } from '../../server/src/lib/problem.ts';
import { code, table } from './marked-block.ts';
import { sourcesOf } from './sources.ts';

/** A refusal as the sources throw it. */
export interface ThrownProblem {
  readonly code: string;
  readonly kind: ProblemKind;
  readonly status: number;
  /** The part of the server whose words it is in: `promotions`, `http`, `drivers/registry/layout`. */
  readonly part: string;
}

const thrown = /new (?:Http)?Problem\(\s*'(\w+)',\s*(?:(\d+),\s*)?(?:[\w.]+ \?\?? )?\w+\.([a-z_]+)\(/g;

/** Every problem that the server can answer with, found where it is made. */
export function thrownProblems(root: string): ThrownProblem[] {
  const sources = sourcesOf(root, 'server/src').map((path) => ({
    path,
    text: readFileSync(`${root}/${path}`, 'utf8'),
  }));
  const parts = new Map<string, string>();
  for (const { path, text } of sources.filter((source) => source.path.endsWith('messages.ts'))) {
    for (const [, name = ''] of text.matchAll(/^ {2}([a-z_]+): \{/gm)) parts.set(name, partOf(path));
  }
  const found = new Map<string, ThrownProblem>();
  for (const { path, text } of sources) {
    for (const [, kind = '', status, name = ''] of text.matchAll(thrown)) {
      if (!isKind(kind)) throw new Error(`${path}: ${kind} is not a kind of problem`);
      const part = parts.get(name);
      if (part === undefined) throw new Error(`${path}: no catalogue has the message ${name}`);
      const problem = { code: name, kind, status: Number(status ?? problemKinds[kind]), part };
      found.set(`${name} ${problem.status}`, problem);
    }
  }
  return [...found.values()];
}

function isKind(text: string): text is ProblemKind {
  return Object.hasOwn(problemKinds, text);
}

function partOf(path: string): string {
  const folders = path.split('/').slice(2, -1);
  return folders.length === 0 ? 'start' : folders.slice(0, folders[0] === 'drivers' ? 3 : 1).join('/');
}

/** One table for each part of the server, in words that an author gave the message. */
export function problemTables(root: string): string {
  const problems = thrownProblems(root).toSorted((one, other) => one.code.localeCompare(other.code));
  const parts = Object.keys(titles).filter((part) => problems.some((problem) => problem.part === part));
  const strangers = problems.filter((problem) => !parts.includes(problem.part));
  if (strangers.length > 0) throw new Error(`errors.md has no heading for ${strangers[0]?.part}`);
  return parts
    .map((part) => {
      const rows = problems
        .filter((problem) => problem.part === part)
        .map((problem) => [code(problem.code), problem.kind, String(problem.status), sentenceOf(problem.code)]);
      return `### ${titles[part]}\n\n${table(['Code', 'Kind', 'HTTP', 'What it says'], rows)}`;
    })
    .join('\n\n');
}

const titles: Readonly<Record<string, string>> = {
  http: 'Any request',
  identity: 'Who you are and what you may do',
  apps: 'Apps and their repositories',
  manifests: 'Manifests',
  pipelines: 'Pipelines and environments',
  artifacts: 'Artifacts and builds',
  promotions: 'Promotions, rollbacks, configuration',
  changes: 'Changes',
  executions: 'Executions',
  releases: 'Releases and logs',
  environments: 'Environments',
  configurations: 'Configuration',
  events: 'Events',
  router: 'The router',
  lib: 'git and secrets',
  'drivers/registry/layout': 'The registry',
  'drivers/runtime/process': 'The process runtime',
  engine: 'The engine',
  db: 'The database',
  start: 'Starting the server',
};

/** What stands in `details` of a refused manifest or request, or explains why something failed or waits. */
export function messageTable(catalogue: Catalogue, except: RegExp): string {
  const rows = Object.keys(catalogue)
    .filter((name) => !except.test(name))
    .map((name) => [code(name), sentenceOf(name)]);
  return table(['Code', 'What it says'], rows);
}

/** The English sentence of a code, with ‹names› where its parameters go. */
export function sentenceOf(name: string): string {
  const params: Readonly<Record<string, never>> = new Proxy({}, { get: (_, key) => placeholder(String(key)) as never });
  const render: Render = createSluiceRenderer([layoutMessages.catalogue, processMessages.catalogue]);
  const sentence = render({ code: name, params, text: '' }, 'en');
  if (sentence === '') throw new Error(`no catalogue has the message ${name}`);
  // A figure that is computed from a parameter cannot be shown.
  return sentence.replaceAll('NaN', '…').replaceAll('<', '&lt;');
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
        if (key === 'map') return (each: (one: string, index: number) => unknown) => [each(text, 0)];
        const value: unknown = Reflect.get(Object(text) as object, key);
        return typeof value === 'function' ? value.bind(text) : value;
      },
    },
  );
}

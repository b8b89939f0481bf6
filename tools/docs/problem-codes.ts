import { readFileSync } from 'node:fs';
import { problemKinds } from '../../server/src/lib/problem.ts';
import type { ProblemKind } from '../../server/src/lib/problem.ts';
import { code, table } from './marked-block.ts';
import { sentencesOf } from './sentences.ts';
import type { Sentence } from './sentences.ts';
import { sourcesOf } from './sources.ts';

/** A refusal as the sources throw it. */
interface ThrownProblem {
  readonly code: string;
  readonly kind: ProblemKind;
  readonly status: number;
}

const thrown = /new (?:Http)?Problem\(\s*'(\w+)',\s*(?:(\d+),\s*)?(?:[\w.]+ \?\?? )?\w+\.([a-z_]+)\(/g;

/** Every problem that the server can answer with, found where it is made. A code with two statuses comes twice. */
function thrownProblems(root: string): ThrownProblem[] {
  const found = new Map<string, ThrownProblem>();
  for (const path of sourcesOf(root, 'server/src')) {
    for (const [, kind = '', status, name = ''] of readFileSync(`${root}/${path}`, 'utf8').matchAll(thrown)) {
      if (!isKind(kind)) throw new Error(`${path}: ${kind} is not a kind of problem`);
      const problem = { code: name, kind, status: Number(status ?? problemKinds[kind]) };
      found.set(`${name} ${problem.status}`, problem);
    }
  }
  return [...found.values()].toSorted((one, other) => one.code.localeCompare(other.code));
}

function isKind(text: string): text is ProblemKind {
  return Object.hasOwn(problemKinds, text);
}

/** One table for each part of the server whose words they are in, with the sentence that people read. */
export async function problemTables(root: string): Promise<string> {
  const sentences = await sentencesOf(root);
  const rows = new Map<string, string[][]>();
  for (const problem of thrownProblems(root)) {
    const sentence = known(sentences, problem.code);
    const title = titles[partOf(sentence.path)];
    if (title === undefined) throw new Error(`errors.md has no heading for ${sentence.path}`);
    const row = [code(problem.code), problem.kind, String(problem.status), sentence.text];
    rows.set(title, [...(rows.get(title) ?? []), row]);
  }
  return [...new Set(Object.values(titles))]
    .flatMap((title) => {
      const own = rows.get(title);
      return own === undefined ? [] : [`### ${title}\n\n${table(['Code', 'Kind', 'HTTP', 'What it says'], own)}`];
    })
    .join('\n\n');
}

/** The messages of some files that are no problems themselves: details of one, or reasons for a wait. */
export async function messageTable(root: string, path: RegExp, except?: RegExp): Promise<string> {
  const itself = new Set(thrownProblems(root).map((problem) => problem.code));
  const rows = [...(await sentencesOf(root)).values()]
    .filter((one) => path.test(one.path) && !itself.has(one.code) && except?.test(one.code) !== true)
    .map((one) => [code(one.code), one.text]);
  if (rows.length === 0) throw new Error(`no messages in ${path.source}`);
  return table(['Code', 'What it says'], rows);
}

function known(sentences: ReadonlyMap<string, Sentence>, name: string): Sentence {
  const sentence = sentences.get(name);
  if (sentence === undefined) throw new Error(`no catalogue has the message ${name}`);
  return sentence;
}

/** `promotions`, `drivers/registry/layout`, or nothing for the files that start the server. */
function partOf(path: string): string {
  const folders = path.split('/').slice(2, -1);
  return folders.slice(0, folders[0] === 'drivers' ? 3 : 1).join('/');
}

const titles: Readonly<Record<string, string>> = {
  http: 'Any request',
  identity: 'Who you are and what you may do',
  apps: 'Apps and their repositories',
  manifests: 'Manifests',
  pipelines: 'Pipelines and environments',
  artifacts: 'Artifacts and builds',
  promotions: 'Promotions, rollbacks, configuration',
  groups: 'Groups and roles',
  'role-bindings': 'Groups and roles',
  notices: 'Signed answers',
  calls: 'Calls after a success',
  locks: 'Locks',
  freezes: 'Freezes',
  'manifest-sources': 'Manifest sources',
  webhooks: 'Webhooks',
  checks: 'Checks',
  changes: 'Changes',
  executions: 'Executions',
  releases: 'Releases and logs',
  environments: 'Environments',
  configurations: 'Configuration',
  events: 'Events',
  insights: 'Insights',
  router: 'The router',
  lib: 'git and secrets',
  'drivers/registry/layout': 'The registry',
  'drivers/runtime/process': 'The process runtime',
  engine: 'The engine',
  db: 'The database',
  '': 'Starting the server',
};

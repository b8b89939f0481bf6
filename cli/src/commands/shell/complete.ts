import { answer } from '@sluice/client';
import type { Command } from 'commander';
import type { Context } from '../../context.ts';
import { kindWords } from '../manifest/kind.ts';

type Noun = 'app' | 'environment' | 'kind' | 'kind-name' | 'webhook';

/** What a bare word after a command can be. */
const expected: Readonly<Record<string, readonly Noun[]>> = {
  list: ['app'],
  why: ['app', 'environment'],
  diff: ['environment', 'environment'],
  history: ['app', 'environment'],
  logs: ['app', 'environment'],
  watch: ['app', 'environment'],
  promote: ['app', 'environment'],
  rollback: ['app', 'environment'],
  approve: ['app', 'environment'],
  reject: ['app', 'environment'],
  cancel: ['app', 'environment'],
  stop: ['app', 'environment'],
  artifacts: ['app'],
  builds: ['app'],
  'app show': ['app'],
  'app delete': ['app'],
  'config set': ['app', 'environment'],
  'config unset': ['app', 'environment'],
  'config list': ['app', 'environment'],
  'webhook deliveries': ['webhook'],
  'webhook redeliver': ['webhook'],
  'webhook test': ['webhook'],
  'webhook rotate': ['webhook'],
  'webhook delete': ['webhook'],
  get: ['kind', 'kind-name'],
  delete: ['kind', 'kind-name'],
};

/** The words that may stand where the last of `words` is being typed. Silent when the server does not answer. */
export async function candidates(root: Command, words: readonly string[], context: () => Context): Promise<string[]> {
  const typed = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  const { command, path, rest } = find(root, before);
  const offered = typed.startsWith('-')
    ? options(command, root)
    : command.commands.length > 0
      ? subcommands(command)
      : await nouns(expected[path]?.[rest.length], rest, context);
  return offered.filter((word) => word.startsWith(typed)).toSorted();
}

function find(root: Command, words: readonly string[]): { command: Command; path: string; rest: readonly string[] } {
  let command = root;
  const path: string[] = [];
  const rest: string[] = [];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (word.startsWith('-')) {
      const option = [...command.options, ...root.options].find(({ long, short }) => long === word || short === word);
      // The next word is the option's value.
      if (option !== undefined && (option.required || option.optional)) index += 1;
      continue;
    }
    const next = command.commands.find((known) => known.name() === word || known.aliases().includes(word));
    if (next === undefined) rest.push(word);
    else {
      command = next;
      path.push(next.name());
    }
  }
  return { command, path: path.join(' '), rest };
}

function options(command: Command, root: Command): string[] {
  return [...command.options, ...(command === root ? [] : root.options)]
    .flatMap(({ long }) => long ?? [])
    .concat('--help');
}

function subcommands(command: Command): string[] {
  return command
    .createHelp()
    .visibleCommands(command)
    .map((known) => known.name());
}

async function nouns(noun: Noun | undefined, rest: readonly string[], context: () => Context): Promise<string[]> {
  if (noun === undefined) return [];
  if (noun === 'kind') return [...kindWords];
  try {
    const { project, client } = context();
    const { http } = await client({ patienceMs: 0 });
    if (noun === 'environment') {
      const [app] = (rest[0] ?? '').split('@');
      const query = { project, ...(app !== undefined && app !== '' ? { app } : {}) };
      const { items } = await answer(http.GET('/v1/environments', { params: { query } }));
      return [...new Set(items.map(({ name }) => name))];
    }
    const query = { project, limit: 200 };
    if (noun === 'webhook' || (noun === 'kind-name' && rest[0]?.startsWith('webhook') === true)) {
      return (await answer(http.GET('/v1/webhooks', { params: { query } }))).items.map(({ name }) => name);
    }
    if (noun === 'kind-name' && rest[0]?.startsWith('freeze') === true) {
      return (await answer(http.GET('/v1/freezes', { params: { query } }))).items.map(({ name }) => name);
    }
    if (noun === 'kind-name' && rest[0]?.startsWith('pipeline-template') === true) {
      const { items } = await answer(http.GET('/v1/pipeline-templates', { params: { query: { project } } }));
      return items.map(({ name }) => name);
    }
    if (noun === 'kind-name' && rest[0]?.startsWith('pipeline') === true) {
      return (await answer(http.GET('/v1/pipelines', { params: { query } }))).items.map(({ name }) => name);
    }
    return (await answer(http.GET('/v1/apps', { params: { query } }))).items.map(({ name }) => name);
  } catch {
    return [];
  }
}

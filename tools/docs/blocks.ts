import { appSpecSchema } from '../../server/src/apps/app-schema.ts';
import { freezeSpecSchema } from '../../server/src/freezes/freeze-schema.ts';
import { sourceSpecSchema } from '../../server/src/manifest-sources/source-schema.ts';
import { groupSpecSchema } from '../../server/src/groups/group-schema.ts';
import { roles } from '../../server/src/identity/caller.ts';
import { atLeast, leastRoles, verbs } from '../../server/src/identity/verb.ts';
import { environmentsOf } from '../../server/src/pipelines/index.ts';
import { pipelineSpecSchema, writtenPipelineSchema } from '../../server/src/pipelines/pipeline-schema.ts';
import { templateSpecSchema } from '../../server/src/pipelines/template/template-schema.ts';
import { roleBindingSpecSchema } from '../../server/src/role-bindings/role-binding-schema.ts';
import { settings } from '../../server/src/settings.ts';
import { isStandardType } from '../../server/src/webhooks/cdevent.ts';
import { eventSamples } from '../../server/src/webhooks/event-samples.ts';
import { webhookSpecSchema } from '../../server/src/webhooks/webhook-schema.ts';
import { commandReference, documentedCommands } from './command-line.ts';
import { manifestFields } from './manifest-fields.ts';
import { code, table } from './marked-block.ts';
import { messageTable, problemTables } from './problem-codes.ts';

/** A part of a document that is made from the code. */
export interface Block {
  readonly file: string;
  readonly name: string;
  content(root: string): string | Promise<string>;
}

/** Everything in the documents that nobody writes by hand. */
export const blocks: readonly Block[] = [
  { file: 'docs/operations.md', name: 'settings', content: settingsTable },
  { file: 'docs/concepts.md', name: 'roles', content: rolesTable },
  { file: 'docs/pipeline-reference.md', name: 'app', content: appFields },
  { file: 'docs/pipeline-reference.md', name: 'pipeline', content: pipelineFields },
  {
    file: 'docs/pipeline-reference.md',
    name: 'source',
    content: () => manifestFields(sourceSpecSchema, {}),
  },
  {
    file: 'docs/pipeline-reference.md',
    name: 'template',
    content: () => manifestFields(templateSpecSchema, {}),
  },
  { file: 'docs/pipeline-reference.md', name: 'group', content: () => manifestFields(groupSpecSchema, {}) },
  { file: 'docs/pipeline-reference.md', name: 'rolebinding', content: () => manifestFields(roleBindingSpecSchema, {}) },
  { file: 'docs/pipeline-reference.md', name: 'freeze', content: () => manifestFields(freezeSpecSchema, {}) },
  { file: 'docs/webhooks.md', name: 'webhook', content: () => manifestFields(webhookSpecSchema, {}) },
  { file: 'docs/webhooks.md', name: 'mapping', content: mappingTable },
  { file: 'docs/errors.md', name: 'problems', content: problemTables },
  { file: 'docs/errors.md', name: 'details', content: detailTables },
  { file: 'docs/errors.md', name: 'reasons', content: reasonTables },
  {
    file: 'docs/cli.md',
    name: 'commands',
    content: async (root) => commandReference(await documentedCommands(root)),
  },
];

function settingsTable(): string {
  const rows = settings.map((setting) => [
    [setting.name, ...(setting.aliases ?? [])].map(code).join(', '),
    setting.flag === undefined ? '—' : code(`--${setting.flag}`),
    setting.default,
    setting.meaning,
    setting.allowed,
  ]);
  return table(
    ['Variable', 'Flag', 'Without it', 'What it is', 'What may be given'],
    rows.map((row) => row.map(plain)),
  );
}

/** `<port>` in a sentence would be taken for HTML. */
function plain(text: string): string {
  return text.startsWith('`') ? text : text.replaceAll('<', '&lt;');
}

function rolesTable(): string {
  const rows = verbs.map((verb) => [code(verb), ...roles.map((role) => (atLeast(role, leastRoles[verb]) ? '✔' : ''))]);
  return table(['Verb', ...roles], rows);
}

function appFields(): string {
  const { build, health } = appSpecSchema.parse({ build: { command: 'true' }, health: {} });
  return manifestFields(appSpecSchema, {
    'spec.links[].title': { meaning: 'What people read.' },
    'spec.links[].url': { meaning: 'An http or https address.' },
    'spec.repository': { meaning: 'Where its sources come from. Without it, an empty repository to push to.' },
    'spec.build.command': { meaning: 'Given to `sh -c` in the root of the copy.' },
    'spec.build.timeout': { default: duration(build?.timeoutMs), meaning: 'A build that takes longer is stopped.' },
    'spec.health.path': { meaning: 'A path of the app that begins with `/`. Without it the open port is enough.' },
    'spec.health.deadline': {
      default: duration(health.deadlineMs),
      meaning: 'A version that is not ready by then has failed, and the one before it keeps serving.',
    },
  });
}

function pipelineFields(): string {
  const environment = { name: 'one', from: { branch: 'main' }, targets: [{ name: 'local', runtime: 'process' }] };
  const promote = { by: 'pull-request' as const };
  const spec = pipelineSpecSchema.parse({ app: 'app', environments: [environment, { ...environment, promote }] });
  const approvals = environmentsOf(spec)[1]?.approvals[0]?.count;
  return manifestFields(writtenPipelineSchema, {
    'spec.app': { meaning: 'The app that this pipeline delivers. One app has one pipeline, and it cannot be changed.' },
    'spec.environments': { meaning: 'In order: a list is a line, unless `after` says otherwise.' },
    'spec.environments[].name': { meaning: 'Unique in the pipeline; part of the addresses of the app.' },
    'spec.environments[].from.branch': { meaning: 'A branch that people push to.' },
    'spec.environments[].promote.by': {
      meaning: `The strategy, see below. \`pull-request\` without a gate needs ${approvals} approval.`,
    },
    'spec.environments[].promote.branch': { default: 'the name of the environment' },
    'spec.environments[].gates[].approvals.count': { meaning: 'How many different people.' },
  });
}

/** What CDEvents has a word for, and below it what it has none for. */
function mappingTable(): string {
  const becomes = new Map<string, Set<string>>();
  for (const sample of eventSamples) {
    becomes.set(sample.event.type, (becomes.get(sample.event.type) ?? new Set()).add(sample.becomes));
  }
  const standard = [...becomes].filter(([, types]) => [...types].some(isStandardType));
  const rows = standard.map(([type, types]) => [code(type), [...types].map(code).join(', ')]);
  const own = [...becomes.keys()].filter((type) => !standard.some(([other]) => other === type));
  return `${table(['Event of Sluice', 'CDEvent'], rows)}\n\nOnly as custom events: ${own.map(code).join(', ')}.`;
}

function duration(milliseconds: number | undefined): string {
  if (milliseconds === undefined) throw new Error('the schema has no default for a duration');
  return milliseconds % 60_000 === 0 ? `${milliseconds / 60_000}m` : `${milliseconds / 1000}s`;
}

async function detailTables(root: string): Promise<string> {
  const good = /_(?:created|changed|unchanged|deleted)$/;
  const parts = {
    'Any manifest': /\/manifest-messages\.ts$/,
    Pipelines: /\/pipeline-messages\.ts$/,
    Freezes: /\/freeze-messages\.ts$/,
    Calendars: /\/calendar-messages\.ts$/,
    'Values of manifests and requests': /\/schema-issue-messages\.ts$/,
  };
  return (await tables(root, parts, good)).join('\n\n');
}

async function reasonTables(root: string): Promise<string> {
  const parts = {
    Gates: /\/gate-messages\.ts$/,
    Builds: /\/(?:content|artifact)-messages\.ts$/,
    'The process runtime': /\/process-messages\.ts$/,
  };
  return (await tables(root, parts)).join('\n\n');
}

async function tables(root: string, parts: Readonly<Record<string, RegExp>>, except?: RegExp): Promise<string[]> {
  const found: string[] = [];
  for (const [title, path] of Object.entries(parts)) {
    found.push(`### ${title}\n\n${await messageTable(root, path, except)}`);
  }
  return found;
}

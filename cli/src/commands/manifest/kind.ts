import { nearest } from '@sluice/client';
import type { Context } from '../../context.ts';
import { UsageError } from '../../failure.ts';
import { manifestWords } from '../../messages/manifest.ts';
import { rootWords } from '../../messages/root.ts';

export const kindWords = [
  'app',
  'pipeline',
  'pipeline-template',
  'group',
  'role-binding',
  'freeze',
  'webhook',
  'manifest-source',
] as const;
export type KindWord = (typeof kindWords)[number];

/** What can be applied, as it is typed after `get` and `delete`. */
export interface Kind {
  readonly word: KindWord;
  /** As the API spells it. */
  readonly name:
    | 'app'
    | 'pipeline'
    | 'pipelinetemplate'
    | 'group'
    | 'rolebinding'
    | 'freeze'
    | 'webhook'
    | 'manifestsource';
  list(context: Context): Promise<void>;
  remove(context: Context, name: string): Promise<void>;
}

const kinds: Readonly<Record<KindWord, Omit<Kind, 'word'>>> = {
  app: {
    name: 'app',
    list: async (context) => (await import('../app/list.ts')).listApps(context),
    remove: async (context, name) => (await import('../app/delete.ts')).deleteApp(context, name),
  },
  pipeline: {
    name: 'pipeline',
    list: async (context) => (await import('../pipeline/list.ts')).listPipelines(context),
    remove: async (context, name) => (await import('../pipeline/delete.ts')).deletePipeline(context, name),
  },
  'pipeline-template': {
    name: 'pipelinetemplate',
    list: async (context) => (await import('../pipeline-template/list.ts')).listPipelineTemplates(context),
    remove: async (context, name) => (await import('./remove.ts')).removeManifest(context, 'pipelinetemplate', name),
  },
  group: {
    name: 'group',
    list: async (context) => (await import('../group/list.ts')).listGroups(context),
    remove: async (context, name) => (await import('../group/delete.ts')).deleteGroup(context, name),
  },
  'role-binding': {
    name: 'rolebinding',
    list: async (context) => (await import('../role-binding/list.ts')).listRoleBindings(context),
    remove: async (context, name) => (await import('../role-binding/delete.ts')).deleteRoleBinding(context, name),
  },
  freeze: {
    name: 'freeze',
    list: async (context) => (await import('../freeze/list.ts')).listFreezes(context),
    remove: async (context, name) => (await import('./remove.ts')).removeManifest(context, 'freeze', name),
  },
  webhook: {
    name: 'webhook',
    list: async (context) => (await import('../webhook/list.ts')).listWebhooks(context),
    remove: async (context, name) => (await import('../webhook/delete.ts')).deleteWebhook(context, name),
  },
  'manifest-source': {
    name: 'manifestsource',
    list: async (context) => (await import('../manifest-source/list.ts')).listSources(context),
    remove: async (context, name) => (await import('./remove.ts')).removeManifest(context, 'manifestsource', name),
  },
};

/** `App`, `apps`, `RoleBinding`, `role-bindings`: however people write it. */
export function kindOf(context: Context, typed: string): Kind {
  const plain = (text: string): string => text.toLowerCase().replaceAll('-', '');
  const word = kindWords.find((one) => [plain(one), `${plain(one)}s`].includes(plain(typed)));
  if (word !== undefined) return { word, ...kinds[word] };
  const near = nearest(typed, kindWords);
  const offer = near === undefined ? '' : ` ${rootWords[context.language].typed.meant(near)}`;
  throw new UsageError(manifestWords[context.language].kinds(typed, kindWords) + offer);
}

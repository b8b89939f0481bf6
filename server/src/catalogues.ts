import { appMessages } from './apps/index.ts';
import { artifactContentMessages, artifactMessages, registerMessages } from './artifacts/index.ts';
import { callMessages } from './calls/index.ts';
import { changeMessages } from './changes/index.ts';
import { checkMessages } from './checks/index.ts';
import { configMessages } from './config-messages.ts';
import { configurationMessages } from './configurations/index.ts';
import { dataDirectoryMessages } from './db/data-directory-messages.ts';
import { databaseMessages } from './db/database-messages.ts';
import { embeddedMessages } from './db/embedded-messages.ts';
import { engineMessages } from './engine/index.ts';
import { diffMessages, environmentMessages, planMessages, whyMessages } from './environments/index.ts';
import { executionMessages } from './executions/index.ts';
import { freezeMessages } from './freezes/index.ts';
import { calendarMessages, gateMessages } from './gates/index.ts';
import { groupMessages } from './groups/index.ts';
import { httpMessages } from './http/index.ts';
import { identityMessages } from './identity/index.ts';
import { insightMessages } from './insights/index.ts';
import { conditionMessages } from './lib/condition/condition-messages.ts';
import { gitMessages } from './lib/git/git-messages.ts';
import { outgoingMessages } from './lib/outgoing/outgoing-messages.ts';
import { schemaIssueMessages } from './lib/schema-issue-messages.ts';
import { secretBoxMessages } from './lib/secret-box-messages.ts';
import { workPlaceMessages } from './lib/work-place-messages.ts';
import { yamlEditMessages } from './lib/yaml-edit/yaml-edit-messages.ts';
import { lockMessages } from './locks/index.ts';
import { sourceMessages } from './manifest-sources/index.ts';
import { manifestMessages } from './manifests/index.ts';
import { noticeMessages } from './notices/index.ts';
import { pipelineMessages, templateMessages } from './pipelines/index.ts';
import { bulkMessages, chosenMessages, promotionMessages, rolloutMessages } from './promotions/index.ts';
import { releaseMessages } from './releases/index.ts';
import { retentionMessages } from './retention/index.ts';
import { roleBindingMessages } from './role-bindings/index.ts';
import { routerMessages } from './router/index.ts';
import { statusMessages } from './status/index.ts';
import { startMessages } from './start-messages.ts';
import { webhookMessages } from './webhooks/index.ts';
import { createRenderer } from './lib/message.ts';
import type { Catalogue, Render } from './lib/message.ts';

/**
 * Joins every catalogue that a message may come from; those of the drivers come from whoever knows the drivers. A slice
 * that forgets its own is found by its first untranslated text.
 */
export function createSluiceRenderer(drivers: readonly Catalogue[]): Render {
  return createRenderer([
    ...[
      appMessages,
      artifactContentMessages,
      artifactMessages,
      calendarMessages,
      callMessages,
      changeMessages,
      checkMessages,
      conditionMessages,
      configMessages,
      configurationMessages,
      dataDirectoryMessages,
      databaseMessages,
      diffMessages,
      embeddedMessages,
      engineMessages,
      environmentMessages,
      executionMessages,
      freezeMessages,
      gateMessages,
      gitMessages,
      groupMessages,
      httpMessages,
      identityMessages,
      insightMessages,
      lockMessages,
      manifestMessages,
      sourceMessages,
      noticeMessages,
      outgoingMessages,
      pipelineMessages,
      planMessages,
      promotionMessages,
      chosenMessages,
      bulkMessages,
      rolloutMessages,
      registerMessages,
      releaseMessages,
      retentionMessages,
      roleBindingMessages,
      routerMessages,
      schemaIssueMessages,
      secretBoxMessages,
      startMessages,
      statusMessages,
      templateMessages,
      webhookMessages,
      whyMessages,
      workPlaceMessages,
      yamlEditMessages,
    ].map(({ catalogue }) => catalogue),
    ...drivers,
  ]);
}

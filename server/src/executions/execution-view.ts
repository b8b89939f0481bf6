import { listArtifactsById } from '../artifacts/index.ts';
import type { Artifact } from '../artifacts/index.ts';
import type { Db } from '../engine/transaction.ts';
import type { Message } from '../lib/message.ts';
import type { MessageView } from '../lib/message-schema.ts';
import { listPipelines } from '../pipelines/index.ts';
import { journeyOf } from './execution.ts';
import type { ExecutionPromotion } from './execution.ts';
import type { Execution } from './execution-store.ts';
import type { ExecutionView } from './execution-schema.ts';

/** Every promotion that belongs to one of the executions. */
export type PromotionsOf = (db: Db, executionIds: readonly string[]) => Promise<readonly ExecutionPromotion[]>;

type Words = (message: Message) => MessageView;

/** Executions as documents, in a handful of queries. Environments stand in the order of the newest pipeline. */
export async function viewExecutions(
  db: Db,
  promotionsOf: PromotionsOf,
  executions: readonly Execution[],
  words: Words,
): Promise<ExecutionView[]> {
  const projects = [...new Set(executions.map((execution) => execution.project))];
  const [promotions, artifacts, pipelines] = await Promise.all([
    promotionsOf(
      db,
      executions.map((execution) => execution.id),
    ),
    listArtifactsById(
      db,
      executions.map((execution) => execution.artifactId),
    ),
    listPipelines(db, projects),
  ]);
  const own = Map.groupBy(promotions, (promotion) => promotion.executionId);
  return executions.map((execution) => {
    const pipeline = pipelines.find(
      (candidate) => candidate.project === execution.project && candidate.name === execution.pipeline,
    );
    const order = pipeline?.environments.map((environment) => environment.name) ?? [];
    return view(execution, own.get(execution.id) ?? [], order, artifacts.get(execution.artifactId), words);
  });
}

function view(
  execution: Execution,
  promotions: readonly ExecutionPromotion[],
  order: readonly string[],
  artifact: Artifact | undefined,
  words: Words,
): ExecutionView {
  const { condition, environments } = journeyOf(execution, promotions, order);
  const commit = artifact?.revisions.find((revision) => revision.revision === execution.revision);
  return {
    apiVersion: 'sluice.dev/v1alpha1',
    kind: 'PipelineExecution',
    metadata: {
      name: execution.id,
      namespace: execution.project,
      creationTimestamp: execution.createdAt.toISOString(),
      labels: { app: execution.app, pipeline: execution.pipeline },
    },
    spec: {
      params:
        artifact === undefined
          ? []
          : [
              { name: 'version', value: artifact.version },
              { name: 'digest', value: artifact.digest },
            ],
      trigger: {
        kind: execution.triggerKind,
        branch: execution.branch,
        revision: execution.revision,
        actor: execution.actor,
        subject: commit?.subject ?? '',
        author: commit?.author ?? '',
      },
      pipelineRef: {
        name: execution.pipeline,
        namespace: execution.project,
        generation: execution.pipelineGeneration,
      },
    },
    status: {
      conditions: [
        {
          type: condition.type,
          status: condition.status,
          reason: condition.reason,
          message: words(condition.message).text,
          lastTransitionTime: condition.lastTransitionTime.toISOString(),
        },
      ],
      environments: environments.map(({ name, order: position, type, message, time, promotionId }) => ({
        name,
        order: position,
        status: {
          type,
          message: message === null ? '' : words(message).text,
          time: time?.toISOString() ?? null,
          promotionId,
        },
      })),
    },
  };
}

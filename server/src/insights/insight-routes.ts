import type { Db } from '../engine/transaction.ts';
import type { Routes } from '../http/index.ts';
import type { Identity } from '../identity/index.ts';
import { Problem } from '../lib/problem.ts';
import type { Period } from './insight.ts';
import { insightMessages as messages } from './insight-messages.ts';
import { insightAnswerSchema, insightQuerySchema } from './insight-schema.ts';
import type { InsightView } from './insight-schema.ts';
import { readInsights } from './read-insights.ts';
import type { PlaceInsight } from './read-insights.ts';

const dayMs = 24 * 3_600_000;
const usualDays = 30;
const mostDays = 366;

export function insightRoutes({ db, identity }: { readonly db: Db; readonly identity: Identity }): Routes {
  return (app) => {
    app.get(
      '/v1/insights',
      {
        config: { verb: 'insight.view' },
        schema: {
          operationId: 'insightList',
          tags: ['insights'],
          summary: 'The five DORA metrics of every environment of every app, over a period.',
          querystring: insightQuerySchema,
          response: { 200: insightAnswerSchema },
        },
      },
      async (request) => {
        const { project, app: name, environment, from, to } = request.query;
        await identity.authorize(request.caller, 'insight.view', {
          project,
          ...(name === undefined ? {} : { app: name }),
          ...(name === undefined || environment === undefined ? {} : { environment }),
        });
        const period = periodOf(from, to);
        const items = await readInsights(db, { project, app: name, environment, ...period });
        return {
          project,
          from: period.from.toISOString(),
          to: period.to.toISOString(),
          items: items.map(viewOf),
          definitions: {
            deploymentFrequency: request.words(messages.insight_deployment_frequency()),
            changeLeadTime: request.words(messages.insight_change_lead_time()),
            changeFailRate: request.words(messages.insight_change_fail_rate()),
            failedDeploymentRecoveryTime: request.words(messages.insight_failed_deployment_recovery_time()),
            deploymentReworkRate: request.words(messages.insight_deployment_rework_rate()),
          },
        };
      },
    );
  };
}

/** @throws Problem InvalidInput for one that ends before it begins, or is longer than is looked at at once. */
function periodOf(from: Date | undefined, to = new Date()): Period {
  const begin = from ?? new Date(to.getTime() - usualDays * dayMs);
  if (begin >= to) {
    const words = { from: begin.toISOString(), to: to.toISOString() };
    throw new Problem('InvalidInput', messages.insight_period_empty(words));
  }
  const days = Math.ceil((to.getTime() - begin.getTime()) / dayMs);
  if (days > mostDays) throw new Problem('InvalidInput', messages.insight_period_too_long({ days, most: mostDays }));
  return { from: begin, to };
}

function viewOf({ app, environment, changes, failed, unrepaired, rollbacks, metrics }: PlaceInsight): InsightView {
  return {
    app,
    environment,
    changes,
    failed,
    unrepaired,
    rollbacks,
    deploymentFrequency: { ...metrics.deploymentFrequency, unit: 'per-day' },
    changeLeadTime: { ...metrics.changeLeadTime, unit: 'ms' },
    changeFailRate: { ...metrics.changeFailRate, unit: 'share' },
    failedDeploymentRecoveryTime: { ...metrics.failedDeploymentRecoveryTime, unit: 'ms' },
    deploymentReworkRate: { ...metrics.deploymentReworkRate, unit: 'share' },
  };
}

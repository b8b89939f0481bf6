import { answer, given } from '@sluice/client';
import type { InsightAnswer, InsightFigure } from '@sluice/client';
import { show } from '../../context.ts';
import type { Context } from '../../context.ts';
import { insightWords } from '../../messages/insight.ts';
import { table } from '../../output/table.ts';
import { hang } from '../../output/text.ts';
import { dayAndMinute, duration } from '../../output/time.ts';
import type { View } from '../../output/view.ts';
import { understand } from '../sentence.ts';

export interface InsightOptions {
  readonly days?: number;
}

const none = '–';

/** `sluice insights [APP] [ENV]` */
export async function insights(context: Context, words: readonly string[], options: InsightOptions): Promise<void> {
  const { app, environment } = understand(context, 'insights', words);
  const { http } = await context.client();
  const from = options.days === undefined ? undefined : `${options.days}d`;
  const query = given({ project: context.project, app, environment, from });
  await show(context, await answer(http.GET('/v1/insights', { params: { query } })), drawInsights);
}

function drawInsights({ from, to, items }: InsightAnswer, view: View): string {
  const words = insightWords[view.language];
  if (items.length === 0) return words.none;
  const { columns } = words;
  const figures = table(
    items,
    [
      { title: columns.app, cell: ({ app }) => app, shrinks: true },
      { title: columns.environment, cell: ({ environment }) => environment, shrinks: true },
      { title: columns.deployments, cell: (item) => often(item.deploymentFrequency, view), align: 'right' },
      { title: columns.leadTime, cell: (item) => time(item.changeLeadTime, view), align: 'right' },
      { title: columns.failed, cell: (item) => percent(item.changeFailRate), align: 'right' },
      { title: columns.recovery, cell: (item) => time(item.failedDeploymentRecoveryTime, view), align: 'right' },
      { title: columns.rework, cell: (item) => percent(item.deploymentReworkRate), align: 'right' },
    ],
    view,
  );
  const { dim } = view.colors;
  const broken = items.filter(({ unrepaired }) => unrepaired > 0);
  return [
    figures,
    ...broken.flatMap(({ app, environment, unrepaired }) =>
      hang('✖ ', words.unrepaired(app, environment, unrepaired), view.width),
    ),
    ...hang('', words.period(dayAndMinute(from, view), dayAndMinute(to, view)), view.width).map(dim),
    ...(figures.includes(none) ? hang('', words.notEnough(none), view.width).map(dim) : []),
  ].join('\n');
}

/** So often that the number is at least one, where it can be: three a week says more than 0.4 a day. */
function often({ value }: InsightFigure, view: View): string {
  const words = insightWords[view.language];
  if (value === null) return none;
  const number = (count: number): string =>
    new Intl.NumberFormat(view.language, { maximumFractionDigits: 1 }).format(count);
  if (value >= 1) return words.aDay(number(value));
  if (value * 7 >= 1) return words.aWeek(number(value * 7));
  return words.aMonth(number(value * 30));
}

function time({ value }: InsightFigure, view: View): string {
  return value === null ? none : duration(value, view.language);
}

function percent({ value }: InsightFigure): string {
  return value === null ? none : `${Math.round(value * 100)} %`;
}

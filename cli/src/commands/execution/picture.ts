import type { Execution } from '@sluice/client';
import { executionWords } from '../../messages/execution.ts';
import type { Pictures } from '../../output/live.ts';
import { mark } from '../../output/mark.ts';
import type { Mood } from '../../output/mark.ts';
import { drawPoints } from '../../output/points.ts';
import type { Point } from '../../output/points.ts';
import { hang, wrap } from '../../output/text.ts';
import { age } from '../../output/time.ts';
import type { View } from '../../output/view.ts';

const moods: Readonly<Record<string, Mood>> = {
  Pending: 'empty',
  Queued: 'empty',
  Running: 'moving',
  Waiting: 'waiting',
  Succeeded: 'done',
  Failed: 'bad',
  Canceled: 'skipped',
  Skipped: 'skipped',
};

export function moodOfEnvironment({ status }: Execution['status']['environments'][number]): Mood {
  return moods[status.type] ?? 'empty';
}

/** The version, or where it is not known yet, the commit. */
export function versionOf({ spec }: Execution): string {
  return spec.params.find(({ name }) => name === 'version')?.value ?? spec.trigger.revision.slice(0, 7);
}

/** `Succeeded` is neither true nor false until the journey has ended. */
export function hasEnded({ status }: Execution): boolean {
  const condition = status.conditions.find(({ type }) => type === 'Succeeded');
  return condition !== undefined && condition.status !== 'Unknown';
}

export function hasSucceeded({ status }: Execution): boolean {
  return status.conditions.some(({ type, status: value }) => type === 'Succeeded' && value === 'True');
}

export function inOrder({ status }: Execution): Execution['status']['environments'] {
  return status.environments.toSorted((one, other) => one.order - other.order);
}

function drawTitle(execution: Execution, view: View): string[] {
  const words = executionWords[view.language];
  const { pipelineRef, trigger } = execution.spec;
  const branch = trigger.branch === null ? '' : ` ${words.on(trigger.branch)}`;
  return [
    ...wrap(view.colors.bold(words.title(pipelineRef.name, versionOf(execution))), view.width),
    ...hang(
      '  ',
      view.colors.dim(`${trigger.revision.slice(0, 7)}${branch} · ${trigger.author}: ${trigger.subject}`),
      view.width,
    ),
  ];
}

function points(execution: Execution, view: View): Point[] {
  return inOrder(execution).map((environment) => {
    const { time, message } = environment.status;
    const point = { mood: moodOfEnvironment(environment), key: environment.name, text: message };
    return time === null
      ? point
      : { ...point, aside: executionWords[view.language].ago(age(time, view)), dimAside: true };
  });
}

function drawOutcome(execution: Execution, view: View): string[] {
  const condition = execution.status.conditions.find(({ type }) => type === 'Succeeded');
  if (condition === undefined || condition.status === 'Unknown') return [];
  return hang(`${mark(condition.status === 'True' ? 'done' : 'bad', view)} `, condition.message, view.width);
}

export const executionPictures: Pictures<Execution> = {
  draw: (execution, view) => [
    ...drawTitle(execution, view),
    ...drawPoints(points(execution, view), view),
    ...drawOutcome(execution, view),
  ],
  changes: (before, now, view) => {
    const title = before === undefined ? drawTitle(now, view) : [];
    const known = new Map(before === undefined ? [] : points(before, view).map((point) => [point.key, point]));
    const news = points(now, view).filter(({ key, mood, text }) => {
      const old = known.get(key);
      return old === undefined ? mood !== 'empty' : old.mood !== mood || old.text !== text;
    });
    const lines = drawPoints(
      news.map(({ mood, key, text }) => ({ mood, key, text })),
      view,
    );
    const outcome = before !== undefined && hasEnded(before) ? [] : drawOutcome(now, view);
    return [...title, ...lines, ...outcome];
  },
};

import type { Promotion, Step } from '@sluice/client';
import { promotionWords } from '../../messages/promotion.ts';
import { mark, moodOf } from '../../output/mark.ts';
import type { Pictures } from '../../output/live.ts';
import { drawPoints } from '../../output/points.ts';
import type { Point } from '../../output/points.ts';
import { say } from '../../output/say.ts';
import { hang, widthOf, wrap } from '../../output/text.ts';
import { spent } from '../../output/time.ts';
import type { View } from '../../output/view.ts';
import { gatePoint } from '../environment/why.ts';

/** What a person wants to know beside the promotion itself. */
export interface Company {
  /** `3 commits by ada, grace`, when it could be found out. */
  readonly commits: string | undefined;
}

/** `shop 1.4.0 (4f2c9e1) → qa   replaces 1.3.0 · 3 commits by ada, grace` */
function drawTitle(promotion: Promotion, company: Company, view: View): string[] {
  const words = promotionWords[view.language];
  const { app, artifact, environment, kind, replaces } = promotion;
  const title = `${view.colors.bold(`${app} ${artifact.version}`)} (${artifact.revision.slice(0, 7)}) → ${view.colors.bold(environment)}${partOf(promotion)}`;
  const asides = [asideOf(kind, replaces?.version, words), kind === 'promotion' ? company.commits : undefined].filter(
    (aside) => aside !== undefined,
  );
  return sideBySide([title, view.colors.dim(asides.join(' · '))], view);
}

/** The targets that were chosen: ` (eu, us)`. */
function partOf({ targets }: Promotion): string {
  return targets === null ? '' : ` (${targets.join(', ')})`;
}

function asideOf(kind: Promotion['kind'], replaced: string | undefined, words: (typeof promotionWords)['en']): string {
  if (kind === 'configuration') return words.configuration;
  if (replaced === undefined) return words.first;
  return kind === 'rollback' ? words.back(replaced) : words.replaces(replaced);
}

/** Gates and steps in the order in which they are passed. */
function points(promotion: Promotion, view: View): Point[] {
  // What has succeeded waits for nothing, whatever its gates would say now.
  const passed = promotion.state === 'finished' && promotion.result === 'success';
  const gates = promotion.gates.filter(({ status }) => !passed || status === 'open');
  return [
    ...gates.map((gate) => gatePoint(gate, view)),
    ...promotion.steps.filter(hasBegun).map((step) => stepPoint(step, promotion, view)),
  ];
}

function hasBegun(step: Step): boolean {
  return step.state !== 'pending' && step.result !== 'skipped';
}

function stepPoint(step: Step, promotion: Promotion, view: View): Point {
  // A step that looks again and again at what it has set going is at work; only a gate or a person is waited for.
  const state = step.state === 'waiting' && promotion.state === 'executing' ? 'executing' : step.state;
  const point = { mood: moodOf(state, step.result), key: step.key, text: say(step.message, view) };
  const aside = spent(step.startedAt, step.finishedAt, view);
  return aside === '' ? point : { ...point, aside, dimAside: true };
}

/** Whoever is asked to say yes wants to read first. */
function drawChange({ change, state }: Promotion, view: View): string[] {
  if (change === null || change.state !== 'open' || state === 'finished') return [];
  return [`  ${view.colors.dim(`${promotionWords[view.language].read}:`)} sluice change ${change.id}`];
}

/** The last word: what came of it, where it can be seen, what most people type next. */
function drawOutcome(promotion: Promotion, view: View): string[] {
  const words = promotionWords[view.language];
  const { artifact, environment, kind, result, message, next } = promotion;
  const head = `${mark(moodOf(promotion.state, result), view)} `;
  if (promotion.state !== 'finished' || result === null) return [];
  const version = `${promotion.app} ${artifact.version}`;
  if (result !== 'success') {
    const because = message === null ? '' : `: ${say(message, view)}`;
    return [
      ...hang(head, `${words.ended[result](version, environment)}${because}`, view.width),
      ...(result === 'cancelled' || result === 'skipped'
        ? []
        : [`  ${view.colors.dim(`${words.look}:`)} sluice why ${promotion.app}@${artifact.version} ${environment}`]),
    ];
  }
  const time = spent(promotion.startedAt ?? promotion.createdAt, promotion.finishedAt, view);
  const urls = [...new Set(promotion.releases.flatMap(({ url }) => url ?? []))];
  const asides = [
    ...(urls.length === 1 ? urls : []),
    ...(next === null || kind !== 'promotion' ? [] : [`${view.colors.dim(`${words.next}:`)} ${next}`]),
  ];
  const lines = sideBySide([head + view.colors.bold(sentence(kind, promotion, time, words)), ...asides], view);
  const more = urls.length > 1 ? urls.map((url) => `  ${url}`) : [];
  return [
    ...lines,
    ...more,
    ...drawCall(promotion, view),
    ...(kind === 'rollback' ? drawWithdrawn(promotion, view) : []),
  ];
}

/** Whom the environment tells that it has arrived. */
function drawCall({ call }: Promotion, view: View): string[] {
  if (call === null) return [];
  return hang(
    `  ${view.colors.dim(`${promotionWords[view.language].afterwards}:`)} `,
    say(call.message, view),
    view.width,
  );
}

/** A rollback mends an environment, not the branches; whoever forgets that sees the same fault again tomorrow. */
function drawWithdrawn({ app, artifact, replaces }: Promotion, view: View): string[] {
  if (replaces === null || replaces.version === artifact.version) return [];
  const words = promotionWords[view.language];
  return [
    ...hang('  ', words.withdrawn(replaces.version), view.width),
    `  sluice diff ${app}@${artifact.version} ${app}@${replaces.version}`,
  ];
}

function sentence(
  kind: Promotion['kind'],
  promotion: Promotion,
  time: string,
  words: (typeof promotionWords)['en'],
): string {
  const { environment, artifact, releases } = promotion;
  if (kind === 'configuration') return words.configured(environment, time);
  if (kind === 'promotion') return words.live(environment + partOf(promotion), time);
  const [only] = releases;
  const from = only?.fromNumber ?? null;
  const told = releases.length === 1 && only !== undefined && from !== null ? words.releaseFrom(only.number, from) : '';
  return words.servesAgain(environment, artifact.version, time, told);
}

/** Parts beside each other as far as they fit, the others below. */
function sideBySide(parts: readonly string[], view: View): string[] {
  const [first = '', ...others] = parts.filter((part) => part !== '');
  const lines = wrap(first, view.width);
  for (const part of others) {
    const longer = `${lines.at(-1) ?? ''}     ${part}`;
    if (widthOf(longer) <= view.width) lines.splice(-1, 1, longer);
    else lines.push(...hang('  ', part, view.width));
  }
  return lines;
}

export function promotionPictures(company: () => Company): Pictures<Promotion> {
  return {
    draw: (promotion, view) => [
      ...drawTitle(promotion, company(), view),
      ...drawPoints(points(promotion, view), view),
      ...drawChange(promotion, view),
      ...drawOutcome(promotion, view),
    ],
    changes: (before, now, view) => {
      const title = before === undefined ? drawTitle(now, company(), view) : [];
      const known = new Map(before === undefined ? [] : points(before, view).map((point) => [point.key, point]));
      const news = points(now, view).filter((point) => {
        const old = known.get(point.key);
        // That something has begun is told with its first words; durations of what goes on are no news.
        if (old === undefined) return point.text !== '' || point.mood !== 'moving';
        return old.mood !== point.mood || old.text !== point.text;
      });
      const outcome = before?.state === 'finished' ? [] : drawOutcome(now, view);
      return [
        ...title,
        ...drawPoints(
          news.map((point) => settled(point)),
          view,
        ),
        ...(before?.change?.state === 'open' ? [] : drawChange(now, view)),
        ...outcome,
      ];
    },
  };
}

/** In a log, the time of something that has only begun means nothing. */
function settled(point: Point): Point {
  const { mood, key, text } = point;
  return point.dimAside === true && (mood === 'moving' || mood === 'waiting') ? { mood, key, text } : point;
}

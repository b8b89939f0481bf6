import { requireArtifactById } from '../artifacts/index.ts';
import type { Claim, Controller } from '../engine/controller.ts';
import type { Tx } from '../engine/transaction.ts';
import type { Message } from '../lib/message.ts';
import { Problem } from '../lib/problem.ts';
import { lockEnvironment } from '../pipelines/index.ts';
import { decide } from './decide.ts';
import { finishPromotion } from './finish-promotion.ts';
import { gatherFacts } from './gather-facts.ts';
import { requireEnvironment, requirePipelineOf } from './place.ts';
import type { Promotion, StepKey, StepRecord } from './promotion.ts';
import { promotionMessages as messages } from './promotion-messages.ts';
import { changePromotion, findPromotion, listUnfinished } from './promotion-store.ts';
import { changeStep, listSteps } from './step-store.ts';
import type { Step, StepAnswer } from './steps/step.ts';
import { tellPromotion } from './tell-promotion.ts';

/** How many exceptions in a row a step may throw before its promotion ends with `error`. */
const maxAttempts = 6;
/** Nothing waits on this: whoever opens a gate or finishes a build wakes the promotion. */
const backstopMs = 30_000;

/**
 * Kind `promotion`, key: the promotion's id. Looks, decides, does one thing, records it, and looks again, until it has to
 * wait or is over. Which step comes next is never remembered: `decide` derives it from the rows every time.
 */
export function createPromotionController(parts: { readonly steps: readonly Step[] }): Controller {
  return {
    kind: 'promotion',
    concurrency: 16,
    async look(claim) {
      for (;;) {
        const promotion = await findPromotion(claim.db, claim.key);
        if (promotion === undefined || promotion.state === 'finished') return { done: true };
        const { pipeline } = await requirePipelineOf(claim.db, promotion.project, promotion.app);
        const environment = requireEnvironment(pipeline, promotion.environment);
        const records = (await listSteps(claim.db, [promotion.id])).get(promotion.id) ?? [];
        const facts = await gatherFacts(claim.db, promotion, records, pipeline, environment);
        const { next, because } = decide(facts);
        switch (next.do) {
          case 'rest':
            return { done: true };
          case 'finish': {
            const { result } = next;
            await claim.transact((tx) => finishPromotion(tx, pipeline, promotion, records, result, because));
            return { done: true };
          }
          case 'queue':
            await claim.transact((tx) => rest(tx, promotion, 'queued', because));
            return { again: new Date(Date.now() + backstopMs), reason: because };
          case 'wait': {
            // A wait for people still holds the environment, so it takes its turn first.
            if (!(await takeTurn(claim, promotion))) continue;
            await claim.transact((tx) => rest(tx, promotion, 'waiting', because));
            return { again: next.until ?? new Date(Date.now() + backstopMs), reason: because };
          }
          case 'step': {
            const step = parts.steps.find((candidate) => candidate.key === next.key);
            if (step === undefined) throw new Error(`no step ${next.key}`);
            if (!(await takeTurn(claim, promotion))) continue;
            await begin(claim, promotion, records, next.key);
            const artifact = await requireArtifactById(claim.db, promotion.artifactId);
            const context = { claim, promotion, pipeline, environment, artifact, steps: records };
            const answer = await attempt(step, context, claim, promotion, records);
            if (answer === undefined) continue;
            await claim.transact((tx) => record(tx, promotion, records, next.key, answer));
            if ('wait' in answer) {
              return { again: answer.until ?? new Date(Date.now() + backstopMs), reason: answer.message };
            }
          }
        }
      }
    },
  };
}

/** Holds the environment from here on. False when somebody else has taken it since the facts were gathered. */
async function takeTurn(claim: Claim, promotion: Promotion): Promise<boolean> {
  if (promotion.state !== 'queued') return true;
  return claim.transact(async (tx) => {
    await lockEnvironment(tx.db, promotion.project, promotion.app, promotion.environment);
    const [first] = await listUnfinished(tx.db, promotion);
    if (first?.id !== promotion.id) return false;
    await changePromotion(tx.db, promotion.id, { state: 'executing', startedAt: new Date(), message: null });
    tellPromotion(tx, promotion, 'promotion.started', {});
    return true;
  });
}

async function begin(claim: Claim, promotion: Promotion, records: readonly StepRecord[], key: StepKey): Promise<void> {
  const known = records.find((step) => step.key === key);
  if (known !== undefined && known.state !== 'pending' && promotion.state === 'executing') return;
  await claim.transact(async (tx) => {
    await changePromotion(tx.db, promotion.id, { state: 'executing' });
    if (known?.state === 'pending') {
      await changeStep(tx.db, promotion.id, key, { state: 'executing', startedAt: new Date() });
      tellPromotion(tx, promotion, 'step.started', { step: key });
    }
  });
}

/**
 * Runs the step. What it throws is counted on its row and tried again by the engine with backoff; a fault that does not
 * go away ends the promotion with `error`. `Unavailable` is waited out for as long as it takes.
 */
async function attempt(
  step: Step,
  context: Parameters<Step['run']>[0],
  claim: Claim,
  promotion: Promotion,
  records: readonly StepRecord[],
): Promise<StepAnswer | undefined> {
  try {
    return await step.run(context);
  } catch (error) {
    if (claim.signal.aborted) throw error;
    if (error instanceof Problem && error.kind !== 'Unavailable') return { failed: true, message: error.detail };
    if (!(error instanceof Error) || error.name === 'ClaimLost') throw error;
    const tried = (records.find((record) => record.key === step.key)?.attempt ?? 0) + 1;
    const problem = error.message;
    const message = messages.step_retrying({ step: step.key, problem });
    await claim.transact((tx) => changeStep(tx.db, promotion.id, step.key, { attempt: tried, message }));
    if (error instanceof Problem || tried < maxAttempts) throw error;
    await claim.transact(async (tx) => {
      const gaveUp = messages.step_gave_up({ step: step.key, problem, attempts: tried });
      await changeStep(tx.db, promotion.id, step.key, {
        state: 'finished',
        result: 'error',
        message: gaveUp,
        finishedAt: new Date(),
      });
      tellPromotion(tx, promotion, 'step.finished', { step: step.key, result: 'error', message: gaveUp.text });
    });
    return undefined;
  }
}

async function record(
  tx: Tx,
  promotion: Promotion,
  records: readonly StepRecord[],
  key: StepKey,
  answer: StepAnswer,
): Promise<void> {
  const { message } = answer;
  if ('wait' in answer) {
    const known = records.find((step) => step.key === key);
    if (known?.state === 'waiting' && known.message?.text === message.text) return;
    await changeStep(tx.db, promotion.id, key, { state: 'waiting', message });
    tellPromotion(tx, promotion, 'step.progressed', { step: key, message: message.text });
    return;
  }
  if ('backTo' in answer) {
    const from = records.findIndex((step) => step.key === answer.backTo);
    for (const step of records.slice(from)) {
      await changeStep(tx.db, promotion.id, step.key, {
        state: 'pending',
        result: null,
        output: {},
        message,
        finishedAt: null,
      });
    }
    tellPromotion(tx, promotion, 'step.repeated', { step: answer.backTo, message: message.text });
    return;
  }
  const result = 'done' in answer ? 'success' : 'failure';
  await changeStep(tx.db, promotion.id, key, {
    state: 'finished',
    result,
    message,
    finishedAt: new Date(),
    ...('done' in answer && answer.output !== undefined ? { output: answer.output } : {}),
    ...('done' in answer && answer.link !== undefined ? { link: answer.link } : {}),
  });
  tellPromotion(tx, promotion, 'step.finished', { step: key, result, message: message.text });
}

/** Nothing to do until something changes; says so once, not at every look. */
async function rest(tx: Tx, promotion: Promotion, state: 'queued' | 'waiting', because: Message): Promise<void> {
  if (promotion.state === state && promotion.message?.text === because.text) return;
  await changePromotion(tx.db, promotion.id, { state, message: because });
  tellPromotion(tx, promotion, state === 'queued' ? 'promotion.queued' : 'promotion.waiting', {
    message: because.text,
  });
}

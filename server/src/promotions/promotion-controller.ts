import { requireArtifactById } from '../artifacts/index.ts';
import type { Controller } from '../engine/controller.ts';
import { isConnectionFault } from '../engine/database-faults.ts';
import { ClaimLost } from '../engine/outcome.ts';
import type { Tx } from '../engine/transaction.ts';
import { nest } from '../lib/message.ts';
import type { Message } from '../lib/message.ts';
import { Problem } from '../lib/problem.ts';
import { environmentOf, findPipelineOfApp, lockEnvironment } from '../pipelines/index.ts';
import { decide } from './decide.ts';
import { finishPromotion } from './finish-promotion.ts';
import { gatherFacts } from './gather-facts.ts';
import { pointOfNoReturn } from './promotion.ts';
import type { Promotion, StepKey, StepRecord } from './promotion.ts';
import { promotionMessages as messages } from './promotion-messages.ts';
import { changePromotion, findPromotion } from './promotion-store.ts';
import { changeStep, listSteps } from './step-store.ts';
import type { Step, StepAnswer } from './steps/step.ts';
import { tellPromotion } from './tell-promotion.ts';

/** How many exceptions in a row a step may throw before its promotion ends with `error`. Fewer than park the work. */
const maxAttempts = 6;
/** Nothing waits on this: whoever opens a gate or finishes a build wakes the promotion. */
const backstopMs = 30_000;

/** Where a test may stop or kill the server: around the act of a step, and after what it answered is written. */
export const stepMoments = ['before-run', 'after-run', 'after-record'] as const;

/** What the controller is to do after a look, as it was decided and recorded under the environment's lock. */
type Turn =
  | { readonly do: 'rest' }
  | { readonly do: 'wait'; readonly until: Date | null; readonly because: Message }
  | {
      readonly do: 'step';
      readonly key: StepKey;
      readonly promotion: Promotion;
      readonly steps: readonly StepRecord[];
    };

/**
 * Kind `promotion`, key: the promotion's id. Looks, decides, does one thing, records it, and looks again, until it has to
 * wait or is over. Which step comes next is never remembered: `decide` derives it from the rows every time.
 */
export function createPromotionController(parts: {
  readonly steps: readonly Step[];
  /** Called at each of `stepMoments` of each step, as `promotion/<step>/<moment>`. For tests that stop or change things there. */
  readonly reached?: ((boundary: string) => void | Promise<void>) | undefined;
}): Controller {
  const reached = (key: StepKey, moment: (typeof stepMoments)[number]): void | Promise<void> =>
    parts.reached?.(`promotion/${key}/${moment}`);
  return {
    kind: 'promotion',
    concurrency: 16,
    async look(claim) {
      for (;;) {
        const found = await findPromotion(claim.db, claim.key);
        if (found === undefined || found.state === 'finished') return { done: true };
        const turn = await claim.transact((tx) => takeTurn(tx, found));
        if (turn.do === 'rest') return { done: true };
        if (turn.do === 'wait') {
          return { again: turn.until ?? new Date(Date.now() + backstopMs), reason: turn.because };
        }
        const { key, promotion, steps } = turn;
        const step = parts.steps.find((candidate) => candidate.key === key);
        if (step === undefined) throw new Error(`no step ${key}`);
        const artifact = await requireArtifactById(claim.db, promotion.artifactId);
        await reached(key, 'before-run');
        const answer = await attempt(step, { claim, promotion, artifact, steps }, steps);
        if (answer === undefined) continue;
        await reached(key, 'after-run');
        await claim.transact((tx) => record(tx, promotion, steps, key, answer));
        await reached(key, 'after-record');
        if ('wait' in answer) {
          return { again: answer.until ?? new Date(Date.now() + backstopMs), reason: answer.message };
        }
      }
    },
  };
}

/**
 * Decides and records the decision in one transaction under the environment's lock, so that whatever changes the facts
 * (a cancellation, a newer promotion, a verdict, an edit of the pipeline) comes wholly before or wholly after it.
 */
async function takeTurn(tx: Tx, { id, project, app, environment: name }: Promotion): Promise<Turn> {
  await lockEnvironment(tx.db, project, app, name);
  const promotion = await findPromotion(tx.db, id);
  if (promotion === undefined || promotion.state === 'finished') return { do: 'rest' };
  const steps = (await listSteps(tx.db, [id])).get(id) ?? [];
  const pipeline = await findPipelineOfApp(tx.db, project, app);
  const environment = pipeline && environmentOf(pipeline, name);
  if (pipeline === undefined || environment === undefined) {
    const gone = messages.promotion_place_gone({ app, environment: name });
    await finishPromotion(tx, pipeline, promotion, steps, 'failure', gone);
    return { do: 'rest' };
  }
  const { next, because, gates } = decide(await gatherFacts(tx.db, promotion, steps, pipeline, environment));
  switch (next.do) {
    case 'rest':
      return { do: 'rest' };
    case 'finish':
      await finishPromotion(tx, pipeline, promotion, steps, next.result, because);
      return { do: 'rest' };
    case 'queue':
      await rest(tx, promotion, 'queued', because);
      return { do: 'wait', until: null, because };
    case 'wait':
      // A wait for people still holds the environment.
      await hold(tx, promotion);
      await rest(tx, promotion, 'waiting', because);
      // Addresses are asked by a loop of their own, however slow they are.
      if (gates.some(({ name: gate }) => gate === 'http')) tx.wake('http-gate', id);
      return { do: 'wait', until: next.until, because };
    case 'step': {
      await hold(tx, promotion);
      if (promotion.state !== 'executing') await changePromotion(tx.db, id, { state: 'executing', message: null });
      if (steps.find((step) => step.key === next.key)?.state === 'pending') {
        if (
          promotion.passedGates === null &&
          steps.findIndex(({ key }) => key === next.key) >= pointOfNoReturn(steps)
        ) {
          await changePromotion(tx.db, id, { passedGates: gates });
        }
        await changeStep(tx.db, id, next.key, { state: 'executing', startedAt: new Date() });
        tellPromotion(tx, promotion, 'step.started', { step: next.key });
      }
      return { do: 'step', key: next.key, promotion, steps };
    }
  }
}

/** From here on the environment is taken; the table itself refuses a second holder. */
async function hold(tx: Tx, promotion: Promotion): Promise<void> {
  if (promotion.startedAt !== null) return;
  await changePromotion(tx.db, promotion.id, { startedAt: new Date() });
  tellPromotion(tx, promotion, 'promotion.started', {});
}

/**
 * Runs the step. What it throws is counted on its row and tried again by the engine with backoff; a fault that does not
 * go away ends the promotion with `error`. `Unavailable` is waited out for as long as it takes.
 */
async function attempt(
  step: Step,
  context: Parameters<Step['run']>[0],
  records: readonly StepRecord[],
): Promise<StepAnswer | undefined> {
  const { claim, promotion } = context;
  try {
    return await step.run(context);
  } catch (error) {
    if (claim.signal.aborted) throw error;
    if (error instanceof Problem && error.kind !== 'Unavailable') return { failed: true, message: error.detail };
    // A database that is away says nothing about the step, and cannot be told about it either.
    if (!(error instanceof Error) || error instanceof ClaimLost || isConnectionFault(error)) throw error;
    const tried = (records.find((record) => record.key === step.key)?.attempt ?? 0) + 1;
    const problem = error instanceof Problem ? nest(error.detail) : error.message;
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
    await changeStep(tx.db, promotion.id, key, { state: 'waiting', message, attempt: 0 });
    tellPromotion(tx, promotion, 'step.progressed', { step: key, message: { ...message } });
    return;
  }
  if ('backTo' in answer) {
    const from = records.findIndex((step) => step.key === answer.backTo);
    // Nothing has changed the world after all: the gates are asked again.
    await changePromotion(tx.db, promotion.id, { passedGates: null });
    for (const step of records.slice(from)) {
      await changeStep(tx.db, promotion.id, step.key, {
        state: 'pending',
        result: null,
        output: {},
        message,
        finishedAt: null,
      });
    }
    tellPromotion(tx, promotion, 'step.repeated', { step: answer.backTo, message: { ...message } });
    return;
  }
  const result = 'done' in answer ? 'success' : (answer.result ?? 'failure');
  await changeStep(tx.db, promotion.id, key, {
    state: 'finished',
    result,
    message,
    finishedAt: new Date(),
    ...(answer.output === undefined ? {} : { output: answer.output }),
    ...(answer.link === undefined ? {} : { link: answer.link }),
  });
  tellPromotion(tx, promotion, 'step.finished', { step: key, result, message: { ...message } });
}

/** Nothing to do until something changes; says so once, not at every look. */
async function rest(tx: Tx, promotion: Promotion, state: 'queued' | 'waiting', because: Message): Promise<void> {
  if (promotion.state === state && promotion.message?.text === because.text) return;
  await changePromotion(tx.db, promotion.id, { state, message: because });
  tellPromotion(tx, promotion, state === 'queued' ? 'promotion.queued' : 'promotion.waiting', {
    message: { ...because },
  });
}

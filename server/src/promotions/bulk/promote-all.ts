import type { Repositories } from '../../apps/index.ts';
import { requireArtifactById } from '../../artifacts/index.ts';
import type { Artifact } from '../../artifacts/index.ts';
import type { Db } from '../../engine/transaction.ts';
import { isOpen } from '../../gates/index.ts';
import { mayDo } from '../../identity/index.ts';
import type { Caller, Identity } from '../../identity/index.ts';
import { nest } from '../../lib/message.ts';
import type { Message } from '../../lib/message.ts';
import { Problem } from '../../lib/problem.ts';
import { environmentOf, listPipelines, requireEnvironment, requireKnownEnvironment } from '../../pipelines/index.ts';
import type { Pipeline } from '../../pipelines/index.ts';
import { targetsServing } from '../chosen/chosen.ts';
import { newestBefore, newestIn } from '../chosen/what-goes-where.ts';
import { imaginePromotion } from '../imagine-promotion.ts';
import type { Imagined } from '../imagine-promotion.ts';
import { requireRuntimes } from '../promote.ts';
import type { createPromote } from '../promote.ts';
import { bulkMessages as messages } from './bulk-messages.ts';
import type { BulkOutcome, PromoteAll } from './bulk-schema.ts';

export interface BulkItem {
  readonly app: string;
  readonly artifact: Artifact | null;
  readonly outcome: BulkOutcome;
  readonly message: Message;
  readonly promotionId: string | null;
  readonly command: string | null;
}

/** So many apps at once: a big project must not take every connection. */
const atOnce = 4;

/**
 * `sluice promote --all`: whatever is ready goes on, each app by a promotion of its own, asked for by the same command as
 * one alone. One that cannot, or may not, never keeps the others from it.
 */
export function createPromoteAll(parts: {
  readonly db: Db;
  readonly repositories: Repositories;
  readonly identity: Identity;
  readonly runtimes: readonly string[];
  readonly promote: ReturnType<typeof createPromote>;
}): (caller: Caller, input: PromoteAll) => Promise<BulkItem[]> {
  return async (caller, input) => {
    const { project, from, to } = input;
    const pipelines = await listPipelines(parts.db, [project]);
    const may = ({ app }: Pipeline): boolean =>
      mayDo(caller.bindings, 'promotion.create', { project, app, environment: to });
    // Whoever may promote nothing there is told so once, and learns nothing of what there is.
    if (!pipelines.some(may)) await parts.identity.authorize(caller, 'promotion.create', { project });
    requireKnownEnvironment(pipelines, to);
    if (from !== undefined) requireKnownEnvironment(pipelines, from);
    const meant = pipelines
      .filter((pipeline) => environmentOf(pipeline, to) !== undefined)
      .filter((pipeline) => from === undefined || environmentOf(pipeline, from) !== undefined)
      .toSorted((one, other) => (one.app < other.app ? -1 : 1));
    const items: BulkItem[] = [];
    const left = meant.entries();
    // Every worker takes the next app from the same iterator.
    const work = async (): Promise<void> => {
      for (const [index, pipeline] of left) items[index] = await one(caller, input, pipeline);
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    return items;
  };

  async function one(caller: Caller, input: PromoteAll, pipeline: Pipeline): Promise<BulkItem> {
    const { app } = pipeline;
    try {
      await parts.identity.authorize(caller, 'promotion.create', {
        project: input.project,
        app,
        environment: input.to,
      });
      return await goOn(caller, input, pipeline);
    } catch (error) {
      const message =
        error instanceof Problem
          ? error.detail
          : messages.bulk_broke({ problem: error instanceof Error ? error.message : String(error) });
      const command = `sluice why ${app} ${input.to}`;
      return { app, artifact: null, outcome: 'refused', message, promotionId: null, command };
    }
  }

  async function goOn(caller: Caller, input: PromoteAll, pipeline: Pipeline): Promise<BulkItem> {
    const { db, repositories } = parts;
    const { project, app } = pipeline;
    const environment = requireEnvironment(pipeline, input.to);
    const [only, another] = environment.after;
    const before = input.from ?? (another === undefined ? only : undefined);
    const artifact =
      before === undefined ? await newestBefore(db, pipeline, environment) : await newestIn(db, pipeline, before);
    const item = { app, promotionId: null, command: null };
    if (artifact === undefined) {
      const message = messages.bulk_nothing_before({ before: before ?? '' });
      return { ...item, artifact: null, outcome: 'not-ready', message, command: `sluice why ${app} ${before}` };
    }
    const found = { ...item, artifact };
    const imagined = await imaginePromotion(db, repositories, pipeline, environment, artifact, caller);
    const { ahead } = imagined;
    const serving = await targetsServing(db, pipeline, environment, artifact);
    if (ahead === undefined && serving.length === environment.targets.length) {
      return { ...found, outcome: 'unchanged', message: messages.bulk_unchanged() };
    }
    const order = imagined.gates.find(({ name, status }) => name === 'order' && status === 'closed');
    if (order !== undefined) {
      return { ...found, outcome: 'not-ready', message: order.message, command: order.opensBy };
    }
    requireRuntimes(app, environment, parts.runtimes);
    const { withdrawn } = artifact;
    if (withdrawn !== null) {
      const command = `sluice promote ${app}@${artifact.version} ${environment.name}`;
      return { ...found, outcome: 'refused', message: messages.bulk_withdrawn({ by: withdrawn.by }), command };
    }
    const isSame = ahead?.kind === 'promotion' && ahead.artifactId === artifact.id && ahead.targets === null;
    if (imagined.next.do === 'finish' && !isSame) {
      return { ...found, outcome: 'refused', message: imagined.because, command: imagined.otherWay };
    }
    if (ahead !== undefined && !isSame && input.whenBusy === 'refuse') {
      const { version } = await requireArtifactById(db, ahead.artifactId);
      const command = `sluice watch ${ahead.id}`;
      return { ...found, outcome: 'refused', message: messages.bulk_busy({ ahead: ahead.id, version }), command };
    }
    const expected = expectedOf(imagined, isSame, input);
    if (input.dryRun) return { ...found, ...expected };
    const promoted = await parts.promote(caller, {
      project,
      app,
      artifact: artifact.digest,
      environment: environment.name,
      whenBusy: input.whenBusy,
      ...(input.reason === undefined ? {} : { reason: input.reason }),
    });
    const { promotionId } = promoted;
    const command = promotionId === null ? null : `sluice watch ${promotionId}`;
    // Between the look and the act somebody may have done something else: what was done counts.
    if (promoted.outcome === 'unchanged') return { ...found, outcome: 'unchanged', message: messages.bulk_unchanged() };
    if (promoted.outcome === 'joined' && !isSame) {
      return { ...found, outcome: 'joins', message: promoted.message, promotionId, command };
    }
    return { ...found, ...expected, promotionId, command };
  }
}

/** What asking for it leads to. */
function expectedOf(
  { ahead, gates, next }: Imagined,
  isSame: boolean,
  { whenBusy }: Pick<PromoteAll, 'whenBusy'>,
): Pick<BulkItem, 'outcome' | 'message'> {
  if (ahead !== undefined && isSame) {
    return { outcome: 'joins', message: messages.bulk_joins({ id: ahead.id, by: ahead.actor }) };
  }
  if (ahead !== undefined && whenBusy === 'queue') {
    return { outcome: 'queues', message: messages.bulk_queues({ ahead: ahead.id }) };
  }
  const waiting = gates.filter((gate) => !isOpen(gate));
  const [first] = waiting;
  if (next.do === 'wait' && first !== undefined) {
    const names = waiting.map(({ name }) => name);
    return { outcome: 'waits', message: messages.bulk_waits({ gates: names, because: nest(first.message) }) };
  }
  return { outcome: 'starts', message: messages.bulk_starts() };
}

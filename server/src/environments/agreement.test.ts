import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { resolveArtifact } from '../artifacts/index.ts';
import type { Artifact } from '../artifacts/index.ts';
import { requireEnvironment, requirePipelineOf } from '../pipelines/index.ts';
import type { Pipeline } from '../pipelines/index.ts';
import { askOrder, decide, findPromotion, gatherFacts, listSteps, listUnfinished } from '../promotions/index.ts';
import type { EnvironmentView } from './environment-schema.ts';
import { createSightApp, openSight, until } from '../test-sight.ts';
import type { Sight, SightApp } from '../test-sight.ts';

let sight: Sight;
beforeAll(async () => {
  sight = await openSight();
});
afterAll(() => sight.stop());

const environments = ['development', 'qa', 'prod'];

type Command =
  | { readonly do: 'push'; readonly broken: boolean }
  | { readonly do: 'promote'; readonly environment: string; readonly version: number; readonly queue: boolean }
  | { readonly do: 'verdict'; readonly verdict: 'approved' | 'rejected' }
  | { readonly do: 'cancel' }
  | { readonly do: 'rollback'; readonly environment: string };

const command: fc.Arbitrary<Command> = fc.oneof(
  fc.record({ do: fc.constant('push' as const), broken: fc.boolean() }),
  fc.record({
    do: fc.constant('promote' as const),
    environment: fc.constantFrom('qa', 'prod'),
    version: fc.nat({ max: 5 }),
    queue: fc.boolean(),
  }),
  fc.record({
    do: fc.constant('promote' as const),
    environment: fc.constant('prod'),
    version: fc.constant(0),
    queue: fc.constant(true),
  }),
  fc.record({
    do: fc.constant('verdict' as const),
    verdict: fc.constantFrom('approved' as const, 'rejected' as const),
  }),
  fc.record({ do: fc.constant('cancel' as const) }),
  fc.record({ do: fc.constant('rollback' as const), environment: fc.constantFrom('development', 'qa', 'prod') }),
);

/** Commands may be refused, that is their right; what is shown afterwards must be true all the same. */
async function perform(app: SightApp, versions: string[], step: Command): Promise<void> {
  const { db } = sight.delivery.engine;
  const waiting = async (): Promise<string> => {
    const [first] = await listUnfinished(db, { project: 'default', app: app.name, environment: 'prod' });
    return first?.id ?? 'prm_none';
  };
  switch (step.do) {
    case 'push': {
      const next = `0.0.1-develop.${versions.length + 1}`;
      if (step.broken) sight.delivery.runtime.broken.add(next);
      else sight.delivery.runtime.broken.delete(next);
      versions.push(await app.deliver(`content ${versions.length}`));
      return;
    }
    case 'promote': {
      const version = versions[step.version % Math.max(1, versions.length)];
      await app.promote(step.environment, version, step.queue ? 'queue' : 'refuse').catch(() => '');
      return;
    }
    case 'verdict':
      await sight
        .command('POST', `/v1/promotions/${await waiting()}/approvals`, { verdict: step.verdict })
        .catch(() => {});
      return;
    case 'cancel':
      await sight.command('POST', `/v1/promotions/${await waiting()}/cancel`, {}).catch(() => {});
      return;
    case 'rollback':
      await app.rollback(step.environment).catch(() => '');
  }
}

/** Nothing is due or running any more: the next look at anything would come to the same. */
async function settled(name: string): Promise<void> {
  const { db } = sight.delivery.engine;
  await until('rest', async () => {
    const { work } = await sight.delivery.engine.metrics();
    const busy = work.some((kind) => kind.kind !== 'repository' && kind.due + kind.running > 0);
    if (busy) return undefined;
    for (const environment of environments) {
      const unfinished = await listUnfinished(db, { project: 'default', app: name, environment });
      if (unfinished.some((promotion) => promotion.state === 'executing')) return undefined;
      if (unfinished[0]?.state === 'queued') return undefined;
    }
    return true;
  });
}

test('whatever people do, list and why say what the controller would decide', async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(command, { minLength: 2, maxLength: 5 }), async (commands) => {
      run += 1;
      sight.delivery.runtime.broken.clear();
      const app = await createSightApp(sight, `app${run}`);
      const versions: string[] = [];
      await perform(app, versions, { do: 'push', broken: false });
      await app.rested(await app.promote('qa'));
      for (const step of commands) {
        await perform(app, versions, step);
        await settled(app.name);
        await agree(app.name, versions);
      }
    }),
    { numRuns: 4 },
  );
}, 240_000);

async function agree(name: string, versions: readonly string[]): Promise<void> {
  const { db } = sight.delivery.engine;
  const { pipeline } = await requirePipelineOf(db, 'default', name);
  const cells = await sight.list(`?app=${name}`);
  for (const cell of cells) {
    const environment = requireEnvironment(pipeline, cell.name);
    const [head] = await listUnfinished(db, { project: 'default', app: name, environment: cell.name });
    if (head === undefined) {
      expect(cell.promotion?.state ?? 'finished').toBe('finished');
      expect(['healthy', 'empty']).toContain(cell.state);
    } else {
      const steps = (await listSteps(db, [head.id])).get(head.id) ?? [];
      const { next, because, gates } = decide(await gatherFacts(db, head, steps, pipeline, environment));
      expect(next.do).toBe('wait');
      expect(cell).toMatchObject({ state: 'waiting', promotion: { id: head.id, message: { code: because.code } } });
      const why = await sight.why(name, cell.name);
      expect(why).toMatchObject({ promotionId: head.id, summary: { code: 'why_waiting' } });
      expect(why.gates.map((gate) => [gate.name, gate.status])).toEqual(gates.map((gate) => [gate.name, gate.status]));
    }
    for (const version of new Set(versions)) {
      const artifact = await resolveArtifact(db, 'default', name, version);
      await agreeAbout(pipeline, cell, artifact);
    }
  }
}

async function agreeAbout(pipeline: Pipeline, cell: EnvironmentView, artifact: Artifact): Promise<void> {
  const { db } = sight.delivery.engine;
  const environment = requireEnvironment(pipeline, cell.name);
  const why = await sight.why(pipeline.app, cell.name, artifact.version);
  const { code } = why.summary;
  const order = await askOrder(db, pipeline, environment, artifact);
  // A gate that is shown is the gate that would be asked.
  const shown = why.gates.find((gate) => gate.name === 'order');
  if (shown !== undefined) expect(shown.status).toBe(order.status);
  if (code === 'why_closed') expect(order.status).toBe('closed');
  if (code === 'why_not_asked') expect(order.status).toBe('open');
  // The matrix says the same about what is there; only what waits to come in once more is about its way.
  const isThere = cell.artifact?.version === artifact.version;
  if (code === 'why_serving') expect(isThere).toBe(true);
  if (isThere) expect(['why_serving', 'why_waiting', 'why_queued']).toContain(code);
  if (code === 'why_failed' && why.promotionId !== null) {
    expect((await findPromotion(db, why.promotionId))?.result).not.toBe('success');
  }
  // What it says to type is not refused for the order.
  if (why.command === `sluice promote ${pipeline.app}@${artifact.version} ${cell.name}`) {
    expect(order.status).not.toBe('closed');
  }
}

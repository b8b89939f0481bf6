import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSightApp, openSight, until } from '../../test-sight.ts';
import type { Sight, SightApp } from '../../test-sight.ts';
import type { Refusal } from '../../test-sluice.ts';
import type { PromotionView } from '../promotion-schema.ts';
import type { PromoteAllAnswer } from './bulk-schema.ts';

let sight: Sight;
let token: string;
beforeAll(async () => {
  sight = await openSight();
  token = await sight.delivery.give('grace', 'admin');
});
afterAll(() => sight.stop());

const way = (staging: string, prod: string, more = ''): string => `
    - name: ${staging}
      from: { branch: develop }
      targets: [{ name: local, runtime: process }]
    - name: ${prod}
      ${more}
      targets: [{ name: local, runtime: process }]`;

/** Every test has environments of its own names, and so apps of its own. */
async function ready(name: string, staging: string, prod: string, more?: string): Promise<[SightApp, string]> {
  const app = await createSightApp(sight, name, way(staging, prod, more));
  return [app, await deliver(app, staging, 'one')];
}

async function deliver(app: SightApp, staging: string, content: string): Promise<string> {
  const sha = await app.push(content);
  return until(`${content} in ${staging} of ${app.name}`, async () => {
    const cell = await sight.cell(app.name, staging);
    return cell.artifact?.revision === sha && cell.promotion === null ? cell.artifact.version : undefined;
  });
}

async function ask(
  body: Record<string, unknown>,
  as = token,
): Promise<{ status: number; body: PromoteAllAnswer & Refusal }> {
  const answer = await sight.delivery.call('POST', '/v1/promotions/bulk', as, body);
  return answer as unknown as { status: number; body: PromoteAllAnswer & Refusal };
}
const outcomes = ({ items }: PromoteAllAnswer) => Object.fromEntries(items.map(({ app, outcome }) => [app, outcome]));
const of = ({ items }: PromoteAllAnswer, app: string) => items.find((item) => item.app === app);

test('whatever is ready goes, each app on its own; the others say what they wait for or why not', async () => {
  const [, one] = await ready('alpha', 'staging', 'prod');
  const [there] = await ready('beta', 'staging', 'prod');
  await there.rested(await there.promote('prod'));
  await createSightApp(sight, 'gamma', way('staging', 'prod'));
  await ready('delta', 'staging', 'prod', 'gates: [{ approvals: { count: 1 } }]');
  const [busy, older] = await ready('epsilon', 'staging', 'prod', 'gates: [{ approvals: { count: 1 } }]');
  const ahead = await busy.promote('prod', older);
  await busy.rested(ahead);
  await deliver(busy, 'staging', 'two');
  await ready('zeta', 'staging', 'elsewhere');

  const expected = {
    alpha: 'starts',
    beta: 'unchanged',
    gamma: 'not-ready',
    delta: 'waits',
    epsilon: 'refused',
  };
  const looked = await ask({ from: 'staging', to: 'prod', dryRun: true });
  expect(looked.status).toBe(200);
  expect(looked.body).toMatchObject({ from: 'staging', to: 'prod', dryRun: true });
  expect(outcomes(looked.body)).toEqual(expected);
  expect(looked.body.items.map(({ promotionId }) => promotionId)).toEqual([null, null, null, null, null]);
  expect((await sight.cell('alpha', 'prod')).artifact).toBeNull();

  const done = await ask({ from: 'staging', to: 'prod', reason: 'the weekly train' });
  expect(outcomes(done.body)).toEqual(expected);
  expect(of(done.body, 'alpha')).toMatchObject({ artifact: { version: one }, message: { code: 'bulk_starts' } });
  expect(of(done.body, 'delta')?.message.text).toMatch(/^waits for approvals: /);
  expect(of(done.body, 'epsilon')).toMatchObject({ message: { code: 'bulk_busy' }, command: `sluice watch ${ahead}` });
  expect(of(done.body, 'gamma')).toMatchObject({ artifact: null, command: 'sluice why gamma staging' });
  const id = of(done.body, 'alpha')?.promotionId ?? '';
  await until('alpha in prod', async () => ((await sight.cell('alpha', 'prod')).artifact === null ? undefined : true));
  const promotion = (await sight.delivery.call('GET', `/v1/promotions/${id}`, token)).body as PromotionView;
  expect(promotion).toMatchObject({ app: 'alpha', reason: 'the weekly train', actor: 'grace' });

  // Asked again: what is there stays, and what waits is joined.
  const again = await ask({ to: 'prod', whenBusy: 'queue' });
  expect(outcomes(again.body)).toEqual({ ...expected, alpha: 'unchanged', delta: 'joins', epsilon: 'queues' });
  expect(of(again.body, 'delta')?.promotionId).toBe(of(done.body, 'delta')?.promotionId);
});

test('a part that fails or breaks keeps no other from going on', async () => {
  await ready('amber', 'stage', 'live');
  const [, bad] = await ready('birch', 'stage', 'live');
  await ready('cedar', 'stage', 'live');
  await sight.delivery.database.pool.query(
    `update artifacts set withdrawn_at = now(), withdrawn_by = 'ada' where app = 'birch' and version = $1`,
    [bad],
  );
  await sight.delivery.database.pool.query(
    `create function refuse() returns trigger as $$ begin raise exception 'no room'; end $$ language plpgsql`,
  );
  await sight.delivery.database.pool.query(
    `create trigger refuse before insert on promotions for each row when (new.app = 'amber') execute function refuse()`,
  );
  const { body } = await ask({ from: 'stage', to: 'live' });
  expect(outcomes(body)).toEqual({ amber: 'refused', birch: 'refused', cedar: 'starts' });
  expect(of(body, 'amber')?.message).toMatchObject({ code: 'bulk_broke' });
  expect(of(body, 'birch')?.message).toMatchObject({ code: 'bulk_withdrawn' });
  await until('cedar in live', async () => ((await sight.cell('cedar', 'live')).artifact === null ? undefined : true));
});

test('everybody promotes what they may; who may nothing is told so', async () => {
  await ready('mine', 'here', 'there');
  await ready('theirs', 'here', 'there');
  await sight.command('POST', '/v1/apply', {
    manifest: `apiVersion: sluice.dev/v1alpha1
kind: RoleBinding
metadata: { name: linus-mine }
spec: { role: developer, people: [linus], apps: [mine] }
`,
  });
  const made = (await sight.command('POST', '/v1/tokens', { name: 'test', actor: 'linus' })) as { secret: string };
  const linus = made.secret;
  const { body } = await ask({ from: 'here', to: 'there' }, linus);
  expect(outcomes(body)).toEqual({ mine: 'starts', theirs: 'refused' });
  expect(of(body, 'theirs')?.message).toMatchObject({ code: 'forbidden' });
  const viewer = await sight.delivery.give('vera', 'viewer');
  expect(await ask({ from: 'here', to: 'there' }, viewer)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
});

test('an environment that no pipeline has is a slip of the pen', async () => {
  expect(await ask({ from: 'staging', to: 'prdo' })).toMatchObject({
    status: 404,
    body: { code: 'environment_nowhere' },
  });
  expect(await ask({ from: 'stagin', to: 'prod' })).toMatchObject({
    status: 404,
    body: { code: 'environment_nowhere' },
  });
});

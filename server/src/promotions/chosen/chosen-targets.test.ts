import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSightApp, openSight, until } from '../../test-sight.ts';
import type { Sight, SightApp } from '../../test-sight.ts';
import type { PromotionPlanView } from '../../environments/plan-schema.ts';
import type { Refusal } from '../../test-sluice.ts';
import type { PromoteAnswer, PromotionView } from '../promotion-schema.ts';

let sight: Sight;
let token: string;
beforeAll(async () => {
  sight = await openSight();
  token = await sight.delivery.give('grace', 'admin');
});
afterAll(() => sight.stop());

const targets = (names: readonly string[], optional: readonly string[] = []): string =>
  `[${names.map((name) => `{ name: ${name}, runtime: process, optional: ${optional.includes(name)} }`).join(', ')}]`;

interface Shape {
  readonly staging?: string;
  readonly prod?: string;
  readonly names?: readonly string[];
  readonly optional?: readonly string[];
}

const appWith = (name: string, shape: Shape = {}) => createSightApp(sight, name, environmentsOf(shape));

const pipelineOf = (name: string, shape: Shape): string => `apiVersion: sluice.dev/v1alpha1
kind: Pipeline
metadata: { name: ${name} }
spec:
  app: ${name}
  environments:${environmentsOf(shape)}
`;

function environmentsOf({ staging = '', prod = '', names = ['eu', 'us'], optional }: Shape): string {
  return `
    - name: staging
      from: { branch: develop }
      ${staging}
      targets: ${targets(['eu', 'us'])}
    - name: prod
      ${prod}
      targets: ${targets(names, optional)}
    - name: after
      promote: { auto: true }
      targets: ${targets(['local'])}`;
}

/** Like the app's own, which looks into an environment of another name. */
async function deliver(app: SightApp, content: string): Promise<string> {
  const sha = await app.push(content);
  return until(`${content} in staging of ${app.name}`, async () => {
    const cell = await sight.cell(app.name, 'staging');
    return cell.artifact?.revision === sha && cell.promotion === null ? cell.artifact.version : undefined;
  });
}

async function ask<T>(path: string, body: Record<string, unknown>): Promise<{ status: number; body: T & Refusal }> {
  const answer = await sight.delivery.call('POST', path, token, body);
  return answer as unknown as { status: number; body: T & Refusal };
}
const promote = (app: SightApp, body: Record<string, unknown>) =>
  ask<PromoteAnswer>('/v1/promotions', { app: app.name, ...body });
const dryRun = (app: SightApp, body: Record<string, unknown>) =>
  ask<PromotionPlanView>('/v1/promotions/plan', { app: app.name, ...body });

async function promotionOf(id: string): Promise<PromotionView> {
  return (await sight.delivery.call('GET', `/v1/promotions/${id}`, token)).body as PromotionView;
}

async function promoted(app: SightApp, body: Record<string, unknown>): Promise<PromotionView> {
  const answer = await promote(app, body);
  if (answer.status !== 202) throw new Error(JSON.stringify(answer.body));
  const id = answer.body.promotion?.id ?? '';
  await app.rested(id);
  return promotionOf(id);
}

const versions = async (app: SightApp, environment: string) =>
  Object.fromEntries((await sight.cell(app.name, environment)).targets.map(({ name, version }) => [name, version]));

describe('to chosen targets', () => {
  test('only they get it; what follows may have it when the rest of the environment serves it too', async () => {
    const app = await appWith('shop');
    const one = await deliver(app, 'one');
    const first = await promoted(app, { environment: 'prod', targets: ['eu'] });
    expect(first).toMatchObject({ result: 'success', targets: ['eu'], message: { code: 'deploy_ready_chosen' } });
    expect(first.message?.text).toBe('live on 1 of 2 targets: eu');
    expect(first.next).toBe('sluice why shop prod');
    expect(await versions(app, 'prod')).toEqual({ eu: one, us: null });

    // A part of a deployment is none yet, and no failure either.
    const figures = async () =>
      (await sight.delivery.call('GET', '/v1/insights?app=shop&environment=prod', token)).body;
    expect(await figures()).toMatchObject({ items: [{ changes: 0, failed: 0 }] });

    // It has not arrived: nothing goes on by itself, and nobody gets it past.
    expect((await sight.cell('shop', 'after')).promotion).toBeNull();
    const past = await promote(app, { environment: 'after' });
    expect(past).toMatchObject({ status: 409, body: { code: 'promotion_order_partly' } });
    expect(past.body.detail).toContain(`sluice promote shop@${one} prod --target us`);
    const why = await sight.why('shop', 'prod', one);
    expect(why.summary.text).toBe(`shop ${one} is in prod on 1 of 2 targets, eu: us is empty.`);
    expect(why.command).toBe(`sluice promote shop@${one} prod --target us`);
    expect((await promote(app, { environment: 'prod', targets: ['eu'] })).body).toMatchObject({
      outcome: 'unchanged',
      message: { code: 'chosen_unchanged' },
    });

    const second = await promoted(app, { environment: 'prod', targets: ['us'] });
    expect(second).toMatchObject({ result: 'success', targets: ['us'], next: 'sluice promote shop after' });
    expect(await versions(app, 'prod')).toEqual({ eu: one, us: one });
    expect(await figures()).toMatchObject({ items: [{ changes: 1, failed: 0 }] });
    await until('it in after', async () => ((await versions(app, 'after'))['local'] === one ? true : undefined));
  });

  test('a rollback takes back what they were given, and leaves the others as they are', async () => {
    const app = await appWith('back');
    const one = await deliver(app, 'one');
    await promoted(app, { environment: 'prod' });
    const two = await deliver(app, 'two');
    await promoted(app, { environment: 'prod' });
    const three = await deliver(app, 'three');
    await promoted(app, { environment: 'prod', targets: ['eu'] });
    expect(await versions(app, 'prod')).toEqual({ eu: three, us: two });
    for (const expected of [two, one]) {
      const back = await ask<PromoteAnswer>('/v1/rollbacks', { app: 'back', environment: 'prod' });
      await app.rested(back.body.promotion?.id ?? '');
      expect(await versions(app, 'prod')).toEqual({ eu: expected, us: two });
    }
  });

  test('all of them are the whole environment; one that is not there is named with those that are', async () => {
    const app = await appWith('whole');
    await deliver(app, 'one');
    const unknown = await promote(app, { environment: 'prod', targets: ['ue'] });
    expect(unknown).toMatchObject({ status: 404, body: { code: 'target_not_found' } });
    expect(unknown.body.detail).toContain('eu, us');
    expect(await promoted(app, { environment: 'prod', targets: ['us', 'eu'] })).toMatchObject({
      result: 'success',
      targets: null,
      message: { code: 'deploy_ready' },
    });
  });

  test('an optional target that was left out does not keep it from arriving', async () => {
    const app = await appWith('forgiving', { names: ['eu', 'us', 'lab'], optional: ['lab'] });
    const one = await deliver(app, 'one');
    await promoted(app, { environment: 'prod', targets: ['eu', 'us'] });
    expect(await versions(app, 'prod')).toEqual({ eu: one, us: one, lab: null });
    await until('it in after', async () => ((await versions(app, 'after'))['local'] === one ? true : undefined));
  });

  test('a choice that fails is taken back where the environment says so; the others are not touched', async () => {
    const app = await appWith('backing', { prod: 'deploy: { onFailure: rollback }' });
    const one = await deliver(app, 'one');
    await promoted(app, { environment: 'prod' });
    const two = await deliver(app, 'two');
    sight.delivery.runtime.broken.add(two);
    const failed = await promoted(app, { environment: 'prod', artifact: two, targets: ['eu'] });
    expect(failed).toMatchObject({ result: 'failure' });
    sight.delivery.runtime.broken.delete(two);
    expect(await versions(app, 'prod')).toEqual({ eu: one, us: one });

    const retried = await ask<PromotionView>(`/v1/promotions/${failed.id}/retry`, {});
    expect(retried.status).toBe(200);
    await until('the retry', async () => ((await promotionOf(failed.id)).result === 'success' ? true : undefined));
    expect(await versions(app, 'prod')).toEqual({ eu: two, us: one });
  });

  test('waves and their pauses are those of the chosen targets; resume and cancel work as always', async () => {
    const app = await appWith('waves', {
      names: ['eu', 'us', 'asia', 'lab'],
      prod: 'deploy: { waves: [[eu], [us], [asia], [lab]], pause: manual }',
    });
    const one = await deliver(app, 'one');
    const plan = await dryRun(app, { environment: 'prod', targets: ['us', 'lab'] });
    expect(plan.body).toMatchObject({ outcome: 'starts' });
    expect(plan.body.targets.map(({ name, wave }) => [name, wave])).toEqual([
      ['us', 1],
      ['lab', 2],
    ]);
    const { body } = await promote(app, { environment: 'prod', targets: ['us', 'lab'] });
    const id = body.promotion?.id ?? '';
    const paused = (count: number) =>
      until(`a pause with ${count} releases`, async () => {
        const found = await promotionOf(id);
        const step = found.steps.find(({ key }) => key === 'deploy');
        return step?.message?.code === 'deploy_paused' && found.releases.length === count ? step : undefined;
      });
    expect((await paused(1)).message?.text).toContain('before wave 2 of 2');
    const why = await sight.why('waves', 'prod');
    expect(why.summary.text).toContain('It goes to 2 of 4 targets only: us, lab.');
    expect((await ask(`/v1/promotions/${id}/resume`, {})).status).toBe(200);
    await app.rested(id);
    expect(await promotionOf(id)).toMatchObject({ result: 'success' });
    expect(await versions(app, 'prod')).toEqual({ eu: null, us: one, asia: null, lab: one });

    const next = await promote(app, { environment: 'prod', targets: ['eu', 'asia'] });
    const other = next.body.promotion?.id ?? '';
    await until('its pause', async () =>
      (await promotionOf(other)).steps.some(({ message }) => message?.code === 'deploy_paused') ? true : undefined,
    );
    await ask(`/v1/promotions/${other}/cancel`, {});
    await app.rested(other);
    const cancelled = await promotionOf(other);
    expect(cancelled).toMatchObject({ result: 'cancelled' });
    expect(cancelled.message?.text).toContain('eu serves it; asia was not given it');
  });
});

describe('the pipeline is edited meanwhile', () => {
  const shape = (names: readonly string[]): Shape => ({ names, prod: 'gates: [{ approvals: { count: 1 } }]' });
  const approve = async (id: string): Promise<PromotionView> => {
    const linus = await sight.delivery.give('linus', 'admin');
    await sight.delivery.call('POST', `/v1/promotions/${id}/approvals`, linus, {});
    return until(`the end of ${id}`, async () => {
      const found = await promotionOf(id);
      return found.state === 'finished' ? found : undefined;
    });
  };
  const edit = (app: SightApp, names: readonly string[]) =>
    sight.command('POST', '/v1/apply', { manifest: pipelineOf(app.name, shape(names)) });

  test('a target that comes in between is none of those that were chosen, and is missing for the arrival', async () => {
    const app = await appWith('growing', shape(['eu', 'us']));
    const one = await deliver(app, 'one');
    const first = await promoted(app, { environment: 'prod', targets: ['eu'] });
    await approve(first.id);
    const second = await promoted(app, { environment: 'prod', targets: ['us'] });
    await edit(app, ['eu', 'us', 'asia']);
    await until('its turn again', async () => ((await promotionOf(second.id)).state === 'waiting' ? true : undefined));
    expect(await approve(second.id)).toMatchObject({ result: 'success' });
    expect(await versions(app, 'prod')).toEqual({ eu: one, us: one, asia: null });
    expect((await sight.cell('growing', 'after')).promotion).toBeNull();
  });

  test('a target that was chosen stays; when one that was not goes, nothing is missing any more', async () => {
    const app = await appWith('shrinking', shape(['eu', 'us']));
    const one = await deliver(app, 'one');
    const { id } = await promoted(app, { environment: 'prod', targets: ['us'] });
    await expect(edit(app, ['eu'])).rejects.toThrow('pipeline_still_runs');
    await edit(app, ['us']);
    expect(await approve(id)).toMatchObject({ result: 'success' });
    await until('it in after', async () => ((await versions(app, 'after'))['local'] === one ? true : undefined));
  });
});

describe('two people at once', () => {
  test('a part of what is on its way joins it; other targets are another promotion, refused or queued', async () => {
    const app = await appWith('pair', { names: ['eu', 'us', 'asia'], prod: 'gates: [{ approvals: { count: 1 } }]' });
    const one = await deliver(app, 'one');
    const first = await promoted(app, { environment: 'prod', targets: ['eu', 'us'] });
    expect(first.state).toBe('waiting');
    expect((await promote(app, { environment: 'prod', targets: ['us'] })).body).toMatchObject({
      outcome: 'joined',
      promotion: { id: first.id },
    });
    // What will be approved for two targets is not stretched to a third.
    const refused = await promote(app, { environment: 'prod', targets: ['us', 'asia'] });
    expect(refused).toMatchObject({ status: 409, body: { code: 'promotion_busy' } });
    expect(refused.body.detail).toContain(`sluice promote pair@${one} prod --target us --target asia --queue`);
    const whole = await promote(app, { environment: 'prod' });
    expect(whole).toMatchObject({ status: 409, body: { code: 'promotion_busy' } });
    const queued = await promote(app, { environment: 'prod', targets: ['asia'], whenBusy: 'queue' });
    expect(queued.body).toMatchObject({ outcome: 'queued', promotion: { targets: ['asia'] } });

    for (const id of [first.id, queued.body.promotion?.id ?? '']) {
      await until(`the turn of ${id}`, async () => ((await promotionOf(id)).state === 'waiting' ? true : undefined));
      const linus = await sight.delivery.give('linus', 'admin');
      await sight.delivery.call('POST', `/v1/promotions/${id}/approvals`, linus, {});
      await until(`the end of ${id}`, async () => ((await promotionOf(id)).result === 'success' ? true : undefined));
    }
    expect(await versions(app, 'prod')).toEqual({ eu: one, us: one, asia: one });
  });
});

describe('what a chosen target or release has', () => {
  test('what serves there goes, or what one of its releases had', async () => {
    const app = await appWith('origin', { prod: 'order: any' });
    const one = await deliver(app, 'one');
    const two = await deliver(app, 'two');
    await app.rollback('staging', 'us/v1');
    await until('the rollback', async () => ((await versions(app, 'staging'))['us'] === one ? true : undefined));

    const several = await promote(app, { environment: 'prod', from: { environment: 'staging' } });
    expect(several).toMatchObject({ status: 400, body: { code: 'source_needs_target' } });
    expect(several.body.detail).toContain('--from staging/eu or --from staging/us');
    const plan = await dryRun(app, { environment: 'prod', from: { environment: 'staging', target: 'us' } });
    expect(plan.body).toMatchObject({ outcome: 'starts', artifact: { version: one } });
    const fromUs = await promoted(app, { environment: 'prod', from: { environment: 'staging', target: 'us' } });
    expect(fromUs.artifact.version).toBe(one);
    const fromEu = await promoted(app, { environment: 'prod', from: { environment: 'staging', target: 'eu' } });
    expect(fromEu.artifact.version).toBe(two);
    const older = { environment: 'staging', target: 'eu', release: 'v1' };
    expect((await promoted(app, { environment: 'prod', from: older, targets: ['us'] })).artifact.version).toBe(one);
    expect(await versions(app, 'prod')).toEqual({ eu: two, us: one });
  });

  test('a release that is not there or never was healthy, an empty place, and two answers at once are refused', async () => {
    const app = await appWith('nowhere');
    await deliver(app, 'one');
    const refusals = [
      [{ environment: 'staging', target: 'eu', release: 'v9' }, 404, 'source_no_release'],
      [{ environment: 'staging', release: 'v1' }, 400, 'source_needs_target'],
      [{ environment: 'staging', target: 'ue' }, 404, 'target_not_found'],
      [{ environment: 'stagin' }, 404, 'environment_not_found'],
      [{ environment: 'after' }, 409, 'source_serves_nothing'],
    ] as const;
    for (const [from, status, code] of refusals) {
      expect(await promote(app, { environment: 'prod', from })).toMatchObject({ status, body: { code } });
    }
    const both = await promote(app, { environment: 'prod', artifact: '0.0.1', from: { environment: 'staging' } });
    expect(both).toMatchObject({ status: 400, body: { code: 'source_or_artifact' } });
  });

  test('a merge moves the branch once; the other targets get what it made', async () => {
    const app = await appWith('merged', { prod: 'promote: { by: merge }' });
    const one = await deliver(app, 'one');
    expect(await promoted(app, { environment: 'prod', targets: ['eu'] })).toMatchObject({ result: 'success' });
    expect(await promoted(app, { environment: 'prod', targets: ['us'] })).toMatchObject({ result: 'success' });
    expect(await versions(app, 'prod')).toEqual({ eu: one, us: one });

    // Somebody mended prod itself: from here on every merge makes content of its own.
    await app.work.git('checkout', '-q', '-b', 'mended');
    await app.work.commit({ mended: 'yes\n' }, 'Mend prod');
    const { path } = sight.delivery.repositories.open('default', 'merged');
    await app.work.git('push', '-q', path, 'HEAD:refs/heads/prod');
    await app.work.git('checkout', '-q', 'develop');
    const two = await deliver(app, 'two');
    const first = await promoted(app, { environment: 'prod', artifact: two, targets: ['eu'] });
    expect(first).toMatchObject({ result: 'success', artifact: { version: two } });
    const made = first.output?.version ?? '';
    expect(made).not.toBe(two);
    expect(await promoted(app, { environment: 'prod', artifact: two, targets: ['us'] })).toMatchObject({
      result: 'success',
      artifact: { version: made },
    });
    expect(await versions(app, 'prod')).toEqual({ eu: made, us: made });
    await until('it in after', async () => ((await versions(app, 'after'))['local'] === made ? true : undefined));

    // The rest may be asked for as the whole environment too.
    const three = await deliver(app, 'three');
    const part = await promoted(app, { environment: 'prod', artifact: three, targets: ['eu'] });
    const whole = await promoted(app, { environment: 'prod', artifact: three });
    expect(whole).toMatchObject({ result: 'success', artifact: { version: part.output?.version } });
  });

  test('what is handed over to another system goes there as a whole', async () => {
    const app = await appWith('handed', { prod: 'promote: { by: notify, url: "http://127.0.0.1:9/deploy" }' });
    await deliver(app, 'one');
    expect(await promote(app, { environment: 'prod', targets: ['eu'] })).toMatchObject({
      status: 409,
      body: { code: 'targets_of_another_system' },
    });
  });
});

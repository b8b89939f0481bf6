import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSightApp, line, openSight, until } from '../test-sight.ts';
import type { Sight } from '../test-sight.ts';

let sight: Sight;
beforeAll(async () => {
  sight = await openSight();
});
afterAll(() => sight.stop());

test('before the first push it says what to type, in whatever environment one asks', async () => {
  await createSightApp(sight, 'fresh');
  const why = await sight.why('fresh', 'development');
  expect(why).toMatchObject({ artifact: null, gates: [], summary: { code: 'why_nothing_pushed' } });
  expect(why.command).toBe('git push http://localhost:7070/git/fresh.git HEAD:develop');
  const prod = await sight.why('fresh', 'prod');
  expect(prod.summary.text).toContain('Nothing is in qa yet, so nothing can go to prod.');
  expect(prod.summary.text).toContain('Nothing has been pushed to develop of fresh yet');
  expect(prod.command).toBe(why.command);
});

test('a push that did not become an artifact is told with its reason', async () => {
  const app = await createSightApp(sight, 'unbuilt');
  await sight.command('POST', '/v1/apply', {
    manifest: `apiVersion: sluice.dev/v1alpha1
kind: App
metadata: { name: unbuilt }
spec: { repository: { defaultBranch: develop }, build: "echo no compiler here >&2; exit 3" }
`,
  });
  const sha = await app.push('one');
  const why = await until('the end of the build', async () => {
    const found = await sight.why('unbuilt', 'development');
    return found.summary.code === 'why_build_failed' ? found : undefined;
  });
  expect(why.summary.text).toContain(sha.slice(0, 7));
  expect(why.command).toBe('sluice builds unbuilt');
});

test('what nobody has asked for shows the gates as they would be, and the command', async () => {
  const app = await createSightApp(sight, 'unasked');
  const version = await app.deliver('one');
  const qa = await sight.why('unasked', 'qa');
  expect(qa).toMatchObject({
    artifact: { version },
    summary: { code: 'why_not_asked' },
    gates: [{ name: 'order', status: 'open' }],
    promotionId: null,
    command: `sluice promote unasked@${version} qa`,
  });
  expect(qa.summary.text).toBe(
    `unasked ${version} is in development, not in qa (qa is empty). Nobody has asked for it yet.`,
  );
  expect((await sight.why('unasked', 'prod')).command).toBe(`sluice promote unasked@${version} qa`);
  const prod = await sight.why('unasked', 'prod', version);
  expect(prod).toMatchObject({
    summary: { code: 'why_closed' },
    gates: [
      { name: 'order', status: 'closed' },
      { name: 'approvals', status: 'waiting', opensBy: null },
    ],
    command: `sluice promote unasked@${version} qa`,
  });
});

test('what waits for people shows which gates, and the command that opens them', async () => {
  const app = await createSightApp(sight, 'waiting');
  const version = await app.deliver('one');
  await app.rested(await app.promote('qa'));
  const id = await app.promote('prod');
  await app.rested(id);
  const why = await sight.why('waiting', 'prod');
  expect(why).toMatchObject({
    artifact: { version },
    summary: {
      code: 'why_waiting',
      text: `waiting ${version} is in development and qa, not in prod (prod is empty). It waits for 1 of 2 gates.`,
    },
    promotionId: id,
    command: `sluice approve ${id}`,
  });
  expect((await sight.why('waiting', 'prod', undefined, 'uk')).summary.text).toBe(
    `waiting ${version} вже в development і qa, але не в prod (там порожньо). Чекає: виконано умов 1 з 2.`,
  );
  const second = await app.deliver('two');
  await app.rested(await app.promote('qa', second));
  const behind = await app.promote('prod', second, 'queue');
  await until('its place in the queue', async () => {
    const { summary } = await sight.why('waiting', 'prod', second);
    return summary.code === 'why_queued' || undefined;
  });
  expect(await sight.why('waiting', 'prod', second)).toMatchObject({
    promotionId: behind,
    command: `sluice watch ${id}`,
  });
});

test('what is there says since when and by whom; what is there and broken says what is wrong', async () => {
  const app = await createSightApp(sight, 'there');
  const version = await app.deliver('one');
  await app.rested(await app.promote('qa'));
  expect(await sight.why('there', 'qa')).toMatchObject({
    artifact: { version },
    summary: { code: 'why_serving', params: { by: 'ada' } },
    command: null,
  });
  sight.sick.set('there/qa/local', 'web ended with exit code 7');
  const broken = await sight.why('there', 'qa');
  sight.sick.clear();
  expect(broken.summary.text).toContain('web ended with exit code 7');
  expect(broken.command).toBe('sluice logs there qa');
});

test('what is on its way says at which step it is, and what let it through', async () => {
  const app = await createSightApp(sight, 'moving');
  const version = await app.deliver('one');
  sight.delivery.runtime.slow.add(version);
  const id = await app.promote('qa');
  const why = await until('the deployment to qa', async () => {
    const found = await sight.why('moving', 'qa');
    return found.steps.some(({ key, state }) => key === 'deploy' && state === 'waiting') ? found : undefined;
  });
  sight.delivery.runtime.slow.delete(version);
  await app.rested(id);
  expect(why).toMatchObject({
    summary: { code: 'why_on_its_way' },
    gates: [{ name: 'order', status: 'open', message: { code: 'gate_order_met' } }],
    promotionId: id,
  });
});

test('what failed says why, at which step, and how to try again', async () => {
  const app = await createSightApp(sight, 'failing');
  const version = await app.deliver('one');
  sight.delivery.runtime.broken.add(version);
  const id = await app.promote('qa');
  await app.rested(id);
  const why = await sight.why('failing', 'qa');
  sight.delivery.runtime.broken.delete(version);
  expect(why).toMatchObject({ summary: { code: 'why_failed' }, promotionId: id });
  expect(why.summary.text).toContain('does not start');
  expect(why.steps.find((step) => step.key === 'deploy')).toMatchObject({ result: 'failure' });
  expect(why.command).toBe(`sluice promote failing@${version} qa`);
});

test('what was there and went away says how to bring it back', async () => {
  const app = await createSightApp(sight, 'gone');
  const first = await app.deliver('one');
  await app.rested(await app.promote('qa'));
  const second = await app.deliver('two');
  await app.rested(await app.promote('qa'));
  expect(await sight.why('gone', 'qa', first)).toMatchObject({
    summary: { code: 'why_replaced' },
    command: 'sluice rollback gone qa --to v1',
  });
  await app.rested(await app.rollback('qa'));
  expect(await sight.why('gone', 'qa', second)).toMatchObject({
    summary: { code: 'why_withdrawn', params: { by: 'ada' } },
    command: 'sluice rollback gone qa --to v2',
  });
});

test('what a branch is past already, or cannot take, is told as the merge would tell it', async () => {
  const app = await createSightApp(sight, 'past');
  const first = await app.deliver('one');
  await app.deliver('two');
  await app.rested(await app.promote('qa'));
  const past = await sight.why('past', 'qa', first);
  expect(past).toMatchObject({ summary: { code: 'why_refused' }, gates: [{ name: 'order', status: 'open' }] });
  expect(past.summary.text).toContain(`qa is already past ${first}`);
  // No rollback leads to what was never there, and a promotion would fail: there is nothing to type.
  expect(past.command).toBeNull();

  await app.work.git('checkout', '-q', '-b', 'hotfix');
  await app.work.commit({ version: 'mended in a hurry\n' }, 'Mend in a hurry');
  await app.work.git('push', '-q', sight.delivery.repositories.open('default', 'past').path, 'HEAD:refs/heads/qa');
  await app.work.git('checkout', '-q', 'develop');
  const third = await app.deliver('three');
  const conflict = await sight.why('past', 'qa', third);
  expect(conflict.summary.text).toContain('version');
  expect(conflict).toMatchObject({ summary: { code: 'why_refused' }, command: null });
  const id = await app.promote('qa', third);
  await app.rested(id);
  expect(await sight.why('past', 'qa', third)).toMatchObject({ summary: { code: 'why_failed' }, command: null });
});

test('trouble in Sluice itself is told as such', async () => {
  const app = await createSightApp(sight, 'troubled');
  const version = await app.deliver('one');
  await app.rested(await app.promote('qa'));
  const id = await app.promote('prod');
  await app.rested(id);
  const error = JSON.stringify({ code: 'work_parked', params: { error: 'disk on fire', attempts: 8 }, text: '' });
  await sql`update work set parked_at = now(), run_at = null, owner = null, token = null, lease_until = null,
    last_error = ${error}::jsonb where kind = 'promotion' and key = ${id}`.execute(sight.delivery.database.db);
  const why = await sight.why('troubled', 'prod', version);
  expect(why.summary.code).toBe('why_trouble');
  expect(why.summary.text).toContain('Sluice itself has trouble: ');
  expect(why.summary.text).toContain('disk on fire');
});

test('with two environments in front it asks about the newest there and tells what is missing', async () => {
  const environments = line('promote: { by: merge }').replace(
    /- name: prod\n/,
    '- name: perf\n      after: [development]\n      targets: [{ name: local, runtime: process }]\n    - name: prod\n      after: [qa, perf]\n',
  );
  const app = await createSightApp(sight, 'diamond', environments);
  const version = await app.deliver('one');
  await app.rested(await app.promote('qa', version));
  const why = await sight.why('diamond', 'prod');
  expect(why).toMatchObject({ artifact: { version }, gates: [{ name: 'order', status: 'closed' }] });
  expect(why.command).toBe(`sluice promote diamond@${version} perf`);
});

test('unknown apps, environments and versions are answered with what was probably meant', async () => {
  const app = await createSightApp(sight, 'known');
  await app.deliver('one');
  const path = (name: string, environment: string, query = '') =>
    `/v1/apps/${name}/environments/${environment}/why${query}`;
  expect((await sight.refusal(path('knwn', 'qa'))).detail).toContain('Did you mean known?');
  expect((await sight.refusal(path('known', 'qaa'))).detail).toContain('Did you mean qa?');
  expect((await sight.refusal(path('known', 'qa', '?artifact=0.0.1-develop.2'))).detail).toContain(
    'Did you mean 0.0.1-develop.1?',
  );
});

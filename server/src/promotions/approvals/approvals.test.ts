import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { applyWithApp, createTestApp, query, startTestSluice } from '../../test-sluice.ts';
import type { Door, TestApp, TestSluice } from '../../test-sluice.ts';

let sluice: TestSluice;
let [ada, grace, linus, margaret]: Door[] = [];
beforeAll(async () => {
  sluice = await startTestSluice();
  ada = await sluice.as('ada', 'developer');
  await sluice.as('grace', 'developer');
  grace = await sluice.as('grace');
  linus = await sluice.as('linus', 'approver');
  await sluice.as('margaret', 'viewer');
  margaret = await sluice.as('margaret');
  await applyGroup('security', ['margaret']);
});
afterAll(() => sluice.stop());

const document = (kind: string, name: string, spec: unknown) =>
  JSON.stringify({ apiVersion: 'sluice.dev/v1alpha1', kind, metadata: { name }, spec });
const apply = (manifest: string, door = sluice.door) =>
  door.ask<{ details: unknown }>('POST', '/v1/apply', { manifest });
const applyGroup = (name: string, members: string[]) => apply(document('Group', name, { members }));

const line = (gates: string) => `
    - name: development
      from: { branch: develop }
      targets: [{ name: local, runtime: process }]
    - name: prod
      gates: ${gates}
      targets: [{ name: local, runtime: process }]
`;

/** A promotion into prod that ada asked for and that waits. */
async function waiting(name: string, gates: string): Promise<{ app: TestApp; id: string }> {
  const app = await createTestApp(sluice, name, { environments: line(gates) });
  await app.push('two');
  await app.live('development', 'two');
  const { id } = await app.promote({ environment: 'prod' }, ada);
  await app.waiting(id);
  return { app, id };
}

const verdict = (door: Door | undefined, id: string, body: Record<string, unknown> = {}) =>
  (door ?? sluice.door).ask<{ code: string; detail: string }>('POST', `/v1/promotions/${id}/approvals`, body);
const gatesOf = async (app: TestApp, id: string) =>
  (await app.promotion(id)).gates.filter(({ name }) => name === 'approvals');

describe('an environment that names who approves', () => {
  test('lets a named developer and the member of a group approve, and nobody else', async () => {
    const { app, id } = await waiting(
      'named',
      '[{ approvals: { count: 2, by: { people: [grace], groups: [security] }, notRequester: true } }]',
    );
    const [gate] = await gatesOf(app, id);
    expect(gate?.message.text).toBe('0 of 2. Can approve: grace, margaret, group security');
    // Linus has the role, but it is not asked for here; ada asked for the promotion herself.
    expect(await verdict(linus, id)).toMatchObject({ status: 403, body: { code: 'promotion_approval_not_asked' } });
    expect((await verdict(ada, id)).status).toBe(403);
    expect((await verdict(grace, id)).status).toBe(200);
    expect((await verdict(margaret, id)).status).toBe(200);
    expect(await app.ended(id)).toMatchObject({ result: 'success' });
  });

  test('gives a token that is for less no more than it is for', async () => {
    const { id } = await waiting('narrow', '[{ approvals: { by: { people: [grace] } } }]');
    const reader = await sluice.as('grace', 'viewer');
    expect((await verdict(reader, id)).status).toBe(403);
    // Nor does it make a token that is for more.
    const more = await reader.ask<{ code: string }>('POST', '/v1/tokens', { name: 'more' });
    expect(more).toMatchObject({ status: 403, body: { code: 'token_needs_role' } });
    expect((await verdict(grace, id)).status).toBe(200);
  });

  test('counts groups as they are now: who has left the group does not open it any more', async () => {
    await applyGroup('movers', ['grace']);
    const { app, id } = await waiting(
      'moving',
      '[{ approvals: { count: 1, by: { groups: [movers] } } }, { approvals: { by: { people: [linus] } } }]',
    );
    await verdict(grace, id);
    expect((await gatesOf(app, id)).map(({ status }) => status)).toEqual(['open', 'waiting']);
    await applyGroup('movers', ['margaret']);
    expect((await gatesOf(app, id)).map(({ status }) => status)).toEqual(['waiting', 'waiting']);
    await verdict(linus, id);
    await verdict(margaret, id);
    expect(await app.ended(id)).toMatchObject({ result: 'success' });
  });

  test('waits for those who are required, however many others have said yes', async () => {
    const { app, id } = await waiting('required', '[{ approvals: { required: { groups: [security] } } }]');
    await verdict(linus, id);
    const [gate] = await gatesOf(app, id);
    expect(gate?.message.text).toMatch(/^1 of 1 \(linus\)\. Still needed: security\./);
    await verdict(margaret, id);
    expect(await app.ended(id)).toMatchObject({ result: 'success' });
  });

  test('asks again when an approval has expired', async () => {
    const { app, id } = await waiting('expiring', '[{ approvals: { count: 2, expires: 1h } }]');
    await verdict(linus, id);
    await query(
      sluice.database,
      `update approvals set created_at = created_at - interval '2 hours' where promotion_id = $1`,
      [id],
    );
    const [gate] = await gatesOf(app, id);
    expect(gate?.message.text).toMatch(/^0 of 2\. No longer counts: linus\./);
    await verdict(sluice.door, id);
    expect((await app.promotion(id)).state).toBe('waiting');
    await verdict(linus, id);
    expect(await app.ended(id)).toMatchObject({ result: 'success' });
  });

  test('ends what anybody rejects who may approve', async () => {
    const { app, id } = await waiting('rejected', '[{ approvals: { by: { people: [grace] } } }]');
    await verdict(linus, id, { verdict: 'rejected', reason: 'the totals are wrong' });
    const ended = await app.ended(id);
    expect(ended).toMatchObject({ result: 'failure' });
    expect(ended.message?.text).toBe('rejected by linus: the totals are wrong');
  });

  test('refuses what only the requester could approve, and says that somebody else has to ask', async () => {
    const app = await createTestApp(sluice, 'alone', {
      environments: line('[{ approvals: { by: { people: [ada] }, notRequester: true } }]'),
    });
    await app.push('two');
    await app.live('development', 'two');
    const { id } = await app.promote({ environment: 'prod' }, ada);
    const ended = await app.ended(id);
    expect(ended).toMatchObject({ result: 'failure' });
    expect(ended.message?.text).toMatch(/Somebody else has to promote it/);
  });

  test.each([
    ['an unknown person', '[{ approvals: { by: { people: [graze] } } }]', /nobody is called graze.*Did you mean grace/],
    ['an unknown group', '[{ approvals: { required: { groups: [securty] } } }]', /no group securty.*security/],
    ['more approvals than there are people', '[{ approvals: { count: 2, by: { people: [ada] } } }]', /can never come/],
    ['nobody at all', '[{ approvals: { by: {} } }]', /must name somebody/],
  ])('is refused at apply when it names %s, with the place', async (_what, gates, words) => {
    const { status, body } = await applyWithApp(sluice.door, 'faulty', line(gates));
    expect(status).toBe(400);
    expect(JSON.stringify(body)).toMatch(words);
    expect(JSON.stringify(body)).toContain('"line":11');
  });
});

describe('a group and a role binding', () => {
  test('give a role where they say, and to look at the rest; deleting takes it away at once', async () => {
    const app = await createTestApp(sluice, 'bound', { environments: line('[{ approvals: {} }]') });
    await app.push('two');
    await app.live('development', 'two');
    const { id } = await app.promote({ environment: 'prod' }, ada);
    await app.waiting(id);
    await sluice.as('hedy', 'viewer');
    const hedy = await sluice.as('hedy');
    expect((await verdict(hedy, id)).status).toBe(403);
    await applyGroup('bound-approvers', ['hedy']);
    const spec = { role: 'approver', groups: ['bound-approvers'], apps: ['bound'], environments: ['prod'] };
    expect((await apply(document('RoleBinding', 'bound-approvers', spec))).status).toBe(200);
    expect((await gatesOf(app, id))[0]?.message.text).toContain('hedy');
    const refused = await hedy.ask<{ detail: string }>('POST', '/v1/promotions', { app: 'named', environment: 'prod' });
    expect(refused.status).toBe(403);
    expect((await verdict(hedy, id)).status).toBe(200);
    expect(await app.ended(id)).toMatchObject({ result: 'success' });
    expect((await hedy.ask('POST', '/v1/rollbacks', { app: 'bound', environment: 'prod' })).status).not.toBe(403);

    const inUse = await sluice.door.ask<{ code: string }>('DELETE', '/v1/groups/bound-approvers');
    expect(inUse).toMatchObject({ status: 409, body: { code: 'group_in_use' } });
    expect((await sluice.door.ask('DELETE', '/v1/role-bindings/bound-approvers')).status).toBe(200);
    expect((await hedy.ask('POST', '/v1/rollbacks', { app: 'bound', environment: 'prod' })).status).toBe(403);
    expect((await sluice.door.ask('DELETE', '/v1/groups/bound-approvers')).status).toBe(200);
  });

  test('are applied by admins only, and name only what exists', async () => {
    const operator = await sluice.as('olga', 'operator');
    expect((await apply(document('Group', 'mine', { members: ['olga'] }), operator)).status).toBe(403);
    const spec = { role: 'admin', people: ['olga'] };
    expect((await apply(document('RoleBinding', 'mine', spec), operator)).status).toBe(403);
    const wrong = await apply(document('RoleBinding', 'x', { role: 'viewer', groups: ['securty'], apps: ['nothing'] }));
    expect(wrong.status).toBe(400);
    expect(JSON.stringify(wrong.body.details)).toMatch(/no group securty.*security.*no app nothing/);
  });
});

describe('a token for less than its role', () => {
  test('for one verb does that and nothing else, and says why not', async () => {
    const app = await createTestApp(sluice, 'ci', { environments: line('[]') });
    await app.push('two');
    await app.live('development', 'two');
    const body = { name: 'ci', actor: 'jenkins', role: 'developer', apps: ['ci'], verbs: ['check.report'] };
    const { secret } = await sluice.door.post<{ secret: string }>('/v1/tokens', body);
    const call = (path: string, sent?: unknown) =>
      fetch(`${sluice.url}${path}`, {
        method: sent === undefined ? 'GET' : 'POST',
        headers: {
          authorization: `Bearer ${secret}`,
          ...(sent === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(sent === undefined ? {} : { body: JSON.stringify(sent) }),
      });
    const check = { app: 'ci', environment: 'development', context: 'ci/unit', state: 'success' };
    expect((await call('/v1/checks', check)).status).toBeLessThan(300);
    const refused = await call('/v1/apps');
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({ code: 'forbidden_by_token' });
    expect((await call('/v1/checks', { ...check, app: 'named' })).status).toBe(403);
    expect((await call('/v1/tokens', { name: 'more', role: 'developer' })).status).toBe(403);
    // What else jenkins has does no more than before.
    const other = await sluice.as('jenkins');
    expect((await other.ask('GET', '/v1/apps/ci')).status).toBe(404);
  });

  test('cannot be made for more than the part on which one has a role', async () => {
    await createTestApp(sluice, 'part', { environments: line('[]') });
    const spec = { role: 'operator', people: ['ivy'], apps: ['part'] };
    expect((await apply(document('RoleBinding', 'ivy', spec))).status).toBe(200);
    const ivy = await sluice.as('ivy');
    const body = { name: 'ci', role: 'operator' };
    const wide = await ivy.ask<{ code: string }>('POST', '/v1/tokens', body);
    expect(wide).toMatchObject({ status: 403, body: { code: 'grant_too_wide' } });
    expect((await ivy.ask('POST', '/v1/tokens', { ...body, apps: ['part'] })).status).toBe(201);
  });
});

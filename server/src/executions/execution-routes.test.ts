import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSightApp, openSight, until } from '../test-sight.ts';
import type { Sight } from '../test-sight.ts';
import type { ExecutionView } from './execution-schema.ts';

let sight: Sight;
beforeAll(async () => {
  sight = await openSight();
});
afterAll(() => sight.stop());

const condition = (execution: ExecutionView | undefined) => execution?.status.conditions[0];

test('a push opens an execution; its document tells the way from trigger to prod', async () => {
  const app = await createSightApp(sight, 'shop');
  const version = await app.deliver('one', 'Begin the shop');
  await app.rested(await app.promote('qa'));
  const [begun] = await sight.executions('?app=shop');
  expect(begun).toMatchObject({
    apiVersion: 'sluice.dev/v1alpha1',
    kind: 'PipelineExecution',
    metadata: { namespace: 'default', labels: { app: 'shop', pipeline: 'shop' } },
    spec: {
      params: [{ name: 'version', value: version }, { name: 'digest' }],
      trigger: { kind: 'push', branch: 'develop', subject: 'Begin the shop', author: 'Ada' },
      pipelineRef: { name: 'shop', namespace: 'default', generation: 1 },
    },
    status: {
      environments: [
        { name: 'development', order: 0, status: { type: 'Succeeded' } },
        { name: 'qa', order: 1, status: { type: 'Succeeded' } },
        { name: 'prod', order: 2, status: { type: 'Pending', promotionId: null, time: null } },
      ],
    },
  });
  expect(condition(begun)).toMatchObject({ type: 'Succeeded', status: 'Unknown', reason: 'Waiting' });
  const id = await app.promote('prod');
  await app.rested(id);
  await sight.command('POST', `/v1/promotions/${id}/approvals`, { verdict: 'approved' });
  await until('the end', async () =>
    condition((await sight.executions('?app=shop'))[0])?.status === 'True' ? true : undefined,
  );
  const name = begun?.metadata.name ?? '';
  const ended = await sight.get<ExecutionView>(`/v1/executions/${name}`);
  expect(condition(ended)).toMatchObject({
    reason: 'Succeeded',
    message: 'Environment Completed: 3 (Failed: 0, Canceled 0), Skipped: 0',
  });
  const inUkrainian = await sight.get<ExecutionView>(`/v1/executions/${name}`, { language: 'uk' });
  expect(condition(inUkrainian)?.message).toBe('Завершено оточень: 3 (невдалих: 0, скасованих: 0), пропущено: 0');
});

test('filters find executions by what people remember, and pages lose none', async () => {
  const app = await createSightApp(sight, 'many');
  const commits: string[] = [];
  for (const content of ['one', 'two', 'three', 'four', 'five']) {
    commits.push(await app.push(content));
    await until(content, async () =>
      (await sight.executions('?app=many')).length === commits.length ? true : undefined,
    );
  }
  await app.rested(await app.promote('qa', commits[1]));
  const revisions = async (query: string) =>
    (await sight.executions(`?app=many&${query}`)).map(({ spec }) => commits.indexOf(spec.trigger.revision));
  expect(await revisions('')).toEqual([4, 3, 2, 1, 0]);
  expect(await revisions(`revision=${commits[2]?.slice(0, 8)}`)).toEqual([2]);
  expect(await revisions('environment=qa')).toEqual([1]);
  expect(await revisions('environment=prod')).toEqual([]);
  expect(await revisions('state=executing')).toHaveLength(5);
  expect(await revisions('state=failure')).toEqual([]);
  expect(await revisions('since=1h')).toHaveLength(5);
  expect(await revisions('since=2999-01-01')).toEqual([]);
  expect(await revisions('actor=Ada')).toHaveLength(5);
  expect(await revisions('actor=grace')).toEqual([]);
  const ofPipeline = await sight.get<{ items: ExecutionView[] }>(
    '/v1/pipelines/many/executions?environment=development',
  );
  expect(ofPipeline.items).toHaveLength(5);

  const seen: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const query: string = `app=many&environment=development&limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`;
    const page = await sight.get<{ items: ExecutionView[]; nextCursor: string | null }>(`/v1/executions?${query}`);
    seen.push(...page.items.map(({ spec }) => spec.trigger.revision));
    cursor = page.nextCursor;
  }
  expect(seen).toEqual(commits.toReversed());
});

test('a filter that cannot be meant is refused with how to write it', async () => {
  const refused = async (path: string) => await sight.refusal(path);
  expect(await refused('/v1/executions?since=yesterday')).toMatchObject({ status: 400 });
  expect((await refused('/v1/executions?state=done')).detail).toContain('executing, finished, success');
  expect((await refused('/v1/executions?revision=%25')).detail).toContain('hexadecimal');
  expect(await refused('/v1/executions/exe_nothing')).toMatchObject({ status: 404 });
  await createSightApp(sight, 'known');
  expect((await refused('/v1/pipelines/knwn/executions')).detail).toContain('Did you mean known?');
  for (const [filter, meant] of [
    ['app=knwn', 'known'],
    ['pipeline=knwn', 'known'],
    ['app=known&environment=pro', 'prod'],
  ]) {
    const { status, detail } = await refused(`/v1/executions?${filter}`);
    expect([status, detail]).toEqual([404, expect.stringContaining(`Did you mean ${meant}?`)]);
  }
  const stranger = await sight.delivery.give('mallory', 'viewer', 'elsewhere');
  expect(await sight.refusal('/v1/executions', stranger)).toMatchObject({ status: 404 });
});

test('the events of an execution and of a promotion are only theirs, as a page and as a stream', async () => {
  const app = await createSightApp(sight, 'told');
  await app.deliver('one');
  const [execution] = await sight.executions('?app=told');
  const id = await app.promote('qa');
  await app.rested(id);
  const types = async (path: string) =>
    (await sight.get<{ items: { type: string }[] }>(path)).items.map(({ type }) => type);
  const name = execution?.metadata.name ?? '';
  expect(await types(`/v1/executions/${name}/events`)).toEqual(
    expect.arrayContaining(['execution.started', 'release.finished', 'promotion.finished']),
  );
  const ofPromotion = await types(`/v1/promotions/${id}/events`);
  expect(ofPromotion[0]).toBe('promotion.requested');
  expect(ofPromotion.at(-1)).toBe('promotion.finished');
  expect(ofPromotion).toEqual(expect.arrayContaining(['release.started', 'release.finished']));

  const url = await sight.app.listen({ host: '127.0.0.1', port: 0 });
  const token = await sight.delivery.give('grace', 'viewer');
  const gone = new AbortController();
  const answer = await fetch(`${url}/v1/executions/${name}/events`, {
    headers: { authorization: `Bearer ${token}`, accept: 'text/event-stream', 'last-event-id': '0' },
    signal: gone.signal,
  });
  expect(answer.headers.get('content-type')).toContain('text/event-stream');
  let text = '';
  for await (const chunk of answer.body ?? []) {
    text += new TextDecoder().decode(chunk);
    if (text.includes('"type":"promotion.finished"')) break;
  }
  gone.abort();
  expect(text).toContain('"type":"execution.started"');
});

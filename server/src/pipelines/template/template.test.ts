import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestDelivery } from '../../test-delivery.ts';
import type { TestDelivery } from '../../test-delivery.ts';
import { expand } from './expand.ts';
import { templateSpecSchema } from './template-schema.ts';

describe('an expansion', () => {
  const of = (environments: unknown, parameters: object[] = []) =>
    templateSpecSchema.parse({ parameters, environments });
  const use = (parameters = {}) => ({ app: 'shop', pipeline: 'line', parameters });

  test('puts values into texts, and whole values in place of a text that is one', () => {
    const template = of(
      [
        {
          name: '$(region)-prod',
          from: { branch: '$(app)' },
          deploy: { retries: '$(retries)' },
          waves: '$(waves)',
          note: '$$(app)',
        },
      ],
      [{ name: 'region' }, { name: 'retries', default: 2 }, { name: 'waves', default: ['a', 'b'] }],
    );
    expect(expand(template, use({ region: 'eu' }))).toEqual({
      environments: [
        { name: 'eu-prod', from: { branch: 'shop' }, deploy: { retries: 2 }, waves: ['a', 'b'], note: '$(app)' },
      ],
    });
  });

  test('never looks into a value again, so that nothing grows without end', () => {
    const text = fc.string({ maxLength: 30 });
    fc.assert(
      fc.property(text, fc.array(text, { maxLength: 5 }), (value, texts) => {
        const template = of([{ texts: texts.map((one) => `${one.replaceAll('$', '')}$(x)`) }], [{ name: 'x' }]);
        const result = expand(template, use({ x: value }));
        expect(result).toEqual({ environments: [{ texts: texts.map((one) => one.replaceAll('$', '') + value) }] });
      }),
    );
  });

  test('knows no value that nobody gave, whatever the parameter is called', () => {
    const template = of([{ text: '$(toString)' }], [{ name: 'toString' }]);
    expect(expand(template, use())).toEqual({ faults: [{ fault: 'missing-parameter', name: 'toString' }] });
  });

  test('that would be too large is none', () => {
    const big = 'x'.repeat(500);
    const template = of([{ texts: Array.from({ length: 500 }, () => '-$(big)') }], [{ name: 'big', default: big }]);
    expect(expand(template, use())).toEqual({ faults: [{ fault: 'too-large' }] });
  });
});

let delivery: TestDelivery;
let admin: string;
beforeAll(async () => {
  delivery = await openTestDelivery({ checkAnswers: false });
  admin = await delivery.give('ada', 'admin');
});
afterAll(() => delivery.stop());

const apply = async (manifest: string, more: object = {}) => {
  const { status, body } = await delivery.call('POST', '/v1/apply', admin, { manifest, ...more });
  return { status, body: body as { applied: Applied[]; details: Detail[] } };
};
interface Applied {
  readonly kind: string;
  readonly name: string;
  readonly outcome: string;
  readonly generation: number;
  readonly notices: readonly { readonly text: string }[];
}
interface Detail {
  readonly message: { readonly text: string };
  readonly line: number;
}
const get = async (path: string) => (await delivery.call('GET', path, admin)).body as Record<string, unknown>;

const template = (
  name: string,
  prod = 'targets: [{ name: $(region), runtime: process }]',
  parameters = '[{ name: region }]',
) => `
apiVersion: sluice.dev/v1alpha1
kind: PipelineTemplate
metadata: { name: ${name} }
spec:
  parameters: ${parameters}
  environments:
    - { name: development, from: { branch: develop }, targets: [{ name: local, runtime: process }] }
    - name: prod
      ${prod}
`;
const pipeline = (app: string, by: string, parameters = '{ region: eu }') => `
---
apiVersion: sluice.dev/v1alpha1
kind: App
metadata: { name: ${app} }
spec: {}
---
apiVersion: sluice.dev/v1alpha1
kind: Pipeline
metadata: { name: ${app} }
spec: { app: ${app}, template: ${by}, parameters: ${parameters} }
`;
const texts = (details: readonly Detail[]) => details.map(({ message }) => message.text).join('\n');

describe('a template', () => {
  test('is the environments of every pipeline that uses it, and all of them follow when it changes', async () => {
    const made = await apply(template('line') + pipeline('one', 'line') + pipeline('two', 'line', '{ region: us }'));
    expect(made.status).toBe(200);
    expect(await get('/v1/pipelines/two')).toMatchObject({
      template: 'line',
      generation: 1,
      environments: [{ name: 'development' }, { name: 'prod', targets: [{ name: 'us' }] }],
    });
    expect(await get('/v1/pipeline-templates')).toMatchObject({
      items: [{ name: 'line', pipelines: ['one', 'two'], parameters: [{ name: 'region', required: true }] }],
    });

    const changed = await apply(
      template('line', 'gates: [{ soak: 1h }]\n      targets: [{ name: $(region), runtime: process }]'),
    );
    expect(changed.body.applied).toMatchObject([
      { kind: 'PipelineTemplate', outcome: 'changed', notices: [{ text: 'follow it: one, two' }] },
    ]);
    const rows = await delivery.database.pool.query<{ name: string; generation: number; soak: unknown }>(
      `select name, generation, spec #> '{environments,1,gates,0,soak}' as soak from pipelines where template = 'line' order by name`,
    );
    expect(rows.rows).toEqual([
      { name: 'one', generation: 2, soak: 3_600_000 },
      { name: 'two', generation: 2, soak: 3_600_000 },
    ]);
    expect(await get('/v1/events?type=pipeline.changed')).toMatchObject({
      items: [
        { subject: 'pipeline/one', data: { generation: 2, previous: 1 } },
        { subject: 'pipeline/two', data: { generation: 2, previous: 1 } },
      ],
    });
    // What its author wrote is what is read back.
    const { manifest } = await get('/v1/manifests/pipeline/one');
    expect(manifest).toContain('template: line');
  });

  test('that one of its pipelines could not follow is refused, and nothing has changed', async () => {
    await apply(template('strict') + pipeline('three', 'strict'));
    const { status, body } = await apply(template('strict', 'targets: [{ name: $(region), runtime: proces }]'));
    expect(status).toBe(400);
    expect(texts(body.details)).toMatch(
      /For pipeline three: .*environments\[1\].targets\[0\].runtime.*Did you mean process/,
    );
    expect(body.details[0]?.line).toBe(10);
    const more = await apply(template('strict', undefined, '[{ name: region }, { name: zone }]'));
    expect(texts(more.body.details)).toContain(
      'For pipeline three: spec.parameters: the template needs the parameter zone.',
    );
    // With the pipeline beside it that says more, both are taken.
    const both = await apply(
      template('strict', undefined, '[{ name: region }, { name: zone }]') +
        pipeline('three', 'strict', '{ region: eu, zone: a }'),
    );
    expect(both.body.applied?.map(({ kind, outcome }) => `${kind} ${outcome}`)).toEqual([
      'App unchanged',
      'PipelineTemplate changed',
      'Pipeline changed',
    ]);
  });

  test('that comes beside pipelines that say the same as before takes them along', async () => {
    const both = (gates: string) =>
      template('along', `gates: ${gates}\n      targets: [{ name: $(region), runtime: process }]`) +
      pipeline('four', 'along');
    await apply(both('[]'));
    const again = await apply(both('[{ soak: 2h }]'));
    expect(again.body.applied.at(-1)).toMatchObject({ kind: 'Pipeline', outcome: 'changed', generation: 2 });
    expect((await apply(both('[{ soak: 2h }]'))).body.applied.at(-1)).toMatchObject({ outcome: 'unchanged' });
  });

  test.each([
    ['{ region: eu, reigon: us }', 'Did you mean region?'],
    ['{}', 'the template needs the parameter region'],
    ['{ region: [a, b] }', 'In template picky, with these parameters:'],
    ['{ region: mars }', 'region must be one of "eu", "us", ["a","b"]'],
  ])('refuses %s with the place and the cure', async (parameters, cure) => {
    const parts = '[{ name: region, values: [eu, us, [a, b]] }]';
    const { status, body } = await apply(template('picky', undefined, parts) + pipeline('picky', 'picky', parameters));
    expect([status, texts(body.details)]).toEqual([400, expect.stringContaining(cure)]);
  });

  test.each([
    [template('bad', 'targets: [{ name: "$(regoin)", runtime: process }]'), 'Did you mean $(region)?'],
    [template('bad', undefined, '[{ name: region }, { name: region }]'), 'declared twice'],
    [template('bad', undefined, '[{ name: region, default: eu, values: [us] }]'), 'is not among its values'],
    [template('bad', undefined, '[{ name: app }]'), 'is known to every template already'],
    [template('bad', 'targets: [{ name: "$(region", runtime: process }]'), 'has no ")"'],
    [template('bad', 'targts: []', '[{ name: region, default: eu }]'), 'Did you mean targets?'],
    [pipeline('lost', 'lime'), 'there is no pipeline template "lime". Did you mean line?'],
  ])('or a use of it that cannot be right is refused', async (manifest, cure) => {
    const { status, body } = await apply(manifest);
    expect([status, texts(body.details)]).toEqual([400, expect.stringContaining(cure)]);
  });

  test('stays while a pipeline uses it', async () => {
    await apply(template('kept') + pipeline('five', 'kept'));
    const path = '/v1/manifests/pipelinetemplate/kept';
    expect(await delivery.call('DELETE', path, admin)).toMatchObject({
      status: 409,
      body: { code: 'template_in_use' },
    });
    expect((await delivery.call('DELETE', '/v1/pipelines/five', admin)).status).toBe(200);
    expect((await delivery.call('DELETE', path, admin)).status).toBe(200);
  });

  test('of two hundred pipelines changes all of them at once', async () => {
    const names = Array.from({ length: 200 }, (_, index) => `many-${index}`);
    await apply(template('many') + names.map((name) => pipeline(name, 'many')).join(''));
    const { body } = await apply(
      template('many', 'targets: [{ name: $(region), runtime: process }, { name: two, runtime: process }]'),
    );
    expect(body.applied[0]?.notices[0]?.text).toMatch(/^200 pipelines follow it: many-0, .* and 195 more$/);
    const { rows } = await delivery.database.pool.query(
      `select 1 from targets where app like 'many-%' and name = 'two' and removed_at is null`,
    );
    expect(rows).toHaveLength(200);
  });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { openTestDelivery } from '../test-delivery.ts';
import type { TestDelivery } from '../test-delivery.ts';
import { exportRecord } from './export-record.ts';
import { auditEntrySchema, auditPageSchema } from './audit-schema.ts';

let delivery: TestDelivery;
let admin: string;
beforeAll(async () => {
  delivery = await openTestDelivery({ trustedProxies: ['127.0.0.1'] });
  admin = await delivery.give('ada', 'admin', '*');
});
afterAll(() => delivery.stop());

const pipeline = (gates: string, name = 'shop') => `apiVersion: sluice.dev/v1alpha1
kind: Pipeline
metadata: { name: ${name} }
spec:
  app: ${name}
  environments:
    - { name: qa, from: { branch: develop }, targets: [{ name: local, runtime: process }] }
    - { name: prod, gates: [${gates}], targets: [{ name: local, runtime: process }] }
`;
const audit = async (query: string, token = admin) =>
  auditPageSchema.parse((await delivery.call('GET', `/v1/audit?${query}`, token)).body);
const from = (address: string) => ({ 'x-forwarded-for': address, 'sluice-door': 'cli' });
const apply = (manifest: string, address: string) =>
  delivery.call('POST', '/v1/apply', admin, { manifest }, from(address));

describe('the record', () => {
  test('tells who applied what from where, what was before, and which paths changed, newest first', async () => {
    await delivery.call('POST', '/v1/apps', admin, { name: 'shop' }, from('203.0.113.7'));
    expect(await apply(pipeline('soak: 30m'), '203.0.113.8')).toMatchObject({ status: 200 });
    expect((await apply(pipeline('soak: 1h'), '2001:db8::9')).status).toBe(200);
    const { items } = await audit('type=pipeline.,app.');
    expect(items).toMatchObject([
      {
        type: 'pipeline.changed',
        actor: 'ada',
        door: 'cli',
        address: '2001:db8::9',
        tokenId: expect.stringMatching(/^tok_/),
        data: { generation: 2, previous: 1, changed: ['spec.environments[prod].gates[0].soak'] },
      },
      { type: 'pipeline.created', address: '203.0.113.8', data: { generation: 1, previous: null, changed: [] } },
      { type: 'app.created', address: '203.0.113.7' },
    ]);
  });

  test('has no address for what Sluice does by itself', async () => {
    await expect
      .poll(async () => (await audit('type=repository.ready')).items)
      .toMatchObject([{ door: 'system', address: null, tokenId: null }]);
  });

  test('is chosen by actor, door, address, place and time, and read on by a cursor', async () => {
    const grace = await delivery.give('grace', 'operator');
    const lock = { app: 'shop', environment: 'qa', reason: 'an incident' };
    await delivery.call('POST', '/v1/locks', grace, lock, { 'x-forwarded-for': '198.51.100.1' });
    await delivery.call('POST', '/v1/locks/lift', grace, { app: 'shop', environment: 'qa' });
    const types = async (query: string) => (await audit(query)).items.map(({ type }) => type);
    expect(await types('actor=grace')).toEqual(['lock.lifted', 'lock.set']);
    expect(await types('actor=grace&door=http&address=198.51.100.1')).toEqual(['lock.set']);
    expect(await types('app=shop&environment=qa&since=1h&type=lock.')).toEqual(['lock.lifted', 'lock.set']);
    expect(await types('actor=grace&until=1h')).toEqual([]);

    const all: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await audit(`limit=2${cursor === null ? '' : `&cursor=${cursor}`}`);
      all.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(all).toEqual([...new Set(all)].toSorted((one, other) => Number(other) - Number(one)));
    expect(all).toEqual((await audit('limit=200')).items.map(({ id }) => id));
  });

  test('is for operators; all projects together are for operators of all', async () => {
    const developer = await delivery.give('linus', 'developer');
    const operator = await delivery.give('margaret', 'operator');
    expect((await delivery.call('GET', '/v1/audit', developer)).status).toBe(403);
    expect((await delivery.call('GET', '/v1/audit/export', developer)).status).toBe(403);
    expect((await audit('', operator)).items.every(({ project }) => project === 'default')).toBe(true);
    expect((await delivery.call('GET', '/v1/audit?project=*', operator)).status).toBe(403);
    expect((await audit('project=*&type=token.created')).items.map(({ project }) => project)).toContain('*');
  });

  test('keeps addresses out of the feed of events', async () => {
    const events = await delivery.call('GET', '/v1/events?limit=1000', admin);
    expect(events.status).toBe(200);
    expect(JSON.stringify(events.body)).toContain('lock.set');
    expect(JSON.stringify(events.body)).not.toMatch(/203\.0\.113|198\.51\.100|2001:db8|tok_.*"tokenId"/);
  });
});

describe('an export', () => {
  test('is the whole record of a period as lines of JSON, in the order in which it happened', async () => {
    // More than one page of what is read at a time.
    await delivery.engine.transact(async (tx) => {
      for (let n = 0; n < 1200; n += 1) {
        const data = { n };
        const about = { type: 'app.changed', project: 'default', subject: 'app/shop', labels: { app: 'bulk' } };
        tx.emit({ ...about, actor: 'ada', door: 'cli', data });
      }
    });
    const { body, headers } = await delivery.call('GET', '/v1/audit/export?app=bulk', admin);
    expect(headers.get('content-type')).toContain('application/x-ndjson');
    const entries = z.string().parse(body).trimEnd().split('\n');
    const numbers = entries.map((line) => auditEntrySchema.parse(JSON.parse(line)).data['n']);
    expect(numbers).toEqual(Array.from({ length: 1200 }, (_one, index) => index));
  });

  test('is a table that a spreadsheet reads, with nothing in it that it would carry out', async () => {
    const hostile = '=HYPERLINK("http://evil.example")';
    await delivery.engine.transact(async (tx) => {
      const about = { type: 'app.changed', project: 'default', subject: hostile, labels: { app: 'hostile' } };
      tx.emit({ ...about, actor: 'ada', door: 'cli', data: { text: 'one, "two"\nthree' } });
    });
    const { body } = await delivery.call('GET', '/v1/audit/export?format=csv&app=hostile', admin);
    const [heading, line] = z.string().parse(body).split('\r\n');
    expect(heading).toBe('id,at,type,project,subject,app,environment,actor,door,address,tokenId,data');
    expect(line).toContain(
      `,"'=HYPERLINK(""http://evil.example"")",hostile,,ada,cli,,,"{""text"":""one, \\""two\\""\\nthree""}"`,
    );
  });

  test('breaks off when the token is revoked in between, and does not end as if it were whole', async () => {
    let allowed = 1;
    const pieces: string[] = [];
    const lines = exportRecord({
      read: (query) => delivery.engine.events.record(query),
      selection: { filter: { labels: { app: 'bulk' } } },
      heading: '',
      line: ({ id }) => `${id}\n`,
      stillAllowed: async () => (allowed -= 1) >= 0,
    });
    const reading = (async () => {
      for await (const piece of lines) pieces.push(piece);
    })();
    await expect(reading).rejects.toThrow('revoked');
    expect(pieces.join('').split('\n').length - 1).toBe(1000);
  });
});

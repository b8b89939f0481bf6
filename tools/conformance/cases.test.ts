import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { eventTypes } from '../../server/src/webhooks/cdevent-of.ts';
import { eventSamples } from '../../server/src/webhooks/event-samples.ts';
import { eventTypes as writtenTypes } from '../docs/event-types.ts';
import { judgeEvents } from './cases.ts';
import { readPublished } from './published.ts';

const schemaOf = (name: string, context: object, content: object) => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: `https://cdevents.dev/0.0.0/schema/${name}`,
  type: 'object',
  required: ['context', 'subject'],
  properties: {
    context: { type: 'object', properties: context },
    subject: { type: 'object', required: ['content'], properties: { content } },
  },
});
const typeOf = (type: string) => ({ type: { type: 'string', enum: [type] } });
const locked = 'dev.cdevents.service.removed.0.3.0';

/** A publication of one schema, laid out as CDEvents does it. */
function publish(files: Readonly<Record<string, unknown>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-published-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const all = {
    'schemas/serviceremoved.json': schemaOf('service-removed-event', typeOf(locked), {
      type: 'object',
      required: ['environment'],
    }),
    'schemas/links/linkend.json': { $id: 'https://cdevents.dev/0.0.0/schema/links/linkend' },
    'custom/schema.json': schemaOf('custom', {}, { type: 'object' }),
    'conformance/service_removed.json': {
      context: { type: locked, specversion: '0.5.1' },
      subject: { content: { environment: {} } },
    },
    ...files,
  };
  for (const [name, content] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), JSON.stringify(content));
  }
  return folder;
}

test('every type of event that the sources write has its place in the mapping, and no other', () => {
  expect(eventTypes.toSorted()).toEqual(writtenTypes(resolve(import.meta.dirname, '../..')));
});

const samplesOf = (...types: string[]) => eventSamples.filter(({ event }) => types.includes(event.type));
const failuresIn = (folder: string, written: string[], ...types: string[]) =>
  judgeEvents(readPublished(folder), written, samplesOf(...types)).filter(({ complaint }) => complaint !== undefined);

test('events that conform pass, in the words of CDEvents and in our own', () => {
  expect(failuresIn(publish(), ['lock.set'], 'release.stopped', 'lock.set')).toEqual([]);
});

test('an event that does not conform is named, with what is wrong', () => {
  const strict = schemaOf('service-removed-event', typeOf(locked), { type: 'object', required: ['moon'] });
  const [example, ours] = failuresIn(publish({ 'schemas/serviceremoved.json': strict }), [], 'release.stopped');
  expect(example?.name).toBe('the published example service_removed.json is accepted');
  expect(ours?.name).toBe(`release.stopped conforms as ${locked}`);
  expect(ours?.complaint).toContain("must have required property 'moon'");
});

test('a type for which nothing is published is a failure', () => {
  const [failure] = failuresIn(publish(), [], 'execution.started');
  expect(failure?.complaint).toBe('no schema is published for the type dev.cdevents.pipelinerun.started.0.3.0');
});

test('an event that the sources write and the mapping does not know is a failure', () => {
  expect(failuresIn(publish(), ['moon.landed'])).toEqual([
    { name: 'moon.landed has its place in the mapping', complaint: 'add it to server/src/webhooks/cdevent-of.ts' },
  ]);
});

test('a publication of another version is a failure', () => {
  const example = { context: { type: locked, specversion: '0.6.0' }, subject: { content: { environment: {} } } };
  const [failure] = failuresIn(publish({ 'conformance/service_removed.json': example }), []);
  expect(failure?.complaint).toBe('it is of 0.6.0');
});

test('a judge that lets everything pass is found out by the published examples', () => {
  const [failure] = failuresIn(
    publish({ 'schemas/serviceremoved.json': { ...schemaOf('x', typeOf(locked), {}), required: [] } }),
    [],
  );
  expect(failure?.name).toContain('without its subject is refused');
});

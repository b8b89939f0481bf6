import { describe, expect, test } from 'vitest';
import { cloudEventOf } from './cdevent.ts';
import { cdeventOf } from './cdevent-of.ts';
import { eventSamples } from './event-samples.ts';

const installation = { publicUrl: 'https://sluice.example.com' };
const tellingOf = (type: string, number = 0) => {
  const sample = eventSamples.filter(({ event }) => event.type === type)[number];
  if (sample === undefined) throw new Error(`there is no sample ${number} of ${type}`);
  return cdeventOf(sample.event, sample.facts, installation);
};

test.each(eventSamples.map((sample) => [sample.event.type, sample.becomes, sample] as const))(
  '%s becomes %s',
  (_type, becomes, { event, facts }) => {
    const told = cdeventOf(event, facts, installation);
    expect(told.context.type).toBe(becomes);
    expect(told.customData).toMatchObject({ id: '42', type: event.type, data: event.data });
    expect(JSON.stringify(told)).not.toMatch(/undefined|\/\/projects|"[^"]*\/"/);
  },
);

describe('an event in the words of CDEvents', () => {
  test('names its things by where they are found', () => {
    expect(tellingOf('execution.started')).toMatchObject({
      context: { id: '42', source: 'https://sluice.example.com/projects/default', chainId: 'exe_01j8k3' },
      subject: {
        id: 'execution/exe_01j8k3',
        content: { pipelineName: 'shop', uri: 'https://sluice.example.com/v1/executions/exe_01j8k3' },
      },
    });
    expect(tellingOf('repository.ready').subject.content['uri']).toBe('https://sluice.example.com/git/shop.git');
    expect(tellingOf('artifact.published').subject.id).toMatch(
      /^pkg:oci\/shop@sha256%3A[0-9a-f]{64}\?tag=1\.2\.0-develop\.7$/,
    );
    expect(tellingOf('repository.pushed').subject.id).toBe('branch/shop/feature/gr%C3%B6%C3%9Fe');
  });

  test('says how it ended, and why when it did not end well', () => {
    const outcomes = [0, 1, 2, 3, 4, 5].map((number) => tellingOf('execution.finished', number).subject.content);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual([
      'success',
      'failure',
      'error',
      'cancel',
      'error',
      'cancel',
    ]);
    expect(tellingOf('promotion.finished', 0).subject.content['errors']).toBeUndefined();
    expect(tellingOf('promotion.finished', 1).subject.content).toMatchObject({
      outcome: 'failure',
      errors: 'it did not start',
      pipelineRun: { id: 'execution/exe_01j8k3' },
    });
  });

  test('travels in an envelope that says the same', () => {
    const told = tellingOf('release.stopped');
    expect(cloudEventOf(told)).toEqual({
      specversion: '1.0',
      id: told.context.id,
      source: told.context.source,
      type: 'dev.cdevents.service.removed.0.3.0',
      subject: 'service/shop/qa/local',
      time: '2026-11-21T10:20:30.123Z',
      datacontenttype: 'application/json',
      data: told,
    });
  });

  test('of a type that this server does not know yet is told in its own', () => {
    const [sample] = eventSamples;
    const event = { ...(sample?.event ?? expect.fail()), type: 'canary.weighed' };
    expect(cdeventOf(event, {}, installation).context.type).toBe('dev.cdeventsx.sluice-canary.weighed.0.1.0');
  });
});

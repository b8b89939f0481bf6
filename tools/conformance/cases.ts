import { cdeventsVersion } from '../../server/src/webhooks/cdevent.ts';
import { cdeventOf, eventTypes } from '../../server/src/webhooks/cdevent-of.ts';
import { eventSamples } from '../../server/src/webhooks/event-samples.ts';
import type { EventSample } from '../../server/src/webhooks/event-samples.ts';
import type { Published } from './published.ts';

/** One thing that is judged; without a complaint it is as it should be. */
export interface Case {
  readonly name: string;
  readonly complaint: string | undefined;
}

const installation = { publicUrl: 'https://sluice.example.com' };

/**
 * Judges every CDEvent that Sluice sends. The publication's own examples come first: a judge that refuses one of them, or
 * lets a broken one pass, is not to be believed about ours.
 */
export function judgeEvents(
  published: Published,
  writtenTypes: readonly string[],
  samples: readonly EventSample[] = eventSamples,
): Case[] {
  const known: readonly string[] = eventTypes;
  return [
    ...[...published.examples].flatMap(([name, example]) => [
      { name: `the published example ${name} is accepted`, complaint: published.complaint(example) },
      {
        name: `the published example ${name} without its subject is refused`,
        complaint: published.complaint(withoutSubject(example)) === undefined ? 'it was accepted' : undefined,
      },
    ]),
    {
      name: `the publication is of version ${cdeventsVersion}, which is what our events say`,
      complaint: published.versions.join() === cdeventsVersion ? undefined : `it is of ${published.versions.join()}`,
    },
    ...writtenTypes.map((type) => ({
      name: `${type} has its place in the mapping`,
      complaint: known.includes(type) ? undefined : 'add it to server/src/webhooks/cdevent-of.ts',
    })),
    ...samples.map((sample) => judgeSample(published, sample)),
  ];
}

function judgeSample(published: Published, { event, facts, becomes }: EventSample): Case {
  // As it is sent: what JSON cannot say is not there.
  const told: unknown = JSON.parse(JSON.stringify(cdeventOf(event, facts, installation)));
  return { name: `${event.type} conforms as ${becomes}`, complaint: published.complaint(told) };
}

function withoutSubject(example: unknown): unknown {
  return { ...(typeof example === 'object' ? example : {}), subject: undefined };
}

import type { Event } from '../engine/index.ts';
import type { Json } from '../lib/message.ts';

export const cdeventsVersion = '0.5.1';

/** A CDEvent as its published schemas describe it. */
export interface CDEvent {
  readonly context: {
    readonly specversion: string;
    readonly id: string;
    readonly source: string;
    readonly type: string;
    readonly timestamp: string;
    readonly chainId?: string;
  };
  readonly subject: {
    readonly id: string;
    readonly source: string;
    readonly content: { readonly [name: string]: Json };
  };
  readonly customData: { readonly [name: string]: Json };
  readonly customDataContentType: 'application/json';
}

/** Structured mode of the HTTP binding: everything is in the body. */
export interface CloudEvent {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  readonly time: string;
  readonly datacontenttype: 'application/json';
  readonly data: CDEvent;
}

export const cloudEventContentType = 'application/cloudevents+json; charset=utf-8';

/** What is told about an event in the words of CDEvents. */
export interface Telling {
  readonly type: string;
  readonly subject: string;
  readonly content: { readonly [name: string]: Json };
}

export function assemble(event: Event, source: string, { type, subject, content }: Telling): CDEvent {
  const { id, at, project, labels, actor, door, data } = event;
  const chain = labels['execution'];
  return {
    context: {
      specversion: cdeventsVersion,
      id,
      source,
      type,
      timestamp: at.toISOString(),
      ...(chain === undefined ? {} : { chainId: chain }),
    },
    subject: { id: subject, source, content },
    customData: {
      id,
      at: at.toISOString(),
      type: event.type,
      project,
      subject: event.subject,
      labels: { ...labels },
      actor,
      door,
      data,
    },
    customDataContentType: 'application/json',
  };
}

export function cloudEventOf(event: CDEvent): CloudEvent {
  const { id, source, type, timestamp } = event.context;
  return {
    specversion: '1.0',
    id,
    source,
    type,
    subject: event.subject.id,
    time: timestamp,
    datacontenttype: 'application/json',
    data: event,
  };
}

/** A CDEvent of our own making, in the way that the specification leaves for them. */
export function customType(type: string): string {
  const [noun = '', what = ''] = type.split('.');
  return `dev.cdeventsx.sluice-${noun}.${what}.0.1.0`;
}

export function isStandardType(type: string): boolean {
  return type.startsWith('dev.cdevents.');
}

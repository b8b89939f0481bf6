import { repositoryUrl } from '../apps/index.ts';
import type { Event } from '../engine/index.ts';
import type { Json } from '../lib/message.ts';
import { assemble, customType } from './cdevent.ts';
import type { CDEvent, Telling } from './cdevent.ts';

/** What an event is about and does not say itself. Absent where that is gone. */
export interface EventFacts {
  readonly artifact?: { readonly app: string; readonly digest: string; readonly version: string } | undefined;
  /** Of a release: whether something served on its target before. */
  readonly replaces?: boolean | undefined;
  /** Of a verdict: the id of the pull request that was judged. */
  readonly change?: string | undefined;
}

export interface Installation {
  /** Where people reach this Sluice, without a slash at the end. */
  readonly publicUrl: string;
}

interface Told extends EventFacts, Installation {
  readonly event: Event;
  readonly source: string;
}

/** In the words of CDEvents; undefined where they have none for what this one event says. */
type Mapping = (told: Told) => Telling | undefined;

/** CDEvents has no word for it, so that Sluice's own is used. */
const own: Mapping = () => undefined;

/**
 * Every type of event that Sluice writes. A type that is missing here, of a newer replica, is told in Sluice's own words;
 * a test compares the list with the sources.
 */
const mappings = {
  'actor.created': own,
  'app.created': own,
  'app.changed': own,
  'app.deleted': (told) => ({ ...repository(told), type: 'dev.cdevents.repository.deleted.0.3.0' }),
  'artifact.published': published,
  'artifact.cleared': own,
  'artifact.registered': published,
  'artifact.pruned': own,
  'artifact.withdrawn': own,
  'build.finished': ({ event, artifact }) => ({
    type: 'dev.cdevents.build.finished.0.3.0',
    subject: event.subject,
    content: present({ artifactId: artifact === undefined ? undefined : packageUrl(artifact) }),
  }),
  'call.abandoned': own,
  'call.delivered': own,
  'change.abandoned': change('dev.cdevents.change.abandoned.0.3.0'),
  'change.created': change('dev.cdevents.change.created.0.4.0'),
  'change.merged': change('dev.cdevents.change.merged.0.3.0'),
  'change.updated': change('dev.cdevents.change.updated.0.3.0'),
  'check.overridden': own,
  'check.reported': own,
  'configuration.changed': place('dev.cdevents.environment.modified.0.3.0'),
  'environment.created': place('dev.cdevents.environment.created.0.3.0'),
  'environment.deleted': place('dev.cdevents.environment.deleted.0.3.0'),
  'environment.stopped': own,
  'execution.finished': ({ event, publicUrl }) => ({
    type: 'dev.cdevents.pipelinerun.finished.0.3.0',
    subject: event.subject,
    content: present({
      pipelineName: label(event, 'pipeline'),
      uri: `${publicUrl}/v1/executions/${idOf(event)}`,
      outcome: outcomeOf(event),
    }),
  }),
  'execution.started': ({ event, publicUrl }) => ({
    type: 'dev.cdevents.pipelinerun.started.0.3.0',
    subject: event.subject,
    content: {
      pipelineName: label(event, 'pipeline') ?? '',
      uri: `${publicUrl}/v1/executions/${idOf(event)}`,
    },
  }),
  'freeze.changed': own,
  'freeze.created': own,
  'freeze.deleted': own,
  'group.changed': own,
  'group.created': own,
  'group.deleted': own,
  'lock.lifted': own,
  'lock.set': own,
  'lock.stolen': own,
  'manifestsource.changed': own,
  'manifestsource.created': own,
  'manifestsource.deleted': own,
  'manifestsource.drifted': own,
  'manifestsource.failed': own,
  'manifestsource.synced': own,
  'pipelinetemplate.changed': own,
  'pipelinetemplate.created': own,
  'pipelinetemplate.deleted': own,
  'pipeline.changed': own,
  'pipeline.created': own,
  'pipeline.deleted': own,
  'promotion.answered': own,
  'promotion.approved': reviewed,
  'promotion.cancelling': own,
  'promotion.finished': (told) => ({
    type: 'dev.cdevents.taskrun.finished.0.3.0',
    subject: told.event.subject,
    content: present({ ...task(told), outcome: outcomeOf(told.event), errors: errorsOf(told.event) }),
  }),
  'promotion.queued': own,
  'promotion.rejected': reviewed,
  'promotion.requested': own,
  'promotion.resumed': own,
  'promotion.retried': own,
  'promotion.started': (told) => ({
    type: 'dev.cdevents.taskrun.started.0.3.0',
    subject: told.event.subject,
    content: present(task(told)),
  }),
  'promotion.waiting': own,
  'release.finished': released,
  'release.progressed': own,
  'release.started': own,
  'release.stopped': ({ event, source }) => ({
    type: 'dev.cdevents.service.removed.0.3.0',
    subject: service(event),
    content: { environment: environment(event, source) },
  }),
  'repository.pushed': pushed,
  'repository.ready': (told) => ({ ...repository(told), type: 'dev.cdevents.repository.created.0.3.0' }),
  'rolebinding.changed': own,
  'rolebinding.created': own,
  'rolebinding.deleted': own,
  'secret.created': own,
  'step.finished': own,
  'step.progressed': own,
  'step.repeated': own,
  'step.started': own,
  'token.created': own,
  'token.revoked': own,
  'webhook.abandoned': own,
  'webhook.changed': own,
  'webhook.created': own,
  'webhook.deleted': own,
  'webhook.redelivered': own,
  'webhook.rotated': own,
  'webhook.tested': own,
} satisfies Record<string, Mapping>;

export type EventType = keyof typeof mappings;

export const eventTypes: readonly EventType[] = Object.keys(mappings).filter(isEventType);

function isEventType(type: string): type is EventType {
  return Object.hasOwn(mappings, type);
}

/** The event as a CDEvent: in the words of the specification where it has them, else as a custom event of Sluice. */
export function cdeventOf(event: Event, facts: EventFacts, { publicUrl }: Installation): CDEvent {
  const source = `${publicUrl}/projects/${event.project}`;
  const mapping: Mapping = isEventType(event.type) ? mappings[event.type] : own;
  const telling = mapping({ ...facts, event, source, publicUrl }) ?? {
    type: customType(event.type),
    subject: event.subject,
    content: event.data,
  };
  return assemble(event, source, telling);
}

function released({ event, source, artifact, replaces = false }: Told): Telling | undefined {
  if (text(event, 'result') !== 'success' || artifact === undefined) return undefined;
  const words = { rollback: 'rolledback', configuration: 'upgraded', promotion: replaces ? 'upgraded' : 'deployed' };
  const kind = text(event, 'kind');
  const word = kind === 'rollback' || kind === 'configuration' ? words[kind] : words.promotion;
  return {
    type: `dev.cdevents.service.${word}.0.3.0`,
    subject: service(event),
    content: { environment: environment(event, source), artifactId: packageUrl(artifact) },
  };
}

/** A branch that appears or goes; CDEvents has no word for one that moves, or for tags. */
function pushed({ event, source }: Told): Telling | undefined {
  const branch = /^refs\/heads\/(.+)$/.exec(text(event, 'ref') ?? '')?.[1];
  const isNew = text(event, 'old') === undefined;
  const isGone = text(event, 'new') === undefined;
  if (branch === undefined || isNew === isGone) return undefined;
  return {
    type: `dev.cdevents.branch.${isNew ? 'created' : 'deleted'}.0.3.0`,
    subject: `branch/${label(event, 'app') ?? ''}/${encodeURI(branch)}`,
    content: { repository: { id: event.subject, source } },
  };
}

function change(type: string): Mapping {
  return ({ event, source }) => ({
    type,
    subject: event.subject,
    content: { repository: { id: `app/${label(event, 'app') ?? ''}`, source } },
  });
}

function repository({ event, publicUrl }: Told): Omit<Telling, 'type'> {
  const name = label(event, 'app') ?? '';
  return {
    subject: `app/${name}`,
    content: { name, uri: repositoryUrl(publicUrl, { project: event.project, name }) },
  };
}

function place(type: string): Mapping {
  return ({ event }) => ({
    type,
    subject: event.subject,
    content: present({ name: label(event, 'environment') }),
  });
}

/** A verdict on a promotion that has a pull request; CDEvents has no word for one on anything else. */
function reviewed({ event, source, change: changeId }: Told): Telling | undefined {
  if (changeId === undefined) return undefined;
  return {
    type: 'dev.cdevents.change.reviewed.0.3.0',
    subject: `change/${changeId}`,
    content: { repository: { id: `app/${label(event, 'app') ?? ''}`, source } },
  };
}

function task({ event, source, publicUrl }: Told) {
  const execution = label(event, 'execution');
  return {
    taskName: `${text(event, 'kind') ?? 'promotion'}/${label(event, 'environment') ?? ''}`,
    uri: `${publicUrl}/v1/promotions/${idOf(event)}`,
    pipelineRun: execution === undefined ? undefined : { id: `execution/${execution}`, source },
  };
}

function service(event: Event): string {
  return ['service', label(event, 'app'), label(event, 'environment'), label(event, 'target')].join('/');
}

function environment(event: Event, source: string) {
  return { id: `environment/${label(event, 'app') ?? ''}/${label(event, 'environment') ?? ''}`, source };
}

/** https://github.com/package-url/purl-spec, as CDEvents asks for. */
function packageUrl({ app, digest, version }: NonNullable<EventFacts['artifact']>): string {
  return `pkg:oci/${app}@${encodeURIComponent(digest)}?tag=${encodeURIComponent(version)}`;
}

/** What Sluice has built, or has been told of. */
function published({ event }: Told): Telling {
  return {
    type: 'dev.cdevents.artifact.published.0.3.0',
    subject: packageUrl({
      app: label(event, 'app') ?? '',
      digest: text(event, 'digest') ?? '',
      version: text(event, 'version') ?? '',
    }),
    content: present({ user: text(event, 'author') }),
  };
}

function outcomeOf(event: Event): string {
  switch (text(event, 'result')) {
    case 'success':
      return 'success';
    case 'failure':
    case 'partial':
      return 'failure';
    case 'cancelled':
    case 'skipped':
      return 'cancel';
    default:
      return 'error';
  }
}

function errorsOf(event: Event): string | undefined {
  const { result, message } = event.data;
  if (result === 'success' || typeof message !== 'object' || message === null || !('text' in message)) return undefined;
  return typeof message.text === 'string' ? message.text : undefined;
}

function idOf(event: Event): string {
  return event.subject.split('/')[1] ?? '';
}

function label(event: Event, name: string): string | undefined {
  return event.labels[name];
}

function text(event: Event, name: string): string | undefined {
  const value = event.data[name];
  return typeof value === 'string' ? value : undefined;
}

function present(fields: Readonly<Record<string, Json | undefined>>): Record<string, Json> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

import type { Event } from '../engine/index.ts';
import type { EventFacts, EventType } from './cdevent-of.ts';

/** An event as Sluice writes it, and the type of the CDEvent that it becomes. */
export interface EventSample {
  readonly event: Event;
  readonly facts: EventFacts;
  readonly becomes: string;
}

type Sample = Pick<Event, 'subject' | 'labels' | 'data'> & {
  readonly facts?: EventFacts;
  /** Without it: Sluice's own word. */
  readonly becomes?: string;
};

const digest = 'sha256:0b31b1c02ff458ad9b7b81cbdf8f028bd54699fa151f221d1e8de6817db93427';
const artifact = { app: 'shop', digest, version: '1.2.0-develop.7' };
const { version } = artifact;
const revision = '4f2c9e1b0a6d53e2c7f8914ab0d3e6f512c98a77';
const app = { app: 'shop' };
const place = { ...app, environment: 'qa' };
const execution = { ...app, pipeline: 'shop', execution: 'exe_01j8k3' };
const promotion = { ...place, promotion: 'prm_01j8k3', execution: 'exe_01j8k3' };
const release = { ...promotion, target: 'local' };
const message = { code: 'step_failed', params: {}, text: 'it did not start' };
const seen = { revision, digest, specGeneration: 3, reason: null };
const pushed = { subject: 'app/shop', labels: app };
const lock = { subject: 'lock/lck_01j8k3', labels: place };
const ofEnvironment = { subject: 'environment/shop/qa', labels: place, data: {} };
const change: Omit<Sample, 'becomes'> = {
  subject: 'change/chg_01j8k3',
  labels: { ...app, promotion: 'prm_01j8k3' },
  data: { number: 7, branch: 'qa', head: revision },
};
const ofPromotion = (data: Event['data'], becomes?: string): Sample => ({
  subject: 'promotion/prm_01j8k3',
  labels: promotion,
  data: { kind: 'promotion', ...data },
  ...(becomes === undefined ? {} : { becomes }),
});
const judged: Sample = {
  ...ofPromotion(seen, 'dev.cdevents.change.reviewed.0.3.0'),
  facts: { change: 'chg_01j8k3' },
};
const ofRelease = (data: Event['data'], facts?: EventFacts, becomes?: string): Sample => ({
  subject: 'release/rel_01j8k3',
  labels: release,
  data: { number: 43, kind: 'promotion', ...data },
  ...(facts === undefined ? {} : { facts }),
  ...(becomes === undefined ? {} : { becomes }),
});
const ofWebhook = (data: Event['data']): Sample => ({ subject: 'webhook/ci', labels: { webhook: 'ci' }, data });
const success = { result: 'success', message: { ...message, text: 'live' }, url: 'http://qa.shop.localhost:7070' };

/** At least one of every type, and one for every CDEvent that the type may become. */
const samples: Readonly<Record<EventType, readonly Sample[]>> = {
  'actor.created': [{ subject: 'actor/ada', labels: {}, data: { actor: 'ada', kind: 'person' } }],
  'app.created': [{ subject: 'app/shop', labels: app, data: { generation: 1, previous: null, changed: [] } }],
  'app.changed': [{ subject: 'app/shop', labels: app, data: { generation: 2, previous: 1, changed: ['spec'] } }],
  'app.deleted': [{ subject: 'app/shop', labels: app, data: {}, becomes: 'dev.cdevents.repository.deleted.0.3.0' }],
  'artifact.published': [
    {
      subject: 'artifact/art_01j8k3',
      labels: app,
      data: { version, digest, revision, branch: 'develop', author: 'ada' },
      becomes: 'dev.cdevents.artifact.published.0.3.0',
    },
  ],
  'artifact.cleared': [
    {
      subject: 'artifact/art_01j8k3',
      labels: app,
      data: { version, reason: 'the database was down', withdrawnBy: 'ada', withdrawnBecause: null },
    },
  ],
  'artifact.registered': [
    {
      subject: 'artifact/art_01j8k3',
      labels: app,
      data: { version, digest, revision, branch: 'develop', author: 'ada', image: null },
      becomes: 'dev.cdevents.artifact.published.0.3.0',
    },
  ],
  'artifact.pruned': [
    { subject: 'artifact/art_1', labels: app, data: { version: '1.2.0', digest: `sha256:${'a'.repeat(64)}` } },
  ],
  'artifact.withdrawn': [
    { subject: 'artifact/art_01j8k3', labels: promotion, data: { version, reason: 'basket totals wrong' } },
  ],
  'build.finished': [
    {
      subject: 'build/bld_01j8k3',
      labels: app,
      data: { result: 'success', version, revision },
      facts: { artifact },
      becomes: 'dev.cdevents.build.finished.0.3.0',
    },
    {
      subject: 'build/bld_01j8k3',
      labels: { ...app, promotion: 'prm_01j8k3' },
      data: { result: 'failure', code: 'build_failed', revision },
      becomes: 'dev.cdevents.build.finished.0.3.0',
    },
  ],
  'call.abandoned': [
    {
      subject: 'promotion/prm_01j8k3',
      labels: promotion,
      data: { host: 'ci.example.com', attempts: 99, message: { code: 'x', params: {}, text: 'no' } },
    },
  ],
  'call.delivered': [
    {
      subject: 'promotion/prm_01j8k3',
      labels: promotion,
      data: { host: 'ci.example.com', attempts: 1, message: { code: 'x', params: {}, text: 'yes' } },
    },
  ],
  'change.abandoned': [{ ...change, becomes: 'dev.cdevents.change.abandoned.0.3.0' }],
  'change.created': [{ ...change, becomes: 'dev.cdevents.change.created.0.4.0' }],
  'change.merged': [{ ...change, becomes: 'dev.cdevents.change.merged.0.3.0' }],
  'change.updated': [{ ...change, becomes: 'dev.cdevents.change.updated.0.3.0' }],
  'check.overridden': [
    { subject: 'check/chk_01j8k3', labels: place, data: { context: 'ci/load', version, reason: 'by hand' } },
  ],
  'check.reported': [
    {
      subject: 'check/chk_01j8k3',
      labels: place,
      data: { context: 'ci/load', state: 'failure', version, description: null, targetUrl: null },
    },
  ],
  'configuration.changed': [
    {
      subject: 'environment/shop/qa',
      labels: place,
      data: { version: 2, names: ['GREETING'] },
      becomes: 'dev.cdevents.environment.modified.0.3.0',
    },
  ],
  'environment.created': [{ ...ofEnvironment, becomes: 'dev.cdevents.environment.created.0.3.0' }],
  'environment.deleted': [{ ...ofEnvironment, becomes: 'dev.cdevents.environment.deleted.0.3.0' }],
  'environment.stopped': [
    {
      subject: 'environment/shop/qa',
      labels: place,
      data: { releases: [{ target: 'local', number: 43 }], reason: null },
    },
  ],
  'execution.finished': ['success', 'failure', 'error', 'cancelled', 'timeout', 'skipped'].map((result) => ({
    subject: 'execution/exe_01j8k3',
    labels: execution,
    data: { result },
    becomes: 'dev.cdevents.pipelinerun.finished.0.3.0',
  })),
  'execution.started': [
    {
      subject: 'execution/exe_01j8k3',
      labels: execution,
      data: { version, revision, branch: 'develop' },
      becomes: 'dev.cdevents.pipelinerun.started.0.3.0',
    },
  ],
  'manifestsource.changed': [
    {
      subject: 'manifestsource/platform',
      labels: { manifestsource: 'platform' },
      data: { generation: 2, previous: 1, changed: ['spec.path'] },
    },
  ],
  'manifestsource.created': [
    {
      subject: 'manifestsource/platform',
      labels: { manifestsource: 'platform' },
      data: { generation: 1, previous: null, changed: [] },
    },
  ],
  'manifestsource.deleted': [{ subject: 'manifestsource/platform', labels: { manifestsource: 'platform' }, data: {} }],
  'manifestsource.drifted': [
    {
      subject: 'manifestsource/platform',
      labels: { manifestsource: 'platform', app: 'platform' },
      data: { revision, message },
    },
  ],
  'manifestsource.failed': [
    {
      subject: 'manifestsource/platform',
      labels: { manifestsource: 'platform', app: 'platform' },
      data: { revision, message },
    },
  ],
  'manifestsource.synced': [
    {
      subject: 'manifestsource/platform',
      labels: { manifestsource: 'platform', app: 'platform' },
      data: { revision, message },
    },
  ],
  'pipelinetemplate.changed': [
    {
      subject: 'pipelinetemplate/line',
      labels: { pipelinetemplate: 'line' },
      data: { generation: 2, previous: 1, changed: ['spec.environments[0].name'] },
    },
  ],
  'pipelinetemplate.created': [
    {
      subject: 'pipelinetemplate/line',
      labels: { pipelinetemplate: 'line' },
      data: { generation: 1, previous: null, changed: [] },
    },
  ],
  'pipelinetemplate.deleted': [{ subject: 'pipelinetemplate/line', labels: { pipelinetemplate: 'line' }, data: {} }],
  'freeze.changed': [
    {
      subject: 'freeze/holidays',
      labels: { freeze: 'holidays' },
      data: { generation: 2, previous: 1, changed: ['spec.for'] },
    },
  ],
  'freeze.created': [
    {
      subject: 'freeze/holidays',
      labels: { freeze: 'holidays' },
      data: { generation: 1, previous: null, changed: [] },
    },
  ],
  'freeze.deleted': [{ subject: 'freeze/holidays', labels: { freeze: 'holidays' }, data: {} }],
  'group.changed': [
    { subject: 'group/release', labels: { group: 'release' }, data: { generation: 2, previous: 1, changed: ['spec'] } },
  ],
  'group.created': [
    { subject: 'group/release', labels: { group: 'release' }, data: { generation: 1, previous: null, changed: [] } },
  ],
  'group.deleted': [{ subject: 'group/release', labels: { group: 'release' }, data: {} }],
  'lock.lifted': [{ ...lock, data: { reason: 'audit', target: null } }],
  'lock.set': [{ ...lock, data: { reason: 'audit', expiresAt: null, target: null } }],
  'lock.stolen': [{ ...lock, data: { reason: 'audit', owner: 'grace', target: null } }],
  'pipeline.changed': [
    { subject: 'pipeline/shop', labels: { pipeline: 'shop' }, data: { generation: 2, previous: 1, changed: ['spec'] } },
  ],
  'pipeline.created': [
    { subject: 'pipeline/shop', labels: { pipeline: 'shop' }, data: { generation: 1, previous: null, changed: [] } },
  ],
  'pipeline.deleted': [{ subject: 'pipeline/shop', labels: { ...app, pipeline: 'shop' }, data: {} }],
  'promotion.answered': [ofPromotion({ result: 'success', message: null, link: null })],
  'promotion.approved': [judged, ofPromotion(seen)],
  'promotion.resumed': [ofPromotion({ wave: 2 })],
  'promotion.retried': [ofPromotion({ step: 'deploy', reason: null })],
  'promotion.cancelling': [ofPromotion({ reason: null })],
  'promotion.finished': [
    ofPromotion({ result: 'success', message: { ...message } }, 'dev.cdevents.taskrun.finished.0.3.0'),
    ofPromotion({ result: 'failure', message: { ...message } }, 'dev.cdevents.taskrun.finished.0.3.0'),
    ofPromotion({ result: 'partial', message: { ...message } }, 'dev.cdevents.taskrun.finished.0.3.0'),
    {
      subject: 'promotion/prm_01j8k3',
      labels: { ...place, promotion: 'prm_01j8k3' },
      data: { kind: 'rollback', result: 'cancelled', message: { ...message } },
      becomes: 'dev.cdevents.taskrun.finished.0.3.0',
    },
  ],
  'promotion.queued': [ofPromotion({ message: { ...message } })],
  'promotion.rejected': [judged, ofPromotion(seen)],
  'promotion.requested': [
    ofPromotion({ version, digest, revision, reason: 'basket dates', automatic: false, targets: null }),
  ],
  'promotion.started': [ofPromotion({}, 'dev.cdevents.taskrun.started.0.3.0')],
  'promotion.waiting': [ofPromotion({ message: { ...message } })],
  'release.finished': [
    ofRelease(success, { artifact, replaces: false }, 'dev.cdevents.service.deployed.0.3.0'),
    ofRelease(success, { artifact, replaces: true }, 'dev.cdevents.service.upgraded.0.3.0'),
    ofRelease(
      { ...success, kind: 'configuration' },
      { artifact, replaces: true },
      'dev.cdevents.service.upgraded.0.3.0',
    ),
    ofRelease({ ...success, kind: 'rollback' }, { artifact, replaces: true }, 'dev.cdevents.service.rolledback.0.3.0'),
    ofRelease({ result: 'failure', message: { ...message }, url: null }, { artifact }),
    ofRelease(success),
  ],
  'release.progressed': [ofRelease({ message: { ...message } })],
  'release.started': [ofRelease({})],
  'release.stopped': [ofRelease({ by: 'ada' }, undefined, 'dev.cdevents.service.removed.0.3.0')],
  'repository.pushed': [
    {
      ...pushed,
      data: { ref: 'refs/heads/feature/größe', old: null, new: revision },
      becomes: 'dev.cdevents.branch.created.0.3.0',
    },
    {
      ...pushed,
      data: { ref: 'refs/heads/feature/x', old: revision, new: null },
      becomes: 'dev.cdevents.branch.deleted.0.3.0',
    },
    { ...pushed, data: { ref: 'refs/heads/develop', old: revision, new: revision } },
    { ...pushed, data: { ref: 'refs/tags/v1.2.0', old: null, new: revision } },
  ],
  'repository.ready': [
    { subject: 'app/shop', labels: app, data: { imported: false }, becomes: 'dev.cdevents.repository.created.0.3.0' },
  ],
  'step.finished': [ofPromotion({ step: 'deploy', result: 'success', message: { ...message } })],
  'step.progressed': [ofPromotion({ step: 'deploy', message: { ...message } })],
  'step.repeated': [ofPromotion({ step: 'merge', message: { ...message } })],
  'step.started': [ofPromotion({ step: 'deploy' })],
  'token.created': [{ subject: 'token/tok_01j8k3', labels: {}, data: { actor: 'ci', name: 'ci', role: 'developer' } }],
  'token.revoked': [{ subject: 'token/tok_01j8k3', labels: {}, data: { actor: 'ci', name: 'ci', role: 'developer' } }],
  'rolebinding.changed': [
    {
      subject: 'rolebinding/ops',
      labels: { rolebinding: 'ops' },
      data: { generation: 2, previous: 1, changed: ['spec'] },
    },
  ],
  'rolebinding.created': [
    {
      subject: 'rolebinding/ops',
      labels: { rolebinding: 'ops' },
      data: { generation: 1, previous: null, changed: [] },
    },
  ],
  'rolebinding.deleted': [{ subject: 'rolebinding/ops', labels: { rolebinding: 'ops' }, data: {} }],
  'secret.created': [{ subject: 'app/shop', labels: app, data: {} }],
  'webhook.abandoned': [
    ofWebhook({ delivery: 'dlv_01j8k3', event: '41', eventType: 'lock.set', message: { ...message } }),
  ],
  'webhook.changed': [ofWebhook({ generation: 2, previous: 1, changed: ['spec'] })],
  'webhook.created': [ofWebhook({ generation: 1, previous: null, changed: [] })],
  'webhook.deleted': [ofWebhook({})],
  'webhook.redelivered': [ofWebhook({ delivery: 'dlv_01j8k3', event: '41', eventType: 'lock.set' })],
  'webhook.rotated': [ofWebhook({ previousSecretUntil: '2026-11-21T10:20:30.123Z' })],
  'webhook.tested': [ofWebhook({ delivery: 'dlv_01j8k3' })],
};

export const eventSamples: readonly EventSample[] = Object.entries(samples).flatMap(([type, ofType]) =>
  ofType.map(({ subject, labels, data, facts = {}, becomes }) => ({
    event: {
      id: '42',
      at: new Date('2026-11-21T10:20:30.123Z'),
      type,
      project: 'default',
      subject,
      labels,
      actor: 'ada',
      door: 'cli',
      data,
    },
    facts,
    becomes: becomes ?? `dev.cdeventsx.sluice-${type}.0.1.0`,
  })),
);

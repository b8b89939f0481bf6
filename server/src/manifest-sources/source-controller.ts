import { createHash } from 'node:crypto';
import { findApp } from '../apps/index.ts';
import type { Repositories } from '../apps/index.ts';
import type { Claim, Controller } from '../engine/controller.ts';
import type { Tx } from '../engine/transaction.ts';
import { bindingsOf, narrow } from '../identity/index.ts';
import type { Caller } from '../identity/index.ts';
import { nest } from '../lib/message.ts';
import type { Message } from '../lib/message.ts';
import { Problem } from '../lib/problem.ts';
import { sourceSet } from '../manifests/index.ts';
import type { Applied, ApplyManifest } from '../manifests/index.ts';
import { readFiles } from './read-files.ts';
import { parseSourceKey } from './source.ts';
import type { ManifestSource, SourceObject, SourceStatus } from './source.ts';
import { sourceMessages as messages } from './source-messages.ts';
import { findSource, writeSourceStatus } from './source-store.ts';

/** A push wakes it; this finds what was changed by hand. */
const everyMs = 60_000;

/**
 * Kind `manifest-source`, key project/name. Compares what a branch describes with what there is, applies a new commit, and
 * says what was changed by hand since.
 */
export function createSourceController(parts: {
  readonly repositories: Repositories;
  readonly apply: ApplyManifest;
  /** Called as `manifest-source/after-apply`. For tests that stop things there. */
  readonly reached?: ((boundary: string) => void | Promise<void>) | undefined;
}): Controller {
  const { apply, reached = () => {} } = parts;

  async function look(claim: Claim, source: ManifestSource): Promise<SourceStatus> {
    const { project, spec, name } = source;
    const app = await findApp(claim.db, project, spec.app);
    if (app?.repositoryState !== 'ready') {
      const message = app?.repositoryMessage ?? messages.source_not_ready({ app: spec.app });
      return {
        ...source,
        state: app?.repositoryState === 'failed' ? 'failed' : 'waiting',
        message,
        objects: [],
        faults: [],
      };
    }
    const repository = parts.repositories.open(project, spec.app);
    const branch = (await repository.refs('refs/heads/')).find((ref) => ref.name === `refs/heads/${spec.branch}`);
    if (branch === undefined) {
      return { ...source, state: 'failed', message: messages.source_no_branch(spec), objects: [], faults: [] };
    }
    const seenRevision = branch.sha;
    try {
      const files = await readFiles(repository, seenRevision, spec.path);
      const caller = await callerOf(claim, source);
      const input = { project, files, set: sourceSet(name), prune: spec.prune, manifest: '', file: '' };
      const plan = await apply(caller, { ...input, dryRun: true });
      const digest = createHash('sha256').update(JSON.stringify(files)).digest('hex');
      const isNew = source.appliedDigest !== digest || source.appliedGeneration !== source.generation;
      const differs = plan.some(({ outcome }) => outcome !== 'unchanged');
      // What is there already is applied too: from now on it belongs to this source.
      if (isNew || (differs && spec.onDrift === 'correct')) {
        await apply(caller, { ...input, dryRun: false });
        await reached('manifest-source/after-apply');
      }
      const drift = differs && !isNew && spec.onDrift === 'show';
      return {
        state: drift ? 'drifted' : 'synced',
        message: drift
          ? messages.source_drifted({ revision: seenRevision, names: plan.filter(isDifferent).map(nameOf) })
          : messages.source_synced({ revision: seenRevision, count: plan.filter(isDescribed).length }),
        seenRevision,
        appliedRevision: seenRevision,
        appliedDigest: digest,
        appliedGeneration: source.generation,
        appliedAt: isNew || (differs && !drift) ? new Date() : source.appliedAt,
        objects: plan.filter((one) => isDescribed(one) || drift).map((one) => objectOf(one, drift)),
        faults: [],
      };
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const message = messages.source_failed({ revision: seenRevision, problem: nest(error.detail) });
      const faults = error.details.map(({ message: said, file = null, line = null, column = null }) => ({
        file,
        line,
        column,
        message: said,
      }));
      return { ...source, state: 'failed', message, seenRevision, objects: [], faults };
    }
  }

  return {
    kind: 'manifest-source',
    concurrency: 2,
    async look(claim) {
      const { project, name } = parseSourceKey(claim.key);
      const source = await findSource(claim.db, project, name);
      if (source === undefined) return { done: true };
      const status = await look(claim, source);
      await claim.transact(async (tx) => {
        await writeSourceStatus(tx.db, source, status);
        const isNews = status.state !== source.state || status.seenRevision !== source.seenRevision;
        if (!isNews || status.message === null) return;
        tellOf(tx, source, status, status.message);
      });
      return { again: new Date(Date.now() + everyMs), reason: status.message ?? messages.source_waiting() };
    },
  };
}

/** Tells what a look has found, where it is news. */
function tellOf(tx: Tx, source: ManifestSource, { state, seenRevision }: SourceStatus, message: Message): void {
  const { project, name, spec, actor } = source;
  const tell = (told: { readonly type: string }): void =>
    tx.emit({
      ...told,
      project,
      subject: `manifestsource/${name}`,
      labels: { manifestsource: name, app: spec.app },
      actor,
      door: 'system',
      data: { revision: seenRevision, message: { ...message } },
    });
  if (state === 'failed') tell({ type: 'manifestsource.failed' });
  else if (state === 'drifted') tell({ type: 'manifestsource.drifted' });
  else tell({ type: 'manifestsource.synced' });
}

/** Whoever applied the source, with what they may do at this moment. */
async function callerOf(claim: Claim, { actor, actorId, scope }: ManifestSource): Promise<Caller> {
  const held = await bindingsOf(claim.db, { id: actorId, name: actor });
  const bindings = scope === null ? held : narrow(held, scope);
  return { actor, actorId, bindings, ...(scope === null ? {} : { scope }), door: 'git', language: 'en' };
}

const isDifferent = ({ outcome }: Applied): boolean => outcome !== 'unchanged';
const isDescribed = ({ outcome }: Applied): boolean => outcome !== 'deleted';
const nameOf = ({ kind, name }: Applied): string => `${kind} ${name}`;

function objectOf({ file, kind, name, project, outcome, changes }: Applied, drift: boolean): SourceObject {
  const differs = drift && outcome !== 'unchanged';
  return { file, kind, name, project, drift: differs ? changes.map(({ path }) => path) : null };
}

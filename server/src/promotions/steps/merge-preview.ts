import type { Repositories } from '../../apps/index.ts';
import { short } from '../../artifacts/index.ts';
import type { Db } from '../../engine/transaction.ts';
import type { Message } from '../../lib/message.ts';
import { listReleases, listServingReleases } from '../../releases/index.ts';
import { knowsCommit } from './known-commit.ts';
import { promotionMessages as messages } from '../promotion-messages.ts';

/** A revision that is to get into an environment's branch. */
export interface Entry {
  readonly project: string;
  readonly app: string;
  readonly environment: string;
  readonly branch: string;
  readonly artifactId: string;
  readonly version: string;
  readonly revision: string;
}

/** What merging it would do to the branch now. `base` is where the branch is, `tree` what it would have. */
export type MergeLook =
  | { readonly kind: 'first'; readonly tree: string }
  | { readonly kind: 'same' | 'fast-forward' | 'merge'; readonly base: string; readonly tree: string }
  /** It cannot be merged; the command, if there is one, brings back what was wanted. */
  | { readonly kind: 'refused'; readonly message: Message; readonly command: string | null };

/** Looks, and moves nothing: the same answer for the step that merges and for whoever asks why not. */
export async function previewEntry(db: Db, repositories: Repositories, entry: Entry): Promise<MergeLook> {
  const { branch, revision } = entry;
  const repository = repositories.open(entry.project, entry.app);
  if (!(await knowsCommit(repository, revision))) {
    const message = messages.merge_unknown_commit({ revision: short(revision), app: entry.app, branch });
    return { kind: 'refused', message, command: null };
  }
  const refs = await repository.refs(`refs/heads/${branch}`);
  const tip = refs.find((ref) => ref.name === `refs/heads/${branch}`);
  if (tip === undefined) return { kind: 'first', tree: (await repository.commit(revision)).tree };
  const base = tip.sha;
  const preview = await repository.previewMerge(base, revision);
  switch (preview.kind) {
    case 'conflict': {
      const message = messages.merge_conflict({ revision: short(revision), branch, files: preview.files });
      return { kind: 'refused', message, command: null };
    }
    case 'same':
    case 'contained': {
      // The branch is past this revision. That is fine only while it still has the same content.
      const { tree } = await repository.commit(revision);
      if ((await repository.commit(base)).tree === tree) return { kind: 'same', base, tree };
      const { app, version, environment } = entry;
      const release = await releaseToReturnTo(db, entry);
      return {
        kind: 'refused',
        message: messages.merge_contained({ app, version, branch, environment, release }),
        command: release === null ? null : `sluice rollback ${app} ${environment} --to ${release}`,
      };
    }
    case 'fast-forward':
    case 'merge':
      return { kind: preview.kind, base, tree: preview.tree };
  }
}

/**
 * The newest release of the artifact that was healthy there, as `rollback --to` takes it; null when none ever was. Of
 * several targets one is named that does not serve it any more, because only there a rollback does anything.
 */
async function releaseToReturnTo(db: Db, { project, app, environment, artifactId }: Entry): Promise<string | null> {
  const releases = await listReleases(db, { project, app, environment, limit: 1000 });
  const serving = (await listServingReleases(db, { project, app })).filter(
    (release) => release.environment === environment && release.artifactId === artifactId,
  );
  const all = releases.filter((release) => release.artifactId === artifactId && release.result === 'success');
  const healthy = all.find((release) => serving.every(({ target }) => target !== release.target)) ?? all[0];
  if (healthy === undefined) return null;
  const number = `v${healthy.number}`;
  return releases.every(({ target }) => target === healthy.target) ? number : `${healthy.target}/${number}`;
}

import { appKey } from '../../apps/index.ts';
import { short } from '../../artifacts/index.ts';
import type { Artifact } from '../../artifacts/index.ts';
import type { BareRepository } from '../../lib/git/bare-repository.ts';
import type { Message } from '../../lib/message.ts';
import { Problem } from '../../lib/problem.ts';
import { setAtMarker, setAtPath } from '../../lib/yaml-edit/yaml-edit.ts';
import { parseYamlPath } from '../../lib/yaml-edit/yaml-path.ts';
import { findEnvironment } from '../../pipelines/index.ts';
import type { CommitSpec } from '../../pipelines/index.ts';
import { promotionMessages as messages } from '../promotion-messages.ts';
import { splitPlan } from './handover.ts';
import type { Step, StepParts } from './step.ts';

const mostBytes = 1024 * 1024;
const mostFiles = 500;
/** Others push to that branch as well. */
const mostTries = 5;

interface Place extends CommitSpec {
  /** What marks a value, as a JSON comment. */
  readonly marker: string;
}

type Written =
  | { readonly kind: 'same' }
  | { readonly kind: 'changed'; readonly files: readonly { readonly path: string; readonly text: string }[] }
  | { readonly kind: 'refused'; readonly message: Message };

/**
 * Writes the artifact into a configuration repository, by compare-and-swap on its branch. It looks first: a value that
 * stands there already was written before a crash, or by somebody's hand, and either way nothing is left to do.
 */
export function commitStep({ repositories }: StepParts): Step {
  return {
    key: 'commit',
    async run({ claim, promotion, artifact }) {
      const { project, app, environment } = promotion;
      if (splitPlan(promotion)) return { failed: true, message: messages.handover_several({ environment }) };
      const spec = (await findEnvironment(claim.db, promotion))?.commit ?? null;
      if (spec === null) {
        return { failed: true, message: messages.commit_edited_away({ environment, strategy: 'commit' }) };
      }
      const value = valueOf(artifact, spec);
      if (value === null) return { failed: true, message: messages.commit_no_image({ version: artifact.version }) };
      const marker = `${project}:${promotion.pipeline}:${environment}`;
      const { repository: name, branch } = spec;
      const repository = repositories.open(project, name);
      const words = { repository: name, branch };
      for (let tries = 0; tries < mostTries; tries += 1) {
        const ref = `refs/heads/${branch}`;
        const tip = (await repository.refs(ref)).find((one) => one.name === ref)?.sha;
        if (tip === undefined) return { failed: true, message: messages.commit_no_branch(words) };
        const written = await write(repository, tip, { ...spec, marker }, value);
        if (written.kind === 'refused') return { failed: true, message: written.message };
        if (written.kind === 'same') {
          return { done: true, message: messages.commit_same({ ...words, value: briefly(value) }) };
        }
        const sha = await repository.createFileCommit({
          parent: tip,
          files: written.files,
          message: `Promote ${app} ${artifact.version} to ${environment}\n\nSluice-Promotion: ${promotion.id}\n`,
          author: { name: promotion.actor, email: `${promotion.actor}@sluice.invalid` },
          at: promotion.createdAt,
        });
        if ((await repository.moveBranch(branch, sha, tip)) === 'stale') continue;
        // That repository may feed a pipeline of its own.
        await claim.transact(async (tx) => tx.wake('repository', appKey({ project, name })));
        return {
          done: true,
          message: messages.commit_written({ ...words, revision: short(sha), value: briefly(value) }),
          output: { written: sha },
        };
      }
      throw new Problem('Unavailable', messages.commit_contended(words));
    },
  };
}

function valueOf(artifact: Artifact, { value }: CommitSpec): string | null {
  switch (value) {
    case 'image':
      return artifact.image;
    case 'digest':
      return artifact.digest;
    case 'version':
      return artifact.version;
  }
}

/** A digest is told as far as people tell it apart. */
function briefly(value: string): string {
  return value.replace(/(sha256:[0-9a-f]{12})[0-9a-f]{52}$/, '$1…');
}

async function write(repository: BareRepository, tip: string, place: Place, value: string): Promise<Written> {
  const { repository: name, branch, file, path } = place;
  const at = path === null ? undefined : parseYamlPath(path);
  if (path !== null && at !== undefined && file !== null) {
    const text = await read(repository, tip, file);
    if (text === undefined) {
      return { kind: 'refused', message: messages.commit_no_file({ repository: name, branch, file }) };
    }
    const edit = setAtPath({ name: file, text }, at, path, value);
    return edit.kind === 'changed' ? { kind: 'changed', files: [{ path: file, text: edit.text }] } : edit;
  }
  const names = file === null ? await yamlFiles(repository, tip) : [file];
  if (names.length > mostFiles) {
    return { kind: 'refused', message: messages.commit_too_many_files({ repository: name, limit: mostFiles }) };
  }
  const files: { path: string; text: string }[] = [];
  let found = false;
  for (const one of names) {
    const text = await read(repository, tip, one);
    if (text === undefined || !text.includes(place.marker)) continue;
    const edit = setAtMarker({ name: one, text }, (comment) => marks(comment, place.marker), value);
    if (edit?.kind === 'refused') return edit;
    found ||= edit !== undefined;
    if (edit?.kind === 'changed') files.push({ path: one, text: edit.text });
  }
  const marker = JSON.stringify({ $promotion: place.marker });
  if (!found) return { kind: 'refused', message: messages.commit_no_marker({ repository: name, branch, marker }) };
  return files.length === 0 ? { kind: 'same' } : { kind: 'changed', files };
}

async function read(repository: BareRepository, tip: string, file: string): Promise<string | undefined> {
  return (await repository.readFile(tip, file, mostBytes))?.toString('utf8');
}

async function yamlFiles(repository: BareRepository, tip: string): Promise<string[]> {
  const entries = await repository.entries(tip);
  const files = entries.filter(
    ({ kind, sizeBytes }) => (kind === 'file' || kind === 'executable') && sizeBytes <= mostBytes,
  );
  return files.map(({ path }) => path).filter((path) => /\.ya?ml$/.test(path));
}

/** The comment that Weave GitOps' pull requests look for, so that repositories made for them go on working. */
function marks(comment: string, marker: string): boolean {
  try {
    const value: unknown = JSON.parse(comment);
    return typeof value === 'object' && value !== null && '$promotion' in value && value.$promotion === marker;
  } catch {
    return false;
  }
}

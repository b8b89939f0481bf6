import type { Repositories } from '../apps/index.ts';
import { artifactRef } from '../artifacts/index.ts';
import { compareConfigurations } from '../configurations/index.ts';
import type { Db } from '../engine/transaction.ts';
import type { Commit } from '../lib/git/history.ts';
import type { Message } from '../lib/message.ts';
import type { MessageView } from '../lib/message-schema.ts';
import { listReleases } from '../releases/index.ts';
import { findSides } from './compare.ts';
import type { Comparison, DiffQuery, Side } from './compare.ts';
import { diffMessages as messages } from './diff-messages.ts';
import type { DiffView } from './environment-schema.ts';
import { firstOpenWay } from './explain-rest.ts';

export interface DiffParts {
  readonly db: Db;
  readonly repositories: Repositories;
}

const commitsShown = 50;
const filesShown = 100;
const releasesLookedAt = 1000;

type Content = Pick<DiffView, 'commits' | 'missing' | 'files'>;

const nothing: Content = {
  commits: { total: 0, list: [] },
  missing: { total: 0, list: [] },
  files: { changed: 0, added: 0, removed: 0, list: [] },
};

/**
 * `sluice diff staging prod`: what `from` has and `to` has not, and the command that makes `to` like `from`. Names of
 * configuration are only for those who may see the configuration itself.
 */
export async function diff(
  parts: DiffParts,
  query: DiffQuery,
  maySeeConfiguration: boolean,
  words: (message: Message) => MessageView,
): Promise<DiffView[]> {
  const comparisons = await findSides(parts.db, query);
  return Promise.all(
    comparisons.map(async (comparison) => {
      const { pipeline, from, to } = comparison;
      const { content, summary, command } = await compareContents(parts, comparison);
      const bothPlaces = from.environment !== undefined && to.environment !== undefined;
      return {
        project: pipeline.project,
        app: pipeline.app,
        from: sideView(from),
        to: sideView(to),
        summary: words(summary),
        ...content,
        configuration:
          bothPlaces && maySeeConfiguration
            ? compareConfigurations(from.entries, to.entries)
            : { onlyFrom: [], onlyTo: [], different: [] },
        command,
      };
    }),
  );
}

interface Contents {
  readonly content: Content;
  readonly summary: Message;
  readonly command: string | null;
}

async function compareContents(parts: DiffParts, comparison: Comparison): Promise<Contents> {
  const { from, to } = comparison;
  const names = { from: from.name, to: to.name };
  if (from.artifact === undefined) {
    const version = to.artifact?.version;
    const summary =
      version === undefined ? messages.diff_both_empty(names) : messages.diff_from_empty({ ...names, version });
    return { content: nothing, summary, command: null };
  }
  const { version } = from.artifact;
  const promote = () => promoteCommand(parts.db, comparison);
  if (to.artifact === undefined) {
    return { content: nothing, summary: messages.diff_to_empty({ ...names, version }), command: await promote() };
  }
  if (from.artifact.id === to.artifact.id) {
    return { content: nothing, summary: messages.diff_same({ ...names, version }), command: null };
  }
  const read = await readContent(parts, comparison);
  if ('problem' in read) {
    const summary = messages.diff_unreadable({ ...names, problem: read.problem });
    return { content: nothing, summary, command: null };
  }
  const { content, related } = read;
  const [ahead, behind] = [content.commits.total, content.missing.total];
  if (!related) return { content, summary: messages.diff_unrelated(names), command: null };
  if (ahead > 0) {
    const summary =
      behind === 0
        ? messages.diff_ahead({ ...names, count: ahead })
        : messages.diff_diverged({ ...names, ahead, behind });
    return { content, summary, command: await promote() };
  }
  if (behind === 0) return { content, summary: messages.diff_same_commit(names), command: await promote() };
  const command = await rollbackCommand(parts.db, comparison);
  const summary =
    command === null
      ? messages.diff_behind_for_good({ ...names, count: behind, version })
      : messages.diff_behind({ ...names, count: behind });
  return { content, summary, command };
}

async function readContent(
  { repositories }: DiffParts,
  { pipeline, from, to }: Comparison,
): Promise<{ content: Content; related: boolean } | { problem: string }> {
  const [a, b] = [from.revision, to.revision];
  if (a === undefined || b === undefined) return { content: nothing, related: true };
  const repository = repositories.open(pipeline.project, pipeline.app);
  try {
    const [base, commits, missing, files] = await Promise.all([
      repository.mergeBase(a, b),
      repository.log(b, a, commitsShown),
      repository.log(a, b, commitsShown),
      repository.diff(b, a),
    ]);
    const content: Content = {
      commits: { total: commits.total, list: commits.commits.map(commitView) },
      missing: { total: missing.total, list: missing.commits.map(commitView) },
      files: {
        changed: files.files.length,
        added: files.addedLines,
        removed: files.removedLines,
        list: files.files.slice(0, filesShown).map(({ path, status, addedLines, removedLines }) => ({
          path,
          status,
          added: addedLines,
          removed: removedLines,
        })),
      },
    };
    return { content, related: base !== undefined };
  } catch (error) {
    // One repository that cannot be read does not keep the other apps from being compared.
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

/** Into `to`, or the nearest step towards it that the order allows. Nothing is promoted into a bare version. */
async function promoteCommand(db: Db, { pipeline, from, to }: Comparison): Promise<string | null> {
  if (to.environment === undefined || from.artifact === undefined) return null;
  return firstOpenWay(db, pipeline, to.environment, from.artifact);
}

/** `to` is past `from`: a merge would change nothing, but `to` may have run that content before. */
async function rollbackCommand(db: Db, { pipeline, from, to }: Comparison): Promise<string | null> {
  if (to.environment === undefined || from.artifact === undefined) return null;
  const { project, app } = pipeline;
  const environment = to.environment.name;
  const { id } = from.artifact;
  const releases = await listReleases(db, { project, app, environment, limit: releasesLookedAt });
  const goal = releases.find((release) => release.artifactId === id && release.result === 'success');
  if (goal === undefined) return null;
  const several = to.environment.targets.length > 1;
  return `sluice rollback ${app} ${environment} --to ${several ? `${goal.target}/` : ''}v${goal.number}`;
}

function commitView(commit: Commit) {
  return {
    revision: commit.sha,
    author: commit.authorName,
    subject: commit.subject,
    at: commit.committedAt.toISOString(),
  };
}

function sideView({ name, artifact, revision }: Side): DiffView['from'] {
  return { name, artifact: artifact === undefined ? null : artifactRef(artifact, revision) };
}

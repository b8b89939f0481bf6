import { appKey, requireApp } from '../apps/index.ts';
import { findArtifact, listBuilds, short } from '../artifacts/index.ts';
import type { Artifact, Build } from '../artifacts/index.ts';
import type { Db } from '../engine/transaction.ts';
import type { Message } from '../lib/message.ts';
import type { Explanation, Place } from './scene.ts';
import { troubleOf } from './trouble.ts';
import { whyMessages as messages } from './why-messages.ts';

export interface EntryParts {
  readonly db: Db;
  /** Where to push to. */
  readonly repositoryUrl: (app: { readonly project: string; readonly name: string }) => string;
}

const buildsLookedAt = 100;

/**
 * What a branch feeds into an environment that nothing precedes: the artifact of its newest push, or why that push is none
 * yet, or what to type when there was no push.
 */
export async function lookAtBranch(
  parts: EntryParts,
  place: Place,
): Promise<{ readonly newest: Artifact } | { readonly explanation: Explanation }> {
  const { pipeline, environment, text } = place;
  const { project, app } = pipeline;
  const branch = environment.feedBranch;
  if (branch === null) {
    return tell(messages.why_no_way_in({ app, environment: environment.name }), `sluice artifacts ${app}`);
  }
  const build = await newestBuild(parts.db, project, app, branch);
  if (build === undefined) return explainNoPush(parts, place, branch);
  const revision = short(build.revision);
  const artifact = build.artifactId === null ? undefined : await findArtifact(parts.db, build.artifactId);
  if (build.state === 'finished' && artifact !== undefined) return { newest: artifact };
  const command = `sluice builds ${app}`;
  if (build.state === 'finished') {
    const problem = build.message === null ? (build.result ?? '') : text(build.message);
    return tell(messages.why_build_failed({ revision, branch, problem }), command);
  }
  const trouble = await troubleOf(parts.db, [{ kind: 'build', key: build.id }]);
  return trouble === null
    ? tell(messages.why_build_under_way({ revision, branch, environment: environment.name }), command)
    : tell(messages.why_build_trouble({ revision, branch, problem: text(trouble) }), command);
}

async function explainNoPush(parts: EntryParts, place: Place, branch: string) {
  const { pipeline, environment, text } = place;
  const app = await requireApp(parts.db, pipeline.project, pipeline.app);
  const { name } = app;
  if (app.repositoryState === 'failed') {
    const problem = app.repositoryMessage === null ? '' : text(app.repositoryMessage);
    return tell(messages.why_not_imported({ app: name, problem }), `sluice app show ${name}`);
  }
  const trouble = await troubleOf(parts.db, [{ kind: 'repository', key: appKey(app) }]);
  if (trouble !== null) return tell(messages.why_repository_trouble({ app: name, problem: text(trouble) }), null);
  if (app.repositoryState === 'importing')
    return tell(messages.why_importing({ app: name }), `sluice app show ${name}`);
  return tell(
    messages.why_nothing_pushed({ app: name, branch, environment: environment.name }),
    `git push ${parts.repositoryUrl(app)} HEAD:${branch}`,
  );
}

/** A build that is done again, because its branch has come back to it, is new again. */
async function newestBuild(db: Db, project: string, app: string, branch: string): Promise<Build | undefined> {
  const builds = await listBuilds(db, { project, app, limit: buildsLookedAt });
  return builds
    .filter((build) => build.branch === branch && build.promotionId === null)
    .toSorted((one, other) => other.createdAt.getTime() - one.createdAt.getTime())[0];
}

function tell(summary: Message, command: string | null): { readonly explanation: Explanation } {
  return { explanation: { artifact: null, summary, gates: [], steps: [], promotionId: null, command } };
}

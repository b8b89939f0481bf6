import { findArtifact, findBuild } from '../artifacts/index.ts';
import type { Artifact } from '../artifacts/index.ts';
import { listChangesOfPromotions } from '../changes/index.ts';
import type { Event } from '../engine/index.ts';
import type { Db } from '../engine/transaction.ts';
import { findRelease, findReplacedRelease } from '../releases/index.ts';
import type { EventFacts } from './cdevent-of.ts';

/** What the event is about, as far as it is still there. */
export async function factsOf(db: Db, event: Event): Promise<EventFacts> {
  switch (event.type) {
    case 'release.finished':
      return factsOfRelease(db, idOf(event));
    case 'build.finished':
      return factsOfBuild(db, idOf(event));
    case 'promotion.approved':
    case 'promotion.rejected':
      return factsOfVerdict(db, idOf(event));
    default:
      return {};
  }
}

async function factsOfRelease(db: Db, id: string): Promise<EventFacts> {
  const release = await findRelease(db, id);
  if (release === undefined) return {};
  const artifact = await findArtifact(db, release.artifactId);
  const promotion = { id: release.promotionId, finishedAt: null };
  const before = await findReplacedRelease(db, release.targetId, promotion);
  // What was stopped served no more, and was not replaced.
  const replaces = before !== undefined && (before.stoppedAt === null || before.stoppedAt > release.createdAt);
  return { artifact: artifact === undefined ? undefined : refOf(artifact), replaces };
}

async function factsOfBuild(db: Db, id: string): Promise<EventFacts> {
  const artifactId = (await findBuild(db, id))?.artifactId ?? null;
  const artifact = artifactId === null ? undefined : await findArtifact(db, artifactId);
  return artifact === undefined ? {} : { artifact: refOf(artifact) };
}

async function factsOfVerdict(db: Db, promotionId: string): Promise<EventFacts> {
  const change = (await listChangesOfPromotions(db, [promotionId])).get(promotionId);
  return change === undefined ? {} : { change: change.id };
}

function refOf({ app, digest, version }: Artifact) {
  return { app, digest, version };
}

function idOf(event: Event): string {
  return event.subject.split('/')[1] ?? '';
}

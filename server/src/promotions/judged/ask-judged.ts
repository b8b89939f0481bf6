import { listArtifactsById } from '../../artifacts/index.ts';
import type { Artifact } from '../../artifacts/index.ts';
import type { Db } from '../../engine/transaction.ts';
import { artifactGate, httpGate, runtimeGate } from '../../gates/index.ts';
import type { Gate } from '../../gates/index.ts';
import { listAnswers, questionOf } from '../../http-gates/index.ts';
import type { Question } from '../../http-gates/index.ts';
import { findEnvironment } from '../../pipelines/index.ts';
import type { Environment } from '../../pipelines/index.ts';
import type { Promotion } from '../promotion.ts';
import { findPromotion } from '../promotion-store.ts';
import { listSteps } from '../step-store.ts';

/** So many merges back an artifact's branches are looked for. */
const mostGenerations = 20;

/** One gate for each address that is asked; what it last answered is in the rows. */
export async function askHttp(
  db: Db,
  promotion: Promotion,
  environment: Environment,
  artifact: Artifact,
): Promise<Gate[]> {
  if (environment.httpGates.length === 0) return [];
  const answers = await listAnswers(db, promotion.id);
  return questionsOf(promotion, environment, artifact).map(({ key, host, spec }) =>
    httpGate({ host, everyMs: spec.every, answer: answers.get(key), now: new Date() }),
  );
}

/** What the environment asks of an artifact: of it, and of everything that was merged into it. */
export async function askPolicy(db: Db, environment: Environment, artifact: Artifact): Promise<Gate | null> {
  if (environment.artifactGates.length === 0) return null;
  const [newest] = artifact.revisions;
  const ancestors = await ancestorsOf(db, artifact);
  const branches = [artifact, ...ancestors].flatMap(({ revisions }) => revisions.flatMap(({ branch }) => branch ?? []));
  return artifactGate(environment.artifactGates, {
    version: artifact.version,
    digest: artifact.digest,
    revision: newest?.revision ?? '',
    branches: [...new Set(branches)],
    author: newest?.author ?? '',
    subject: newest?.subject ?? '',
    rebuilt: artifact.parents.length > 0,
    origin: artifact.origin,
    image: artifact.image,
    provenance: artifact.provenance,
  });
}

/** What can never let this artifact in, so that nobody has to begin in order to learn of it. */
export async function misfitOf(db: Db, environment: Environment, artifact: Artifact): Promise<Gate | undefined> {
  const gates = [runtimeGate(artifact, environment.targets), await askPolicy(db, environment, artifact)];
  return gates.find((gate) => gate?.status === 'closed') ?? undefined;
}

async function ancestorsOf(db: Db, artifact: Artifact): Promise<Artifact[]> {
  const found = new Map<string, Artifact>();
  let next = artifact.parents;
  for (let generation = 0; generation < mostGenerations && next.length > 0; generation += 1) {
    const parents = [...(await listArtifactsById(db, next)).values()];
    for (const parent of parents) found.set(parent.id, parent);
    next = parents.flatMap((parent) => parent.parents).filter((id) => !found.has(id));
  }
  return [...found.values()];
}

/** What a promotion asks out there at this moment; nothing before its turn has come, nor once it is past its gates. */
export async function questionsOfPromotion(db: Db, id: string): Promise<Question[]> {
  const promotion = await findPromotion(db, id);
  if (promotion === undefined || promotion.state !== 'waiting' || promotion.kind !== 'promotion') return [];
  if (promotion.passedGates !== null) return [];
  const environment = await findEnvironment(db, promotion);
  if (environment === undefined || environment.httpGates.length === 0) return [];
  const steps = (await listSteps(db, [id])).get(id) ?? [];
  const made = steps.find((step) => step.key === 'artifact')?.output['artifactId'] ?? promotion.artifactId;
  const artifact = (await listArtifactsById(db, [made])).get(made);
  return artifact === undefined ? [] : questionsOf(promotion, environment, artifact);
}

function questionsOf(promotion: Promotion, environment: Environment, artifact: Artifact): Question[] {
  const { id, project, app, revision } = promotion;
  const { version, digest } = artifact;
  const facts = { promotion: id, project, app, environment: environment.name, version, digest, revision };
  return environment.httpGates.map((spec) => questionOf(spec, facts));
}

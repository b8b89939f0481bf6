import type { Artifact } from '../../artifacts/index.ts';
import type { Json } from '../../lib/message.ts';
import type { Promotion } from '../promotion.ts';

/** What other systems are told about a promotion, wherever it is told. */
export function toldOf(promotion: Promotion, artifact: Artifact): Readonly<Record<string, Json>> {
  const { id, kind, project, app, pipeline, environment, revision, actor, reason } = promotion;
  const { version, digest, image } = artifact;
  return { promotion: id, kind, project, app, pipeline, environment, version, digest, revision, image, actor, reason };
}

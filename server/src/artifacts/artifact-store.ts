import { sql } from 'kysely';
import type { Generated, Selectable } from 'kysely';
import { json } from '../db/database.ts';
import type { Db } from '../engine/transaction.ts';
import { Problem } from '../lib/problem.ts';
import { didYouMean } from '../lib/suggestion.ts';
import { addressMatches } from './artifact.ts';
import type { Artifact, ArtifactRevision } from './artifact.ts';
import { artifactMessages as messages } from './artifact-messages.ts';

interface ArtifactTable {
  id: string;
  project: string;
  app: string;
  digest: string;
  version: string;
  tree: string;
  build_key: string;
  size_bytes: number;
  parents: string[];
  withdrawn_at: Date | null;
  withdrawn_by: string | null;
  withdrawn_reason: string | null;
  origin: 'built' | 'registered';
  held: boolean;
  used_at: Generated<Date>;
  pruned_at: Generated<Date | null>;
  content_removed: Generated<boolean>;
  image: string | null;
  provenance: Record<string, unknown> | null;
  provenance_url: string | null;
  registered_by: string | null;
  created_at: Date;
}

interface ArtifactRevisionTable {
  artifact_id: string;
  revision: string;
  branch: string | null;
  author_name: string;
  subject: string;
  committed_at: Date;
  recorded_at: Date;
}

const tables = (db: Db) => db.withTables<{ artifacts: ArtifactTable; artifact_revisions: ArtifactRevisionTable }>();

export async function insertArtifact(
  db: Db,
  artifact: Omit<Artifact, 'withdrawn' | 'revisions' | 'createdAt' | 'prunedAt'>,
): Promise<void> {
  await tables(db)
    .insertInto('artifacts')
    .values({
      id: artifact.id,
      project: artifact.project,
      app: artifact.app,
      digest: artifact.digest,
      version: artifact.version,
      tree: artifact.tree,
      build_key: artifact.buildKey,
      size_bytes: artifact.sizeBytes,
      parents: [...artifact.parents],
      withdrawn_at: null,
      withdrawn_by: null,
      withdrawn_reason: null,
      origin: artifact.origin,
      held: artifact.held,
      image: artifact.image,
      provenance: artifact.provenance === null ? null : json({ ...artifact.provenance }),
      provenance_url: artifact.provenanceUrl,
      registered_by: artifact.registeredBy,
      created_at: new Date(),
    })
    .execute();
}

/** Recording a commit again makes it the newest one: the branch has come back to it. */
export async function recordRevision(db: Db, artifactId: string, revision: ArtifactRevision): Promise<void> {
  await tables(db)
    .insertInto('artifact_revisions')
    .values({
      artifact_id: artifactId,
      revision: revision.revision,
      branch: revision.branch,
      author_name: revision.author,
      subject: revision.subject,
      committed_at: revision.committedAt,
      recorded_at: new Date(),
    })
    .onConflict((conflict) => conflict.columns(['artifact_id', 'revision']).doUpdateSet({ recorded_at: new Date() }))
    .execute();
}

export async function findArtifact(db: Db, id: string): Promise<Artifact | undefined> {
  return (await listArtifactsById(db, [id])).get(id);
}

export async function requireArtifactById(db: Db, id: string): Promise<Artifact> {
  const artifact = await findArtifact(db, id);
  if (artifact === undefined) throw new Error(`artifact ${id} is referred to and not there`);
  return artifact;
}

export async function listArtifactsById(db: Db, ids: readonly string[]): Promise<Map<string, Artifact>> {
  if (ids.length === 0) return new Map();
  const rows = await tables(db)
    .selectFrom('artifacts')
    .selectAll()
    .where('id', 'in', [...new Set(ids)])
    .execute();
  return new Map((await withRevisions(db, rows)).map((artifact) => [artifact.id, artifact]));
}

/** Of artifacts, what people call them. */
export async function listArtifactNames(
  db: Db,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Pick<Artifact, 'id' | 'version' | 'digest'>>> {
  const { rows } = await sql<Pick<Artifact, 'id' | 'version' | 'digest'>>`
    select id, version, digest from artifacts where id = any(${[...new Set(ids)]}::text[])`.execute(db);
  return new Map(rows.map((row) => [row.id, row]));
}

/**
 * When commits were made, in the order of the questions; undefined for what is not known. A commit carries the time of
 * whoever made it, whose clock may be ahead: it was there when it was pushed, at the latest.
 */
export async function listCommitTimes(
  db: Db,
  commits: readonly { readonly artifactId: string; readonly revision: string }[],
): Promise<(Date | undefined)[]> {
  const { rows } = await sql<{ place: number; at: Date }>`
    select asked.place, least(r.committed_at, r.recorded_at) as at
    from unnest(
      ${commits.map(({ artifactId }) => artifactId)}::text[], ${commits.map(({ revision }) => revision)}::text[]
    ) with ordinality as asked (artifact_id, revision, place)
    join artifact_revisions r on r.artifact_id = asked.artifact_id and r.revision = asked.revision`.execute(db);
  const found = new Map(rows.map(({ place, at }) => [place, at]));
  return commits.map((_commit, index) => found.get(index + 1));
}

export async function findArtifactByDigest(
  db: Db,
  project: string,
  app: string,
  digest: string,
): Promise<Artifact | undefined> {
  const rows = await tables(db)
    .selectFrom('artifacts')
    .selectAll()
    .where('project', '=', project)
    .where('app', '=', app)
    .where('digest', '=', digest)
    .execute();
  return (await withRevisions(db, rows))[0];
}

/** What is looked up before anything is built. */
export async function findArtifactByContent(
  db: Db,
  content: { project: string; app: string; tree: string; buildKey: string },
): Promise<Artifact | undefined> {
  const rows = await tables(db)
    .selectFrom('artifacts')
    .selectAll()
    .where('project', '=', content.project)
    .where('app', '=', content.app)
    .where('tree', '=', content.tree)
    .where('build_key', '=', content.buildKey)
    .orderBy('id', 'desc')
    .limit(1)
    .execute();
  return (await withRevisions(db, rows))[0];
}

/** Whose version it is; a version is given once. */
export async function findArtifactByVersion(
  db: Db,
  project: string,
  app: string,
  version: string,
): Promise<{ readonly digest: string } | undefined> {
  return tables(db)
    .selectFrom('artifacts')
    .select('digest')
    .where('project', '=', project)
    .where('app', '=', app)
    .where('version', '=', version)
    .executeTakeFirst();
}

/** What was not known of it when it came first. What was known stays. */
export async function tellMore(
  db: Db,
  id: string,
  more: {
    readonly image?: string | undefined;
    readonly provenance?: Readonly<Record<string, unknown>> | undefined;
    readonly provenanceUrl?: string | undefined;
  },
): Promise<void> {
  const provenance = more.provenance === undefined ? null : json({ ...more.provenance });
  await tables(db)
    .updateTable('artifacts')
    .set((eb) => ({
      image: eb.fn.coalesce('image', eb.val(more.image ?? null)),
      provenance: eb.fn.coalesce('provenance', eb.cast<Record<string, unknown> | null>(eb.val(provenance), 'jsonb')),
      provenance_url: eb.fn.coalesce('provenance_url', eb.val(more.provenanceUrl ?? null)),
    }))
    .where('id', '=', id)
    .execute();
}

/**
 * The registry has the content, perhaps again. Waits for whoever is giving it up, so ask the registry once more afterwards.
 */
export async function holdContent(db: Db, id: string, sizeBytes: number): Promise<void> {
  await tables(db)
    .updateTable('artifacts')
    .set({ held: true, size_bytes: sizeBytes, used_at: new Date(), pruned_at: null, content_removed: false })
    .where('id', '=', id)
    .execute();
}

export async function listArtifacts(
  db: Db,
  query: { project: string; app: string; before?: string | undefined; limit: number },
): Promise<Artifact[]> {
  let select = tables(db)
    .selectFrom('artifacts')
    .selectAll()
    .where('project', '=', query.project)
    .where('app', '=', query.app);
  if (query.before !== undefined) select = select.where('id', '<', query.before);
  return withRevisions(db, await select.orderBy('id', 'desc').limit(query.limit).execute());
}

/** Everything of an app that the registry was given. */
export async function listDigests(db: Db, project: string, app: string): Promise<string[]> {
  const rows = await tables(db)
    .selectFrom('artifacts')
    .select('digest')
    .where('project', '=', project)
    .where('app', '=', app)
    .execute();
  return rows.map((row) => row.digest);
}

/**
 * The one artifact that an address means.
 * @throws Problem NotFound with the nearest version; Conflict listing the candidates when it fits several.
 */
export async function resolveArtifact(db: Db, project: string, app: string, address: string): Promise<Artifact> {
  const version = address.replace(/^v(?=\d)/, '');
  const hex = address.replace(/^sha256:/, '').toLowerCase();
  const isHex = /^[0-9a-f]{4,64}$/.test(hex);
  const rows = await tables(db)
    .selectFrom('artifacts')
    .selectAll()
    .where('project', '=', project)
    .where('app', '=', app)
    .where((eb) =>
      eb.or([
        eb('version', 'in', [address, version]),
        ...(isHex
          ? [
              eb('digest', 'like', `sha256:${hex}%`),
              eb(
                'id',
                'in',
                eb.selectFrom('artifact_revisions').select('artifact_id').where('revision', 'like', `${hex}%`),
              ),
            ]
          : []),
      ]),
    )
    .orderBy('id', 'desc')
    .execute();
  const matches = (await withRevisions(db, rows)).filter((artifact) => addressMatches(artifact, address) !== undefined);
  const exact = matches.filter((artifact) => addressMatches(artifact, address) === 'version');
  const [match, other] = exact.length > 0 ? exact : matches;
  if (match !== undefined && other === undefined) return match;
  if (match !== undefined) {
    const candidates = matches.map((artifact) => `${app}@${artifact.version}`);
    throw new Problem('Conflict', messages.artifact_ambiguous({ app, address, candidates }));
  }
  const known = (await listArtifacts(db, { project, app, limit: 200 })).map((artifact) => artifact.version);
  const suggestion = didYouMean(address, known) ?? null;
  throw new Problem('NotFound', messages.artifact_not_found({ app, address, suggestion }));
}

export async function withdrawArtifact(
  db: Db,
  id: string,
  withdrawn: { by: string; reason: string | null } | null,
): Promise<void> {
  await tables(db)
    .updateTable('artifacts')
    .set({
      withdrawn_at: withdrawn === null ? null : new Date(),
      withdrawn_by: withdrawn?.by ?? null,
      withdrawn_reason: withdrawn?.reason ?? null,
    })
    .where('id', '=', id)
    .execute();
}

/** A merge of one artifact has given content that was known already: from now on it descends from both. */
export async function addParent(db: Db, id: string, parentId: string): Promise<void> {
  if (id === parentId) return;
  await tables(db)
    .updateTable('artifacts')
    .set({ parents: sql<string[]>`array_append(parents, ${parentId})` })
    .where('id', '=', id)
    .where(sql<boolean>`not parents @> array[${parentId}]::text[]`)
    .execute();
}

/** What merges have made of an artifact, newest first. */
export async function listChildren(db: Db, artifact: Pick<Artifact, 'id' | 'project' | 'app'>): Promise<Artifact[]> {
  const rows = await tables(db)
    .selectFrom('artifacts')
    .selectAll()
    .where('project', '=', artifact.project)
    .where('app', '=', artifact.app)
    .where(sql<boolean>`parents @> array[${artifact.id}]::text[]`)
    .orderBy('id', 'desc')
    .execute();
  return withRevisions(db, rows);
}

async function withRevisions(db: Db, rows: readonly Selectable<ArtifactTable>[]): Promise<Artifact[]> {
  if (rows.length === 0) return [];
  const revisions = await tables(db)
    .selectFrom('artifact_revisions')
    .selectAll()
    .where(
      'artifact_id',
      'in',
      rows.map((row) => row.id),
    )
    .orderBy('recorded_at', 'desc')
    .execute();
  const byArtifact = Map.groupBy(revisions, (revision) => revision.artifact_id);
  return rows.map((row) => ({
    id: row.id,
    project: row.project,
    app: row.app,
    digest: row.digest,
    version: row.version,
    tree: row.tree,
    buildKey: row.build_key,
    sizeBytes: row.size_bytes,
    parents: row.parents,
    withdrawn:
      row.withdrawn_at === null
        ? null
        : { at: row.withdrawn_at, by: row.withdrawn_by ?? '', reason: row.withdrawn_reason },
    origin: row.origin,
    held: row.held,
    prunedAt: row.pruned_at,
    image: row.image,
    provenance: row.provenance,
    provenanceUrl: row.provenance_url,
    registeredBy: row.registered_by,
    createdAt: row.created_at,
    revisions: (byArtifact.get(row.id) ?? []).map((revision) => ({
      revision: revision.revision,
      branch: revision.branch,
      author: revision.author_name,
      subject: revision.subject,
      committedAt: revision.committed_at,
    })),
  }));
}

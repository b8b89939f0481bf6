import { answer, ApiProblem } from '@sluice/client';
import type { Client } from '@sluice/client';
import type { Document, YAMLMap, YAMLSeq } from 'yaml';
import { show } from '../../context.ts';
import type { Context } from '../../context.ts';
import { exitCodes, Failure } from '../../failure.ts';
import { akkerisWords } from './words.ts';
import { drawApplied } from '../manifest/apply.ts';
import { tellSame } from './same.ts';

/** The pipeline as its author wrote it, to be changed in place: comments and what is not touched stay. */
export interface Manuscript {
  readonly document: Document;
  readonly environments: YAMLSeq<YAMLMap>;
  /** It is not there yet. */
  readonly isNew: boolean;
  /** What was read, so that nobody else's change is lost. */
  readonly etag: string | undefined;
}

export async function readManuscript(context: Context, client: Client, name: string): Promise<Manuscript | undefined> {
  const { isSeq, parseDocument } = await import('../../output/yaml.ts');
  const params = { path: { kind: 'pipeline' as const, name }, query: { project: context.project } };
  const call = client.http.GET('/v1/manifests/{kind}/{name}', { params });
  const found = await answer(call).catch((error: unknown) => {
    if (error instanceof ApiProblem && error.status === 404) return undefined;
    throw error;
  });
  if (found === undefined) return undefined;
  const document = parseDocument(found.manifest);
  const environments = document.getIn(['spec', 'environments']);
  if (!String(document.get('apiVersion')).startsWith('sluice.dev/') || !isSeq<YAMLMap>(environments)) {
    throw new Failure(akkerisWords[context.language].foreign(name), exitCodes.failed);
  }
  const { response } = await call;
  return { document, environments, isNew: false, etag: response.headers.get('etag') ?? undefined };
}

/** A pipeline with no environment yet, for the app of the same name. */
export async function newManuscript(name: string): Promise<Manuscript> {
  const { Document: Written, isSeq } = await import('../../output/yaml.ts');
  const document: Document = new Written({
    apiVersion: 'sluice.dev/v1alpha1',
    kind: 'Pipeline',
    metadata: { name },
    spec: { app: name, environments: [] },
  });
  const environments = document.getIn(['spec', 'environments']);
  if (!isSeq<YAMLMap>(environments)) throw new Error('a list that was just written is none');
  environments.flow = false;
  return { document, environments, isNew: true, etag: undefined };
}

/** Applies what was changed, unless somebody else has changed it meanwhile. */
export async function applyManuscript(
  context: Context,
  client: Client,
  name: string,
  { document, etag, isNew }: Manuscript,
): Promise<void> {
  const manifest = document.toString({ lineWidth: 0 });
  const body = { manifest, file: `${name}.yaml`, project: context.project, dryRun: false };
  const headers = etag === undefined ? {} : { 'if-match': etag };
  const applied = await answer(client.http.POST('/v1/apply', { body, headers }));
  await show(context, applied, (shown, view) => drawApplied(shown.applied, false, view));
  const words = akkerisWords[context.language];
  if (!isNew) tellSame(context, words.edited(name));
  else
    tellSame(
      context,
      words.written(name),
      manifest
        .trimEnd()
        .split('\n')
        .map((line) => `  ${line}`),
    );
}

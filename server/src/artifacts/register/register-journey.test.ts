import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ArtifactView } from '../artifact-schema.ts';
import { createTestApp, startTestSluice } from '../../test-sluice.ts';
import type { Door, Refusal, TestApp, TestSluice } from '../../test-sluice.ts';

let sluice: TestSluice;
let robot: Door;
beforeAll(async () => {
  sluice = await startTestSluice();
  robot = await sluice.as('ci', 'developer');
});
afterAll(() => sluice.stop());

const line = `
    - name: development
      from: { branch: develop }
      targets: [{ name: local, runtime: process }]
    - name: prod
      targets: [{ name: local, runtime: process }]
`;
const digestOf = (letter: string): string => `sha256:${letter.repeat(64)}`;
const revision = 'c'.repeat(40);

interface Answer {
  readonly outcome: string;
  readonly message: { readonly text: string };
  readonly artifact: ArtifactView;
}

const register = (app: Pick<TestApp, 'name'>, more: Record<string, unknown>) =>
  robot.ask<Answer & Refusal>('POST', '/v1/artifacts', { app: app.name, revision, ...more });

describe('an artifact that was built elsewhere', () => {
  test('is known with its origin, enters what its branch feeds, and the same again changes nothing', async () => {
    const app = await createTestApp(sluice, 'handed', { environments: line });
    const image = `ghcr.io/acme/shop@${digestOf('a')}`;
    const provenance = { buildType: 'https://ci.example.com/v1' };
    const what = { digest: digestOf('a'), version: '1.4.0', branch: 'develop', image, provenance, author: 'ada' };
    const first = await register(app, what);
    expect(first).toMatchObject({
      status: 201,
      body: {
        outcome: 'registered',
        message: { text: 'handed 1.4.0 is known here and enters development.' },
        artifact: { origin: 'registered', registeredBy: 'ci', image, provenance, version: '1.4.0' },
      },
    });
    expect(await register(app, what)).toMatchObject({ status: 200, body: { outcome: 'known' } });
    expect(await app.promotions('development')).toHaveLength(1);
    expect(await app.events('artifact.registered')).toHaveLength(1);
    const { items } = await sluice.door.get<{ items: ArtifactView[] }>('/v1/apps/handed/artifacts');
    expect(items).toMatchObject([{ provenance, revisions: [{ revision, branch: 'develop', author: 'ada' }] }]);
  });

  test('whose content is not here is refused by a runtime that needs it, and nothing pretends to deploy', async () => {
    const app = await createTestApp(sluice, 'image', { environments: line });
    await register(app, { digest: digestOf('b'), version: '2.0.0' });
    const [entered] = await app.promotions('development');
    expect(await app.ended(entered?.id ?? '')).toMatchObject({
      result: 'failure',
      message: { text: expect.stringContaining('local (process) cannot run it') },
      releases: [],
    });
    const refused = await sluice.door.ask('POST', '/v1/promotions', {
      app: 'image',
      artifact: '2.0.0',
      environment: 'development',
    });
    expect(refused).toMatchObject({ status: 409, body: { code: 'promotion_refused' } });
    expect(await app.releases('development')).toEqual([]);
  });

  test('whose content lies in the registry here is deployed like any other', async () => {
    const built = await createTestApp(sluice, 'source', { environments: line });
    await built.push('two');
    await built.live('development', 'two');
    const { items } = await sluice.door.get<{ items: ArtifactView[] }>('/v1/apps/source/artifacts');
    const one = await createTestApp(sluice, 'here', { environments: line });
    // A CI that puts content into the registry by itself leaves the same files.
    const folder = join(sluice.dataDir, 'registry', 'default');
    await cp(join(folder, 'source'), join(folder, 'here'), { recursive: true });
    const what = { digest: items[0]?.digest, version: '3.0.0', branch: 'develop' };
    expect(await register(one, what)).toMatchObject({ status: 201 });
    await one.live('development', 'two');
    expect(await one.answer('development')).toBe('two');
  });

  test('may turn out to be what was built here: then it keeps its version, and its provenance is added', async () => {
    const app = await createTestApp(sluice, 'both', { environments: line });
    const sha = await app.push('two');
    await app.live('development', 'two');
    const [built] = (await sluice.door.get<{ items: ArtifactView[] }>('/v1/apps/both/artifacts')).items;
    const { digest, version } = built ?? { digest: '', version: '' };
    expect(await register(app, { digest, version: '9.0.0', revision: sha })).toMatchObject({
      status: 409,
      body: { code: 'artifact_digest_taken', detail: expect.stringContaining(`Register it as ${version}`) },
    });
    const provenance = { signer: 'ci' };
    expect(await register(app, { digest, version, revision: sha, provenance })).toMatchObject({
      status: 200,
      body: { artifact: { origin: 'built', provenance } },
    });
    const other = await register(app, { digest, version, revision: sha, provenance: { signer: 'somebody' } });
    expect(other).toMatchObject({ status: 409, body: { code: 'artifact_provenance_differs' } });
    expect(await register(app, { digest: digestOf('d'), version })).toMatchObject({
      status: 409,
      body: { code: 'artifact_version_taken', detail: expect.stringContaining(digest) },
    });
  });

  test('takes author and subject from the commit where the repository has it', async () => {
    const app = await createTestApp(sluice, 'commits', { environments: line });
    const sha = await app.push('two');
    await app.live('development', 'two');
    const { body } = await register(app, { digest: digestOf('e'), version: '5.0.0', revision: sha, branch: 'other' });
    expect(body.artifact.revisions).toMatchObject([{ revision: sha, subject: 'Show two' }]);
    expect(body.message.text).toContain('enters no environment by itself');
  });

  test('registered by two at once is one artifact', async () => {
    const app = await createTestApp(sluice, 'twice', { environments: line });
    const what = { digest: digestOf('f'), version: '1.0.0', branch: 'develop' };
    const answers = await Promise.all([register(app, what), register(app, what), register(app, what)]);
    expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([200, 200, 201]);
    expect(await app.promotions('development')).toHaveLength(1);
  });

  test.each([
    [{ digest: 'sha256:abc' }, 'must be sha256: and 64'],
    [{ version: 'latest' }, 'must be a version of SemVer'],
    [{ version: 'v1.0.0' }, 'must be a version of SemVer'],
    [{ revision: 'main' }, 'must be a whole commit'],
    [{ image: 'ghcr.io/acme/shop:1.0' }, 'must be an image with its digest'],
    [{ image: `ghcr.io/acme/shop@${digestOf('9')}` }, 'must be an image by the same digest'],
    [{ provenanceUrl: 'javascript:alert(1)' }, 'must be an http or https address'],
    [{ provenance: { big: 'x'.repeat(70_000) } }, 'must be at most 64 KiB'],
  ])('with %o is refused with what is wrong', async (changes, words) => {
    const app = await createTestApp(sluice, 'wrong', { environments: line }).catch(() => ({ name: 'wrong' }));
    const { status, body } = await register(app, { digest: digestOf('8'), version: '1.0.0', ...changes });
    expect(status).toBe(400);
    expect(JSON.stringify(body)).toContain(words);
  });
});

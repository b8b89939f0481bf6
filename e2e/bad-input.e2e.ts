import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answer, createClient } from '../client/src/index.ts';
import type { Build, Client, CreatedToken, Release } from '../client/src/index.ts';
import { clone, cloneUrl, must, runGit } from './checkout.ts';
import type { Checkout } from './checkout.ts';
import { createCommandLine } from './command-line.ts';
import type { CommandLine } from './command-line.ts';
import { flood, zeros } from './flood.ts';
import { open, startLoad } from './load.ts';
import type { Load } from './load.ts';
import { growthDuring } from './memory.ts';
import { createPlayground } from './playground.ts';
import type { Playground } from './playground.ts';
import { postmasterOf, runProduct, startProduct } from './product.ts';
import type { Product } from './product.ts';
import { shopFiles } from './shop.ts';
import { createSmallDisk } from './small-disk.ts';
import type { SmallDisk } from './small-disk.ts';
import { until } from './until.ts';

// Whatever is put into Sluice that it cannot use: it says so clearly and says what to do, and what ran runs on. One
// server for all of it, and people who use the app from the first test to the last.
let place: Playground;
let product: Product;
let sluice: CommandLine;
let disk: SmallDisk;
let shop: Checkout;
let visitors: Load;
let good: string;

const gibibyte = 1024 ** 3;

/** How much the server may grow while it refuses something huge: some buffers, never the thing itself. */
const flatBytes = 150 * 1024 ** 2;

function manifest(app: string, spec: string): string {
  return `apiVersion: sluice.dev/v1alpha1
kind: App
metadata: { name: ${app} }
spec:
  repository: { defaultBranch: main }
${spec}---
apiVersion: sluice.dev/v1alpha1
kind: Pipeline
metadata: { name: ${app} }
spec:
  app: ${app}
  environments:
    - name: development
      from: { branch: main }
      targets: [{ name: local, runtime: process }]
    - name: qa
      targets: [{ name: local, runtime: process }]
`;
}

function urlOf(environment: string): string {
  return `http://${environment}.shop.localhost:${product.port}/`;
}

async function push(subject: string, files: Record<string, string>): Promise<string> {
  const revision = await shop.commit(subject, files);
  await must(shop.git('push', '--quiet', 'origin', 'HEAD:main'));
  return revision;
}

/** What has become of a commit where it was deployed. */
function releaseOf(revision: string, environment = 'development'): Promise<Release> {
  return until(`the release of ${revision} in ${environment} ends`, async () => {
    const query = { app: 'shop', environment };
    const { items } = await answer(product.client.http.GET('/v1/releases', { params: { query } }));
    return items.find((release) => release.artifact.revision === revision && release.result !== null);
  });
}

beforeAll(async () => {
  place = await createPlayground();
  disk = await createSmallDisk(place, join(place.path, '.sluice'));
  product = await startProduct(place);
  sluice = createCommandLine(place);
  await place.file('shop.yaml', manifest('shop', '  health: { path: /healthz, deadline: 4s }\n'));
  expect((await sluice('apply -f shop.yaml')).code).toBe(0);
  shop = await clone(place, cloneUrl(product, 'shop'), 'shop');
  good = await push('Open the shop', shopFiles('good'));
  expect(await releaseOf(good)).toMatchObject({ result: 'success' });
  visitors = startLoad(urlOf('development'), { perSecond: 20 });
});

afterAll(() => place.remove());

describe('a name that does not exist', () => {
  test.each([
    ['promote shp qa', 'Did you mean shop?'],
    ['promote shop qaa', 'Did you mean qa?'],
    ['promote shop@0.0.1-main.2 qa', 'Did you mean 0.0.1-main.1?'],
    ['rollback shop developmnt', 'Did you mean development?'],
    ['why shop qaa', 'Did you mean qa?'],
    ['history shp', 'Did you mean shop?'],
    ['events --app shp', 'Did you mean shop?'],
    ['events --follow --app shp', 'Did you mean shop?'],
    ['events --app shop --env developmnt', 'Did you mean development?'],
    ['logs shop developmnt', 'Did you mean development?'],
    ['config set shop qaa KEY=value', 'Did you mean qa?'],
    ['diff developmnt qa', 'Did you mean development?'],
    ['app show shp', 'Did you mean shop?'],
    ['get pipeline shp', 'Did you mean shop?'],
    ['watch prm_00000000000000000000000000', 'There is no promotion'],
  ])('sluice %s ends with 4 and says: %s', async (words, hint) => {
    expect(await sluice(words)).toMatchObject({ code: 4, out: '', err: expect.stringContaining(hint) });
  });
});

test('what is there already is said, and nothing new is made', async () => {
  const before = await answer(product.client.http.GET('/v1/events', { params: { query: { limit: 1000 } } }));
  for (const [words, said] of [
    ['promote shop@0.0.1-main.1 development', 'is in development already. Nothing to do.'],
    ['apply -f shop.yaml', 'App shop unchanged'],
  ] as const) {
    expect(await sluice(words)).toMatchObject({ code: 0, out: expect.stringContaining(said) });
  }
  expect((await sluice('app create cart')).code).toBe(0);
  expect((await sluice('app create cart')).code).toBe(0);
  const query = { after: before.position, limit: 1000 };
  const after = await answer(product.client.http.GET('/v1/events', { params: { query } }));
  expect(after.items.filter(({ labels }) => labels['app'] !== 'cart')).toEqual([]);
  expect(after.items.filter(({ type }) => type === 'app.created')).toHaveLength(1);
});

describe('a manifest that is wrong is refused whole, with the place', () => {
  const cases = [
    [
      'an unknown field',
      (text: string) => text.replace('branch: main }\n      t', 'brnch: main }\n      t'),
      /:15:\d+ .*Did you mean branch\?/,
    ],
    ['bad YAML', (text: string) => text.replace('[{ name: local', '[{ name: local ]'), /:16:\d+ .*not valid YAML/],
    ['a wrong value', (text: string) => text.replace('4s', 'soon'), /:6:\d+ /],
    [
      'an unknown kind',
      (text: string) => text.replace('kind: Pipeline', 'kind: Pipline'),
      /:9:\d+ .*Did you mean Pipeline\?/,
    ],
  ] as const;
  test.each(cases)('%s', async (name, spoil, said) => {
    const file = `${name.replaceAll(' ', '-')}.yaml`;
    await place.file(file, spoil(manifest('shop', '  health: { path: /healthz, deadline: 4s }\n')));
    const outcome = await sluice(`apply -f ${file}`);
    expect(outcome).toMatchObject({ code: 2, err: expect.stringContaining(file) });
    expect(outcome.err).toMatch(said);
    expect((await sluice('apply -f shop.yaml')).out).toContain('Pipeline shop unchanged');
  });
});

describe('a version that cannot run fails with the reason, and the one before it goes on', () => {
  const { Procfile: _, ...withoutProcfile } = shopFiles('no procfile');
  test.each([
    ['without a Procfile', withoutProcfile, 'Add a file named Procfile'],
    ['with a Procfile that is none', { Procfile: 'node server.js\n' }, 'Procfile line 1'],
    ['that never opens its port', { Procfile: 'web: sleep 600\n' }, 'must listen on the port given in PORT'],
    ['that ends at once', { Procfile: 'web: echo no database && exit 7\n' }, 'no database'],
  ])('%s', async (name, files, said) => {
    await shop.git('rm', '--quiet', '--ignore-unmatch', 'Procfile');
    const release = await releaseOf(await push(`A version ${name}`, { ...files, 'page.txt': `${name}\n` }));
    expect(release).toMatchObject({ result: 'failure', serving: false });
    expect(release.message?.text).toContain(said);
    expect((await open(urlOf('development'))).body).toMatch(/^good,/);
  });
});

describe('a build', () => {
  const allow = async (timeout: string): Promise<void> => {
    await place.file('slow.yaml', manifest('slow', `  build: { command: sh build.sh, timeout: ${timeout} }\n`));
    expect((await sluice('apply -f slow.yaml')).code).toBe(0);
  };
  async function build(script: string): Promise<Build> {
    const checkout = slow ?? (await clone(place, cloneUrl(product, 'slow'), 'slow'));
    slow = checkout;
    const revision = await checkout.commit(`Build with: ${script}`, {
      ...shopFiles(script),
      'build.sh': `${script}\n`,
    });
    await must(checkout.git('push', '--quiet', 'origin', 'HEAD:main'));
    return until('the build ends', async () => {
      const { items } = await answer(
        product.client.http.GET('/v1/apps/{app}/builds', { params: { path: { app: 'slow' } } }),
      );
      return items.find((one) => one.revision === revision && one.result !== null);
    });
  }
  let slow: Checkout | undefined;

  test('that hangs is stopped at its limit', async () => {
    await allow('2s');
    const hanging = await build('echo compiling; sleep 600');
    expect(hanging.result).toBe('timeout');
    expect(hanging.message?.text).toContain('did not finish within 2 s');
    expect(hanging.message?.text).toContain('compiling');
  });

  test('that prints without end is stopped, and its log stays small', async () => {
    await allow('5m');
    const endless = await build('yes "a very long line that says nothing new"');
    expect(endless.result).toBe('failure');
    expect(endless.message?.text).toContain('Make it print less');
  });

  test('that is put right is built, and runs', async () => {
    expect(await build('cp page.txt built.txt')).toMatchObject({ result: 'success' });
    await until(
      'it is live',
      async () => (await open(`http://development.slow.localhost:${product.port}/`)).status === 200,
    );
  });
});

describe('a push', () => {
  test.each([
    ['HEAD:refs/for/main', 'only branches and tags can'],
    ['HEAD:refs/tags/qa/9.9.9', 'Only Sluice writes tags like qa/'],
  ])('to %s is refused with the reason', async (ref, said) => {
    const before = await must(shop.git('ls-remote', 'origin'));
    const outcome = await shop.git('push', 'origin', ref);
    expect([outcome.code, outcome.err]).toEqual([1, expect.stringContaining(said)]);
    expect((await must(shop.git('ls-remote', 'origin'))).out).toBe(before.out);
  });

  test.each(['slc_0000000000000000000000000000000000000000000', 'nonsense', ''])(
    'with the token "%s" is not let in',
    async (token) => {
      const outcome = await runGit(place, shop.path, ['push', cloneUrl({ ...product, token }, 'shop'), 'HEAD:main']);
      expect([outcome.code, outcome.err]).toEqual([128, expect.stringMatching(/Authentication failed|could not read/)]);
    },
  );
});

describe('1 GB', () => {
  test.each([
    ['announced', { 'content-length': gibibyte }],
    ['in chunks', { 'transfer-encoding': 'chunked' }],
  ])('to the API, %s, is refused early', async (_name, headers) => {
    const growth = await growthDuring(product.pid, async () => {
      const { status, body, sentBytes } = await flood(
        `${product.url}/v1/apply`,
        { 'content-type': 'application/json', authorization: `Bearer ${product.token}`, ...headers },
        zeros(gibibyte),
      );
      expect(sentBytes).toBeLessThan(gibibyte / 4);
      // Who closes while the other still speaks cannot be sure to be heard.
      if (status !== undefined) expect([status, body]).toEqual([413, expect.stringContaining('body_too_large')]);
    });
    expect(growth).toBeLessThan(flatBytes);
  });
});

test('a token that is unknown, expired or revoked opens nothing, and the way in is said', async () => {
  const make = (words: string) => sluice.json<CreatedToken>(`token create ${words}`);
  const withToken = (token: string) => sluice('list', { env: { SLUICE_TOKEN: token } });
  expect(await withToken('slc_nonsense')).toMatchObject({ code: 3, err: expect.stringContaining('sluice login') });

  const revoked = await make('screen --role viewer');
  expect(await withToken(revoked.secret)).toMatchObject({ code: 0 });
  expect((await sluice(`token revoke ${revoked.token.id}`)).code).toBe(0);
  expect(await withToken(revoked.secret)).toMatchObject({ code: 3, err: expect.stringContaining('sluice login') });

  const short = await make('visitor --role viewer --expires 2s');
  const expired = await until('it expires', async () => {
    const outcome = await withToken(short.secret);
    return outcome.code === 0 ? undefined : outcome;
  });
  expect(expired).toMatchObject({ code: 3, err: expect.stringMatching(/"visitor" expired at .*sluice token create/) });
});

describe('two people at once', () => {
  let grace: Client;

  test('who want the same share one promotion; who wants something else is told how to', async () => {
    const { secret } = await sluice.json<{ secret: string }>('token create laptop --role operator --for grace');
    grace = createClient({ server: product.url, token: secret, language: 'en', door: 'http' });
    const slow = {
      ...shopFiles('later'),
      Procfile: 'web: test $SLUICE_ENVIRONMENT = development || sleep 2; node server.js\n',
    };
    const later = await releaseOf(await push('Start slowly in qa', slow));
    expect(later).toMatchObject({ result: 'success' });
    const ask = (client: Client, version: string, whenBusy: 'refuse' | 'queue' = 'refuse') =>
      client.http.POST('/v1/promotions', {
        body: { project: 'default', app: 'shop', artifact: version, environment: 'qa', whenBusy },
      });

    const both = await Promise.all([
      answer(ask(product.client, later.artifact.version)),
      answer(ask(grace, later.artifact.version)),
    ]);
    expect(both.map(({ outcome }) => outcome).toSorted()).toEqual(['joined', 'started']);
    expect(new Set(both.map(({ promotion }) => promotion?.id)).size).toBe(1);

    const { error, response } = await ask(grace, '0.0.1-main.1');
    expect(response.status).toBe(409);
    expect(error).toMatchObject({ code: 'promotion_busy', detail: expect.stringContaining('--queue') });
    expect(await answer(ask(grace, '0.0.1-main.1', 'queue'))).toMatchObject({ outcome: 'queued' });
    expect(await releaseOf(later.artifact.revision, 'qa')).toMatchObject({ number: 1, result: 'success' });
    expect(await releaseOf(good, 'qa')).toMatchObject({ number: 2, result: 'success', actor: 'grace' });
    await until('the queued one serves', async () => (await open(urlOf('qa'))).body.startsWith('good,'));
  });
});

test('a full disk fails the release in plain words; with space again it goes through', async () => {
  const large = { ...shopFiles('large'), 'catalogue.txt': 'A catalogue of everything. '.repeat(100_000) };
  const revision = await push('Add a catalogue', large);
  const { artifact } = await releaseOf(revision);
  await disk.fill(product.pid);
  const full = await sluice(`promote shop@${artifact.version} qa --wait`);
  expect([full.code, full.out + full.err]).toEqual([1, expect.stringContaining('The disk is full')]);
  expect((await open(urlOf('qa'))).body).toMatch(/^good,/);
  await disk.empty(product.pid);
  expect((await sluice(`promote shop@${artifact.version} qa --wait`)).code).toBe(0);
  expect((await open(urlOf('qa'))).body).toMatch(/^large,/);
});

describe('a server that cannot start says what to do, and leaves nothing running', () => {
  test('with a git that is too old', async () => {
    await place.file('old/git', '#!/bin/sh\necho git version 2.30.2\n', 0o755);
    const dataDir = join(place.path, 'old-git');
    const PATH = `${join(place.path, 'old')}:${process.env['PATH']}`;
    const { code, err } = await (await runProduct(place, { dataDir, env: { PATH } })).ended;
    expect([code, err]).toEqual([1, expect.stringMatching(/git 2\.30\.2.*2\.38/s)]);
    expect(existsSync(dataDir)).toBe(false);
  });

  test('on a port that is taken', async () => {
    const running = await postmasterOf(product.dataDir);
    const { code, err } = await (await runProduct(place, { port: product.port })).ended;
    expect([code, err]).toEqual([1, expect.stringContaining(`Port ${product.port} is taken by another program.`)]);
    expect(err).toContain(`npm start -- --port ${product.port + 1}`);
    // It was about to share the database of the server that runs there, and has let go of it.
    expect(await postmasterOf(product.dataDir)).toBe(running);
    expect(await sluice('status')).toMatchObject({ code: 0, out: expect.stringContaining(product.url) });
  });

  test('with a database that cannot be reached', async () => {
    const DATABASE_URL = 'postgres://sluice:correct-horse@127.0.0.1:1/sluice';
    const dataDir = join(place.path, 'no-database');
    const { code, out, err } = await (await runProduct(place, { dataDir, env: { DATABASE_URL } })).ended;
    expect([code, err]).toEqual([1, expect.stringContaining('DATABASE_URL')]);
    expect(err).toContain('127.0.0.1:1');
    expect(out + err).not.toContain('correct-horse');
  });

  test('on settings that are wrong', async () => {
    const { code, err } = await (await runProduct(place, { env: { SLUICE_BIND: 'everywhere' } })).ended;
    expect([code, err]).toEqual([1, expect.stringContaining('SLUICE_BIND')]);
  });
});

test('nobody who used the app has noticed any of it', async () => {
  const { answered, failed, failures, bodies } = await visitors.stop();
  expect([failed, failures]).toEqual([0, []]);
  expect(answered).toBeGreaterThan(100);
  expect([...bodies.keys()].map((body) => body.split(',')[0])).toEqual(['good', 'later', 'large']);
  expect((await product.stop()).code).toBe(0);
});

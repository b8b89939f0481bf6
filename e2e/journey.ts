import { afterAll, beforeAll, expect } from 'vitest';
import type { Diff, Environment, Execution, Promotion, Release, Why } from '../client/src/index.ts';
import { answer } from '../client/src/index.ts';
import type { Account } from './account.ts';
import { appProcesses } from './app-processes.ts';
import { createStory } from './chapter.ts';
import { clone, cloneUrl, must } from './checkout.ts';
import type { Checkout } from './checkout.ts';
import { createCommandLine } from './command-line.ts';
import type { CommandLine } from './command-line.ts';
import { open, startLoad } from './load.ts';
import type { Load } from './load.ts';
import { createPlayground } from './playground.ts';
import type { Playground } from './playground.ts';
import { startProduct } from './product.ts';
import type { Product } from './product.ts';
import type { Running } from './program.ts';
import { shopFiles, shopManifest } from './shop.ts';
import { until } from './until.ts';

interface Promoted {
  readonly outcome: string;
  readonly promotion: Promotion | null;
}
interface Page<T> {
  readonly items: readonly T[];
}

/**
 * A commit travels from a push to prod and back, through the stock git, the command line and HTTP, while people use the app
 * in every environment all the time. Told for an account, or for whoever runs the tests.
 */
export function tellJourney(account: Account | undefined): void {
  const chapter = createStory();
  const visitors = new Map<string, Load>();
  let place: Playground;
  let product: Product;
  let sluice: CommandLine;
  let shop: Checkout;
  let journey: Running;
  let first: string;
  let second: string;

  const urlOf = (environment: string): string => `http://${environment}.shop.localhost:${product.port}/`;
  const page = async (environment: string): Promise<string> => (await open(urlOf(environment))).body;
  /** People come as soon as an environment is live, and stay. */
  const visit = (environment: string): void => void visitors.set(environment, startLoad(urlOf(environment)));
  const push = async (subject: string, files: Record<string, string>): Promise<string> => {
    const revision = await shop.commit(subject, files);
    await must(shop.git('push', '--quiet', 'origin', 'develop'));
    return revision;
  };
  const cells = async (): Promise<Record<string, Environment>> => {
    const { items } = await answer(product.client.http.GET('/v1/environments', { params: { query: { app: 'shop' } } }));
    return Object.fromEntries(items.map((cell) => [cell.name, cell]));
  };
  /** Live: people see it, and Sluice says so. */
  const isLive = (environment: string, text: string): Promise<boolean> =>
    until(
      `${text} is live in ${environment}`,
      async () => (await page(environment)).startsWith(`${text},`) && (await cells())[environment]?.state === 'healthy',
    );
  const releases = async (environment: string): Promise<readonly Release[]> => {
    const query = { app: 'shop', environment };
    return (await answer(product.client.http.GET('/v1/releases', { params: { query } }))).items;
  };
  /** What has become of a version in development, once its promotion is over. */
  const ended = async (version: string): Promise<Release | undefined> => {
    await until(`the promotion of ${version} ends`, async () => {
      const promotion = (await cells())['development']?.promotion;
      return promotion?.version === version && promotion.result !== null;
    });
    return (await releases('development')).find(({ artifact }) => artifact.version === version);
  };
  const executions = async (revision: string): Promise<readonly Execution[]> =>
    (await answer(product.client.http.GET('/v1/executions', { params: { query: { revision } } }))).items;
  const promote = async (words: string): Promise<Promotion> => {
    const { promotion } = await sluice.json<Promoted>(`promote ${words}`);
    if (promotion === null) throw new Error(`nothing was promoted by: ${words}`);
    return promotion;
  };
  const readPromotion = (id: string): Promise<Promotion> =>
    answer(product.client.http.GET('/v1/promotions/{id}', { params: { path: { id } } }));

  beforeAll(async () => {
    place = await createPlayground(account);
    product = await startProduct(place);
    sluice = createCommandLine(place);
  });
  afterAll(() => place.remove());

  chapter('an app and its pipeline are applied, and applied again without a change', async () => {
    await place.file('shop.yaml', shopManifest({ health: '{ path: /healthz, deadline: 5s }' }));
    const applied = await sluice('apply -f shop.yaml');
    expect(applied).toMatchObject({ code: 0, out: '✔ App shop created\n✔ Pipeline shop created\n' });
    const again = await sluice('apply -f shop.yaml');
    expect([again.code, again.out]).toEqual([0, expect.stringContaining('unchanged')]);
    expect((await sluice('whoami')).out).toContain('admin everywhere');
    expect((await cells())['prod']).toMatchObject({ state: 'empty', artifact: null });
  });

  chapter('a push is live in development by itself', async () => {
    shop = await clone(place, cloneUrl(product, 'shop'), 'shop');
    first = await push('Open the shop', shopFiles('one'));
    await isLive('development', 'one');
    visit('development');
    const { development, qa } = await cells();
    expect(development).toMatchObject({ state: 'healthy', artifact: { version: '0.0.1-develop.1', revision: first } });
    expect(qa).toMatchObject({ state: 'empty', behindBy: null });
    const [release] = await releases('development');
    expect(release).toMatchObject({ number: 1, result: 'success', serving: true });
    expect((await sluice('builds shop')).out).toContain('built as 0.0.1-develop.1');
  });

  chapter('promote moves it on to qa and staging, and shows how', async () => {
    const told = await sluice('promote shop qa --wait');
    expect(told.code).toBe(0);
    expect(told.out).toContain(`shop 0.0.1-develop.1 (${first.slice(0, 7)}) → qa`);
    expect(told.out).toMatch(/✔ order +healthy in development since/);
    expect(told.out).toMatch(/✔ merge +qa begins at/);
    expect(told.out).toMatch(/✔ artifact +same content, same digest sha256:/);
    expect(told.out).toMatch(/✔ live in qa after .* +http:\/\/qa\.shop\.localhost/);
    expect(told.out).toContain('next: sluice promote shop staging');
    expect(await page('qa')).toBe('one, qa, greeting none, password 0');
    visit('qa');

    const { id } = await promote('shop staging');
    const watched = await sluice(`watch ${id}`, { env: { LANG: 'uk_UA.UTF-8' } });
    expect([watched.code, watched.out]).toEqual([0, expect.stringMatching(/✔ працює в staging, за /)]);
    visit('staging');
    const again = await sluice('promote shop staging');
    expect(again).toMatchObject({ code: 0, out: expect.stringContaining('in staging already. Nothing to do.') });
    expect(await releases('staging')).toHaveLength(1);
  });

  chapter('prod waits for a person, and says so everywhere', async () => {
    const waiting = await sluice('promote shop prod --wait --timeout 1s');
    expect([waiting.code, waiting.err]).toEqual([6, expect.stringContaining('Follow it: sluice watch prm_')]);
    const { prod } = await cells();
    const promotion = prod?.promotion;
    expect(prod).toMatchObject({ state: 'waiting', artifact: null, promotion: { state: 'waiting' } });

    const why = await sluice.json<Why>('why shop prod');
    expect(why).toMatchObject({ promotionId: promotion?.id, command: `sluice approve ${promotion?.id}` });
    expect(why.gates.map((gate) => [gate.name, gate.status])).toContainEqual(['approvals', 'waiting']);
    expect((await sluice('why shop prod')).out).toContain(`sluice approve ${promotion?.id}`);
    expect((await sluice('why shop prod --lang uk')).out).toContain('Може схвалити: admin, роль approver');
    expect((await sluice('list')).out).toContain('⧗');
    const { items } = await sluice.json<Page<Execution>>('executions --state executing');
    expect(items).toMatchObject([{ kind: 'PipelineExecution', spec: { trigger: { revision: first, author: 'ada' } } }]);

    const { change } = await readPromotion(promotion?.id ?? '');
    const shown = await sluice(`change ${change?.id}`);
    expect(shown).toMatchObject({ code: 0, out: expect.stringContaining('+web: node server.js') });
    expect(shown.out).toContain('open · into prod');
  });

  chapter('approved, it goes live in prod', async () => {
    expect(await sluice('approve shop prod')).toMatchObject({
      code: 0,
      out: expect.stringContaining('You said yes to shop 0.0.1-develop.1 → prod.'),
    });
    await until('prod shows it', async () => (await open(urlOf('prod'))).status === 200);
    visit('prod');
    await until('the journey is over', async () => {
      const [execution] = await executions(first.slice(0, 8));
      return execution?.status.conditions.some(({ type, status }) => type === 'Succeeded' && status === 'True');
    });
    const list = await sluice('list');
    expect(list.out.match(/0\.0\.1-develop\.1 ●/g)).toHaveLength(4);
    expect((await sluice('executions')).out).toMatch(/0\.0\.1-develop\.1 +✔✔✔✔ prod/);
    expect((await sluice('status')).out).toContain('1 app');
  });

  chapter('every environment it has reached has its tag on the commit, for everybody to see', async () => {
    const { out } = await must(shop.git('ls-remote', '--tags', 'origin'));
    for (const environment of ['development', 'qa', 'staging', 'prod']) {
      expect(out).toContain(`${first}\trefs/tags/${environment}/0.0.1-develop.1`);
    }
    const branches = await must(shop.git('ls-remote', '--heads', 'origin'));
    for (const branch of ['develop', 'qa', 'staging', 'prod']) {
      expect(branches.out).toContain(`${first}\trefs/heads/${branch}`);
    }
  });

  chapter('the second version: what differs, and what closes the difference', async () => {
    second = await push('Say two', { 'page.txt': 'two\n' });
    await isLive('development', 'two');
    const [execution] = await executions(second);
    journey = sluice.start(`watch ${execution?.metadata.name}`);

    const diffs = await sluice.json<Page<Diff>>('diff development qa --app shop');
    expect(diffs.items).toMatchObject([
      {
        from: { name: 'development', artifact: { revision: second } },
        to: { name: 'qa', artifact: { revision: first } },
        commits: { total: 1, list: [{ revision: second, author: 'ada', subject: 'Say two' }] },
        missing: { total: 0 },
        files: { changed: 1, list: [{ path: 'page.txt', added: 1, removed: 1 }] },
        command: 'sluice promote shop@0.0.1-develop.2 qa',
      },
    ]);
    expect((await cells())['qa']).toMatchObject({ behindBy: 1 });
    expect((await sluice('list --lang uk')).out).toContain('відстає на 1');
    const drawn = await sluice('diff development qa');
    expect(drawn.out).toContain('To bring qa to development: sluice promote shop@0.0.1-develop.2 qa');

    const tooFar = await sluice('promote shop@0.0.1-develop.2 prod');
    expect([tooFar.code, tooFar.err]).toEqual([1, expect.stringContaining('it has not been healthy in staging')]);
    expect(tooFar.err).toContain('development → qa → staging → prod');
  });

  chapter('it goes all the way, and the watched execution ends with it', async () => {
    const logs = sluice.start('logs shop qa --follow');
    await until('the log so far is shown', () => logs.out().includes('shop one starts'));
    // The command that diff has given, as it stands there.
    expect(await sluice('promote shop@0.0.1-develop.2 qa --wait')).toMatchObject({ code: 0 });
    await until('the log goes on with the new release', () => logs.out().includes('shop two starts'));
    logs.interrupt();
    expect((await logs.ended).code).toBe(130);

    expect(await sluice('promote shop staging --wait')).toMatchObject({ code: 0 });
    const { id } = await promote('shop prod');
    await until('it waits for a person', async () => (await readPromotion(id)).state === 'waiting');
    expect(await sluice(`approve ${id}`)).toMatchObject({ code: 0 });
    const { code, out } = await journey.ended;
    expect([code, out]).toEqual([0, expect.stringContaining('prod')]);
    expect(await page('prod')).toBe('two, prod, greeting none, password 0');
  });

  chapter('a version that never becomes ready leaves the old one serving', async () => {
    const server = shopFiles('bad')['server.js'] ?? '';
    const ill = server.replace("return response.end('ok')", "return response.writeHead(500).end('not well')");
    await push('Break the health check', { 'page.txt': 'bad\n', 'server.js': ill });
    const failed = await ended('0.0.1-develop.3');
    expect(failed).toMatchObject({ result: 'failure', serving: false });
    expect(failed?.message?.text).toContain('GET /healthz did not answer 2xx or 3xx within 5 s');
    expect(await page('development')).toBe('two, development, greeting none, password 0');
    expect((await cells())['development']).toMatchObject({
      state: 'healthy',
      artifact: { version: '0.0.1-develop.2' },
      promotion: { result: 'failure', version: '0.0.1-develop.3' },
    });
    const why = await sluice('why shop@0.0.1-develop.3 development');
    expect([why.code, why.out]).toEqual([0, expect.stringContaining('/healthz')]);
    const refused = await sluice('promote shop@0.0.1-develop.3 qa');
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('it has not been healthy in development')]);
  });

  chapter('so does one whose release command fails', async () => {
    const files = {
      ...shopFiles('bad'),
      Procfile: 'release: echo the schema is gone && exit 3\nweb: node server.js\n',
    };
    await push('Break the release command', files);
    const failed = await ended('0.0.1-develop.4');
    expect(failed).toMatchObject({ result: 'failure', serving: false });
    expect(failed?.message?.text).toContain('the schema is gone');
    expect(await page('development')).toBe('two, development, greeting none, password 0');
    await push('Say three', { ...shopFiles('three'), Procfile: 'release: echo ready\nweb: node server.js\n' });
    await isLive('development', 'three');
    expect((await sluice('promote shop qa --wait')).code).toBe(0);
    expect(await page('qa')).toBe('three, qa, greeting none, password 0');
  });

  chapter('changed settings make a new release of the same version; secrets are never shown', async () => {
    const plain = await sluice('config set shop qa GREETING=hello --wait');
    expect([plain.code, plain.out]).toEqual([0, expect.stringContaining('qa runs with its new configuration')]);
    const secret = await sluice('config set shop qa PASSWORD=- --secret --wait', { input: 'correct-horse' });
    expect(secret.code).toBe(0);
    expect(await page('qa')).toBe('three, qa, greeting hello, password 13');
    expect((await sluice('history shop qa')).out).toMatch(/v5 +0\.0\.1-develop\.5 +● serving .* configuration/);
    expect((await releases('qa')).slice(0, 3)).toMatchObject([
      { kind: 'configuration', artifact: { version: '0.0.1-develop.5' }, serving: true },
      { kind: 'configuration', artifact: { version: '0.0.1-develop.5' }, serving: false },
      { kind: 'promotion', artifact: { version: '0.0.1-develop.5' }, serving: false },
    ]);
    const list = await sluice('config list shop qa');
    expect(list.out).toMatch(/GREETING +hello\nPASSWORD +secret, set/);
    const diffs = await sluice.json<Page<Diff>>('diff qa staging --app shop');
    expect(diffs.items[0]?.configuration.onlyFrom).toEqual(['GREETING', 'PASSWORD']);
    const everything = await Promise.all(
      ['config list shop qa -o json', 'history shop qa -o json', 'events --limit 500 -o json', 'logs shop qa'].map(
        (words) => sluice(words),
      ),
    );
    for (const { out, err } of [...everything, secret]) expect(out + err).not.toContain('correct-horse');
    expect(product.process.err()).not.toContain('correct-horse');
  });

  chapter('rollback goes back, twice goes further back, and the end is said plainly', async () => {
    const back = await sluice(['rollback', 'shop', 'qa', '--wait', '--reason', 'totals are wrong']);
    expect([back.code, back.out]).toEqual([0, expect.stringContaining('qa serves 0.0.1-develop.2 again')]);
    // Settings belong to the environment and stay.
    expect(await page('qa')).toBe('two, qa, greeting hello, password 13');
    const further = await sluice('rollback shop qa --wait --lang uk');
    expect([further.code, further.out]).toEqual([0, expect.stringContaining('у qa знову 0.0.1-develop.1')]);
    expect(await page('qa')).toBe('one, qa, greeting hello, password 13');
    expect((await releases('qa')).slice(0, 2)).toMatchObject([
      { kind: 'rollback', artifact: { revision: first }, serving: true },
      { kind: 'rollback', artifact: { revision: second }, reason: 'totals are wrong' },
    ]);
    const end = await sluice('rollback shop qa');
    expect([end.code, end.err]).toEqual([1, expect.stringContaining('There is nothing to go back to: qa')]);
    const endUk = await sluice('rollback shop qa --lang uk');
    expect([endUk.code, endUk.err]).toEqual([1, expect.stringContaining('Повертатися нікуди')]);
    expect((await sluice('rollback shop qa --to v2 --wait')).code).toBe(0);
    expect(await page('qa')).toBe('two, qa, greeting hello, password 13');
  });

  chapter('nobody who used the app has noticed any of it', async () => {
    for (const [environment, load] of visitors) {
      const { answered, failed, failures, bodies } = await load.stop();
      expect([environment, failed, failures]).toEqual([environment, 0, []]);
      expect(answered).toBeGreaterThan(50);
      expect([...bodies.keys()].filter((body) => body.startsWith('bad'))).toEqual([]);
    }
    expect([...visitors.keys()]).toEqual(['development', 'qa', 'staging', 'prod']);
  });

  chapter('exit codes tell a script what a person reads', async () => {
    const created = await sluice.json<{ secret: string }>('token create screen --role viewer');
    const viewer = { env: { SLUICE_TOKEN: created.secret } };
    expect(await sluice('promote shop staging', viewer)).toMatchObject({ code: 3 });
    expect(await sluice('list', viewer)).toMatchObject({ code: 0 });
    expect(await sluice('promote shop stagin')).toMatchObject({
      code: 4,
      err: expect.stringContaining('Did you mean staging?'),
    });
    expect(await sluice('promote --nonsense')).toMatchObject({ code: 2 });
    expect(await sluice('frobnicate')).toMatchObject({ code: 2 });
  });

  chapter('Ctrl-C drains, and the next start resumes; who follows the events misses none', async () => {
    const { position } = await answer(product.client.http.GET('/v1/events', { params: { query: { limit: 1000 } } }));
    const followed: string[] = [];
    const enough = new AbortController();
    const following = (async () => {
      for await (const item of product.client.follow('/v1/events', { after: position, signal: enough.signal })) {
        if (item.kind === 'event') followed.push(item.id);
      }
    })();

    const files = { ...shopFiles('four'), Procfile: 'web: sleep 1.5 && exec node server.js\n' };
    await push('Start slowly', files);
    await until('it is being started', async () => (await cells())['development']?.state === 'rolling-out');
    expect([...(await appProcesses(product.dataDir))]).not.toEqual([]);
    product.process.interrupt();
    const stopped = await product.process.ended;
    expect([stopped.code, stopped.signal]).toEqual([0, null]);
    expect(stopped.out).toContain('Stopped, and with it every process of shop.');
    expect([...(await appProcesses(product.dataDir))]).toEqual([]);
    const away = await sluice('list');
    expect([away.code, away.err]).toEqual([5, expect.stringContaining('Sluice is not running')]);

    product = await startProduct(place, { port: product.port });
    await isLive('development', 'four');
    await isLive('prod', 'two');
    await isLive('qa', 'two');
    const { items } = await answer(
      product.client.http.GET('/v1/events', { params: { query: { after: position, limit: 1000 } } }),
    );
    await until('all of it has been followed', () => followed.length >= items.length);
    enough.abort();
    await following;
    expect(followed).toEqual(items.map(({ id }) => id));
    expect(items.filter(({ type }) => type === 'release.started')).toHaveLength(1);
    expect((await product.stop()).code).toBe(0);
  });
}

import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EventView } from '../../events/event-schema.ts';
import type { TestDelivery } from '../../test-delivery.ts';
import { query, until } from '../../test-sluice.ts';
import type { PromoteAnswer, PromotionView } from '../promotion-schema.ts';

/** One app with a pipeline, fed by what was built elsewhere: no git, no build, a runtime that answers at once. */
export interface Shop {
  readonly app: string;
  ask(method: string, path: string, body?: unknown, as?: string): Promise<{ readonly status: number; body: unknown }>;
  /** For what must work. */
  get<T>(path: string): Promise<T>;
  apply(environments: string): Promise<{ readonly status: number; body: unknown }>;
  /** The next version, whose content lies in the registry; it enters the first environment by itself. */
  register(): Promise<string>;
  /** The same, when it has arrived there. */
  deliver(): Promise<string>;
  promote(environment: string, version?: string, whenBusy?: string): Promise<PromotionView>;
  promotion(id: string): Promise<PromotionView>;
  promotions(environment: string): Promise<PromotionView[]>;
  /** Waits until it is over. */
  ended(id: string): Promise<PromotionView>;
  waiting(id: string): Promise<PromotionView>;
  gate(id: string, name: string): Promise<PromotionView['gates'][number] | undefined>;
  events(type: string): Promise<EventView[]>;
  /** Lets the controller look at everything of the app once more, and waits until it has. */
  lookAgain(): Promise<void>;
}

const place = (name: string, more: string): string =>
  `\n    - { name: ${name}, ${more}, targets: [{ name: local, runtime: process }] }`;
/** A line from `development` into environments with these rules. */
export const line = (...after: readonly (readonly [name: string, rules: string])[]): string =>
  [place('development', 'from: { branch: develop }'), ...after.map(([name, rules]) => place(name, rules))].join('');

let shops = 0;

export async function openShop(
  delivery: TestDelivery,
  tokens: Readonly<Record<string, string>>,
  environments: string,
): Promise<Shop> {
  shops += 1;
  const number = shops;
  const app = `shop${number}`;
  let versions = 0;
  const ask: Shop['ask'] = (method, path, body, as = 'ada') => delivery.call(method, path, tokens[as], body);
  const good = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const answer = await ask(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const apply: Shop['apply'] = (described) =>
    ask('POST', '/v1/apply', {
      manifest: `apiVersion: sluice.dev/v1alpha1
kind: Pipeline
metadata: { name: ${app} }
spec:
  app: ${app}
  environments:${described}
`,
    });
  const shop: Shop = {
    app,
    ask,
    get: async <T>(path: string) => (await good('GET', path)) as T,
    apply,
    register: async () => {
      versions += 1;
      const version = `${number}.0.${versions}`;
      const tar = join(delivery.dataDir, `${version}.tar`);
      await writeFile(tar, version.padEnd(1024, '\0'));
      const { digest } = await delivery.registry.push(`default/${app}`, tar, {});
      const revision = createHash('sha1').update(version).digest('hex');
      await good('POST', '/v1/artifacts', { app, digest, version, revision });
      return version;
    },
    deliver: async () => {
      const version = await shop.register();
      const [newest] = await shop.promotions('development');
      const { result, message } = await shop.ended(newest?.id ?? '');
      if (result !== 'success') throw new Error(message?.text ?? 'it did not arrive');
      return version;
    },
    promote: async (environment, artifact, whenBusy = 'refuse') => {
      const body = { app, environment, whenBusy, ...(artifact === undefined ? {} : { artifact }) };
      const { promotion } = (await good('POST', '/v1/promotions', body)) as PromoteAnswer;
      if (promotion === null) throw new Error('nothing to promote');
      return promotion;
    },
    promotion: (id) => shop.get(`/v1/promotions/${id}`),
    promotions: async (environment) =>
      (await shop.get<{ items: PromotionView[] }>(`/v1/promotions?app=${app}&environment=${environment}`)).items,
    ended: (id) => inState(id, 'finished'),
    waiting: (id) => inState(id, 'waiting'),
    gate: async (id, name) => (await shop.promotion(id)).gates.find((gate) => gate.name === name),
    events: async (type) =>
      (await shop.get<{ items: EventView[] }>(`/v1/events?app=${app}&type=${type}&limit=100`)).items,
    lookAgain: async () => {
      await query(
        delivery.database,
        `update work set run_at = now() where kind = 'promotion' and key in (select id from promotions where app = $1)`,
        [app],
      );
      await until(async () => {
        const { work } = await delivery.engine.metrics();
        const busy = work.some(({ kind, due, running }) => kind === 'promotion' && due + running > 0);
        return busy ? undefined : true;
      });
    },
  };
  const inState = (id: string, state: string): Promise<PromotionView> =>
    until(async () => {
      const found = await shop.promotion(id);
      return found.state === state ? found : undefined;
    });
  await good('POST', '/v1/apps', { name: app });
  await until(
    async () =>
      (await shop.get<{ repositoryState: string }>(`/v1/apps/${app}`)).repositoryState === 'ready' || undefined,
  );
  const { status, body } = await apply(environments);
  if (status >= 300) throw new Error(JSON.stringify(body));
  return shop;
}

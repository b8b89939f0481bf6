import { writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { query, until } from '../../test-sluice.ts';
import type { TestDelivery } from '../../test-delivery.ts';
import type { PromotionView } from '../promotion-schema.ts';
import { people } from './test-draws.ts';
import type { Act, Rules } from './test-draws.ts';
import { anHourLater } from './test-model.ts';
import type { Deployed, Place, World } from './test-model.ts';

export interface Unfinished {
  readonly id: string;
  readonly environment: string;
  readonly state: string;
  readonly has_work: boolean;
}

/** One app with its pipeline in a world of its own, on a server that it shares with the runs before it. */
export interface Play {
  readonly app: string;
  readonly world: World;
  readonly history: Deployed[];
  /** Carries out what was drawn; answers what it changes in a world, or undefined when it was refused. */
  perform(act: Act): Promise<((world: World) => void) | undefined>;
  becomes(world: World): void;
  hour(): Promise<void>;
  repair(): void;
  settled(): Promise<void>;
  unfinished(): Promise<Unfinished[]>;
  promotion(id: string): Promise<PromotionView>;
  /** What was typed after `sluice`, exactly as an answer has said it. */
  type(command: string, as?: string): Promise<unknown>;
  post(path: string, body: unknown, as?: string): Promise<{ readonly status: number; readonly body: unknown }>;
  thaw(environment: string): Promise<void>;
}

/** Every day and all day, but for the minute that was an hour ago. */
function nearlyAlways(): string {
  const hourAgo = new Date(Date.now() - 3_600_000);
  return `rrule: "FREQ=DAILY;BYHOUR=${hourAgo.getUTCHours()};BYMINUTE=${hourAgo.getUTCMinutes()}", for: 23h, reason: stocktaking`;
}

function manifestOf(app: string, places: readonly Place[]): string {
  const environments = places.map(({ name, after, auto, order, approvals, soakHours, requires, targets }) => {
    const gates = [
      ...(approvals === null ? [] : [{ approvals }]),
      ...(soakHours === 0 ? [] : [{ soak: `${soakHours}h` }]),
    ];
    return {
      name,
      ...(after.length === 0 ? { from: { branch: 'develop' } } : { after, promote: { auto } }),
      order,
      gates,
      requiredChecks: requires,
      targets: Array.from({ length: targets }, (_, index) => ({ name: `t${index}`, runtime: 'process' })),
    };
  });
  // JSON is YAML.
  return JSON.stringify({
    apiVersion: 'sluice.dev/v1alpha1',
    kind: 'Pipeline',
    metadata: { name: app },
    spec: { app, environments },
  });
}

export async function openPlay(
  delivery: TestDelivery,
  tokens: ReadonlyMap<string, string>,
  run: number,
  places: Place[],
): Promise<Play> {
  const app = `app${run}`;
  const world: World = { places, edition: 1, locks: [], frozen: [], checks: [], verdicts: {} };
  const history: Deployed[] = [];
  const versions: string[] = [];
  const checks: { id: string; environment: string; version: string; context: string }[] = [];
  const post: Play['post'] = (path, body, as = 'ada') => delivery.call('POST', path, tokens.get(as), body);
  const isIn = ({ status }: { status: number }): boolean => {
    if (status >= 500) throw new Error(`an answer of ${status}`);
    return status < 300;
  };
  const must = async (path: string, body: unknown, as?: string): Promise<unknown> => {
    const answer = await post(path, body, as);
    if (answer.status >= 300) throw new Error(`${path} ${JSON.stringify(body)}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  await must('/v1/apps', { name: app });
  await until(async () => {
    const { body } = await delivery.call('GET', `/v1/apps/${app}`, tokens.get('ada'));
    return (body as { repositoryState: string }).repositoryState === 'ready' || undefined;
  });
  await must('/v1/apply', { manifest: manifestOf(app, places) });

  // The runtime itself tells what it was made to run.
  const { running } = delivery.runtime;
  const set = Map.prototype.set.bind(running) as typeof running.set;
  running.set = (targetId, order) => {
    const known = running.get(targetId);
    if (order.app === app && known?.releaseId !== order.releaseId) {
      const { environment, target, version } = order;
      history.push({ environment, target, version, hours: 0 });
    }
    return set(targetId, order);
  };

  const placeAt = (index: number): string => world.places[index % world.places.length]?.name ?? '';
  const versionAt = (index: number): string => versions[index % Math.max(1, versions.length)] ?? '0.0.0';
  const listed = async (finished: boolean): Promise<{ id: string }[]> =>
    query(delivery.database, `select id from promotions where app = $1 and (state = 'finished') = $2 order by id`, [
      app,
      finished,
    ]);
  const at = async (index: number, finished: boolean): Promise<string> => {
    const all = await listed(finished);
    return all[index % Math.max(1, all.length)]?.id ?? 'prm_none';
  };

  const play: Play = {
    app,
    world,
    history,
    post,
    perform: async (one) => {
      switch (one.do) {
        case 'register': {
          const version = `1.${run}.${versions.length}`;
          const tar = join(delivery.dataDir, `${version}.tar`);
          await writeFile(tar, `${version}\n`.padEnd(1024, '\0'));
          const { digest } = await delivery.registry.push(`default/${app}`, tar, {});
          if (one.broken === 0) delivery.runtime.broken.add(version);
          const revision = createHash('sha1').update(version).digest('hex');
          versions.push(version);
          await must('/v1/artifacts', { app, digest, version, revision });
          return () => {};
        }
        case 'promote': {
          const body = {
            app,
            environment: placeAt(one.place),
            artifact: versionAt(one.version),
            whenBusy: one.whenBusy,
          };
          return isIn(await post('/v1/promotions', body)) ? () => {} : undefined;
        }
        case 'verdict': {
          const id = await at(one.promotion, false);
          const actor = people[one.person] ?? 'grace';
          const verdict = one.approved ? 'approved' : 'rejected';
          if (!isIn(await post(`/v1/promotions/${id}/approvals`, { verdict }, actor))) return undefined;
          return (next) => {
            const others = (next.verdicts[id] ?? []).filter(
              (other) => other.actor !== actor || other.edition !== next.edition,
            );
            next.verdicts[id] = [...others, { actor, approved: one.approved, edition: next.edition }];
          };
        }
        case 'lock':
        case 'unlock': {
          const environment = one.place === null ? undefined : placeAt(one.place);
          const scope = { app, ...(environment === undefined ? {} : { environment }) };
          const isLock = one.do === 'lock';
          const answer = isLock
            ? await post('/v1/locks', { ...scope, reason: 'hands off' })
            : await post('/v1/locks/lift', scope);
          if (!isIn(answer)) return undefined;
          const name = environment ?? '';
          return (next) => {
            next.locks = [...next.locks.filter((other) => other !== name), ...(isLock ? [name] : [])];
          };
        }
        case 'freeze': {
          const environment = placeAt(one.place);
          const manifest = `apiVersion: sluice.dev/v1alpha1\nkind: Freeze\nmetadata: { name: ${app}-${environment} }\nspec: { apps: [${app}], environments: [${environment}], ${nearlyAlways()} }\n`;
          await must('/v1/apply', { manifest });
          return (next) => void next.frozen.push(environment);
        }
        case 'thaw': {
          const environment = placeAt(one.place);
          await play.thaw(environment);
          return (next) => {
            next.frozen = next.frozen.filter((other) => other !== environment);
          };
        }
        case 'check': {
          const { context, state } = one;
          const environment = placeAt(one.place);
          const version = versionAt(one.version);
          const answer = await post('/v1/checks', { app, environment, artifact: version, context, state });
          if (!isIn(answer)) return undefined;
          const { id } = (answer.body as { check: { id: string } }).check;
          checks.push({ id, environment, version, context });
          return (next) => said(next, { environment, version, context, met: state === 'success' });
        }
        case 'override': {
          const check = checks[one.check % Math.max(1, checks.length)];
          if (check === undefined) return undefined;
          const { id, ...what } = check;
          const answer = await post(`/v1/checks/${id}/override`, { reason: 'tried by hand' });
          return isIn(answer) ? (next) => said(next, { ...what, met: true }) : undefined;
        }
        case 'cancel':
          return isIn(await post(`/v1/promotions/${await at(one.promotion, false)}/cancel`, {})) ? () => {} : undefined;
        case 'retry':
          return isIn(await post(`/v1/promotions/${await at(one.promotion, true)}/retry`, {})) ? () => {} : undefined;
        case 'edit': {
          const name = placeAt(one.place);
          const edit = (known: readonly Place[]): Place[] =>
            known.map((place) => (place.name === name ? edited(place, one.rules) : place));
          const next = edit(world.places);
          if (JSON.stringify(next) === JSON.stringify(world.places)) return undefined;
          await must('/v1/apply', { manifest: manifestOf(app, next) });
          return (changed) => {
            changed.places = next;
            changed.edition += 1;
          };
        }
      }
    },
    becomes: (next) => void Object.assign(world, structuredClone(next)),
    hour: async () => {
      anHourLater(history);
      await query(
        delivery.database,
        `update releases set finished_at = finished_at - interval '1 hour' where app = $1`,
        [app],
      );
      await query(
        delivery.database,
        `update work set run_at = now() where kind = 'promotion' and key in (select id from promotions where app = $1)`,
        [app],
      );
    },
    repair: () => delivery.runtime.broken.clear(),
    settled: () =>
      until(async () => {
        const { work } = await delivery.engine.metrics();
        if (work.some(({ kind, due, running: now }) => kind !== 'repository' && due + now > 0)) return undefined;
        return (await play.unfinished()).some(({ state }) => state === 'executing') ? undefined : true;
      }).then(() => {}),
    unfinished: () =>
      query<Unfinished>(
        delivery.database,
        `select id, environment, state, exists (select from work where kind = 'promotion' and key = id) as has_work
          from promotions where app = $1 and state <> 'finished' order by id`,
        [app],
      ),
    promotion: async (id) =>
      (await delivery.call('GET', `/v1/promotions/${id}`, tokens.get('ada'))).body as PromotionView,
    type: async (command, as) => {
      const words = command.split(' ');
      const [program, verb, first = '', second = ''] = words;
      if (program !== 'sluice') throw new Error(`not a command: ${command}`);
      switch (verb) {
        case 'unlock': {
          const environment = second === '' ? {} : { environment: second };
          return must('/v1/locks/lift', { app: first, ...environment });
        }
        case 'approve':
          return must(`/v1/promotions/${first}/approvals`, { verdict: 'approved' }, as);
        case 'promote': {
          const [name, artifact] = first.split('@');
          return must('/v1/promotions', { app: name, artifact, environment: second, whenBusy: 'queue' });
        }
        case 'check':
          if (first === 'override') return must(`/v1/checks/${second}/override`, { reason: 'tried by hand' });
          if (first === 'report') {
            const [, , , address = '', environment, context, state] = words;
            const [name, artifact] = address.split('@');
            return must('/v1/checks', { app: name, artifact, environment, context, state });
          }
          throw new Error(`not known here: ${command}`);
        default:
          throw new Error(`not known here: ${command}`);
      }
    },
    thaw: async (environment) => {
      await delivery.call('DELETE', `/v1/manifests/freeze/${app}-${environment}`, tokens.get('ada'));
    },
  };
  return play;
}

function edited(place: Place, asked: Rules): Place {
  const isFirst = place.after.length === 0;
  return {
    ...place,
    ...asked,
    soakHours: isFirst ? 0 : asked.soakHours,
    approvals: isFirst ? null : asked.approvals,
  };
}

function said(world: World, check: World['checks'][number]): void {
  const others = world.checks.filter(
    ({ environment, version, context }) =>
      environment !== check.environment || version !== check.version || context !== check.context,
  );
  world.checks = [...others, check];
}

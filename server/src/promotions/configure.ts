import { requireArtifactById } from '../artifacts/index.ts';
import { appendConfiguration, configurationMessages, latestConfiguration, sealEntry } from '../configurations/index.ts';
import type { ChangeConfiguration, Configuration, Entry } from '../configurations/index.ts';
import type { Db, Transact, Tx } from '../engine/transaction.ts';
import { newestExecutionOf } from '../executions/index.ts';
import type { Caller, Identity } from '../identity/index.ts';
import type { Message } from '../lib/message.ts';
import { Problem } from '../lib/problem.ts';
import type { SecretBox } from '../lib/secret-box.ts';
import { didYouMean } from '../lib/suggestion.ts';
import { lockEnvironment, requireEnvironment, requirePipelineOf } from '../pipelines/index.ts';
import type { Environment, Pipeline } from '../pipelines/index.ts';
import { listServingReleases } from '../releases/index.ts';
import { promotionMessages as messages } from './promotion-messages.ts';
import { listUnfinished } from './promotion-store.ts';
import { requestPromotion } from './request-promotion.ts';

export interface Configured {
  readonly message: Message;
  readonly configuration: Configuration;
  readonly promotionId: string | null;
}

/** PORT belongs to the runtime; SLUICE_… tell the app where it runs; an object keeps no entry named __proto__. */
const reserved = /^(PORT|SLUICE_.*|__proto__)$/;
const limitKilobytes = 256;

/** `sluice config set|unset`: a new configuration, and where something runs a new release of the same digest. */
export function createConfigure(deps: {
  readonly db: Db;
  readonly transact: Transact;
  readonly identity: Identity;
  readonly secretBox: SecretBox;
}): (
  caller: Caller,
  place: { readonly app: string; readonly environment: string },
  input: ChangeConfiguration,
) => Promise<Configured> {
  const { db, transact, identity, secretBox } = deps;

  return async (caller, { app, environment: name }, input) => {
    const { project } = input;
    await identity.authorize(caller, 'config.set', { project, app, environment: name });
    const { pipeline } = await requirePipelineOf(db, project, app);
    const environment = requireEnvironment(pipeline, name);
    const place = { project, app, environment: name };
    const elsewhere = environment.targets.filter(({ runtime }) => runtime === 'external').map((target) => target.name);
    if (elsewhere.length > 0) {
      throw new Problem('Conflict', messages.configure_external({ environment: name, targets: elsewhere }));
    }
    for (const variable of [...Object.keys(input.set), ...input.unset]) {
      if (reserved.test(variable)) {
        throw new Problem('InvalidInput', configurationMessages.configuration_reserved({ name: variable }));
      }
    }

    return transact(async (tx) => {
      await lockEnvironment(tx.db, project, app, name);
      const current = await latestConfiguration(tx.db, place);
      const entries: Record<string, Entry> = { ...current.entries };
      for (const variable of input.unset) {
        if (!Object.hasOwn(entries, variable)) {
          const suggestion = didYouMean(variable, Object.keys(entries)) ?? null;
          const words = { name: variable, environment: name, suggestion, app };
          throw new Problem('NotFound', configurationMessages.configuration_unknown_name(words));
        }
        delete entries[variable];
      }
      for (const [variable, value] of Object.entries(input.set)) {
        entries[variable] = input.secret ? sealEntry(secretBox, place, variable, value) : { secret: false, value };
      }
      const changed = [
        ...input.unset,
        ...Object.keys(input.set).filter((variable) => differs(current, entries, variable)),
      ];
      if (changed.length === 0) {
        const message = configurationMessages.configuration_unchanged({ environment: name });
        return { message, configuration: current, promotionId: null };
      }
      if (JSON.stringify(entries).length > limitKilobytes * 1024) {
        throw new Problem('InvalidInput', configurationMessages.configuration_too_big({ limitKilobytes }));
      }
      const version = current.version + 1;
      await appendConfiguration(tx.db, place, { version, entries, actor: caller.actor, door: caller.door });
      tx.emit({
        type: 'configuration.changed',
        project,
        subject: `environment/${app}/${name}`,
        labels: { app, environment: name },
        actor: caller.actor,
        door: caller.door,
        data: { version, names: changed },
      });
      const promotionId = await releaseAgain(tx, caller, pipeline, environment, input.reason ?? null);
      const words = { environment: name, names: changed, version };
      return {
        message: configurationMessages.configuration_changed(words),
        configuration: { version, entries },
        promotionId,
      };
    });
  };
}

/** Two secrets are never compared: setting one is always a change. */
function differs(current: Configuration, entries: Readonly<Record<string, Entry>>, name: string): boolean {
  const before = current.entries[name];
  const after = entries[name];
  if (before === undefined || after === undefined || before.secret || after.secret) return true;
  return before.value !== after.value;
}

/** What runs there gets the new configuration, each target with the digest that it has. */
async function releaseAgain(
  tx: Tx,
  caller: Caller,
  pipeline: Pipeline,
  environment: Environment,
  reason: string | null,
): Promise<string | null> {
  const { project, app } = pipeline;
  const serving = (await listServingReleases(tx.db, { project, app })).filter(
    (release) => release.environment === environment.name,
  );
  const [first] = serving;
  // What is on its way there may have been given the configuration of before; then it gets the new one afterwards.
  const [coming] = await listUnfinished(tx.db, { project, app, environment: environment.name });
  const newest = first ?? coming;
  if (newest === undefined) return null;
  const artifact = await requireArtifactById(tx.db, newest.artifactId);
  const execution = await newestExecutionOf(tx.db, project, pipeline.name, [artifact.id, ...artifact.parents]);
  const requested = await requestPromotion(tx, caller, {
    pipeline,
    environment,
    kind: 'configuration',
    executionId: execution?.id ?? null,
    artifact,
    revision: newest.revision,
    plan: serving.map((release) => ({
      targetId: release.targetId,
      target: release.target,
      artifactId: release.artifactId,
      revision: release.revision,
      fromNumber: null,
    })),
    automatic: false,
    reason,
    // The configuration is written already; its release waits its turn behind whatever is under way.
    whenBusy: 'queue',
    command: '',
  });
  return requested.promotion.id;
}

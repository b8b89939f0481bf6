import { rm } from 'node:fs/promises';
import type { Claim, Controller } from '../engine/controller.ts';
import type { Tx } from '../engine/transaction.ts';
import type { BareRepository } from '../lib/git/bare-repository.ts';
import type { ImportPolicy } from '../lib/git/import-source.ts';
import { nest } from '../lib/message.ts';
import { Problem } from '../lib/problem.ts';
import type { SecretBox } from '../lib/secret-box.ts';
import { parseAppKey } from './app.ts';
import type { App } from './app.ts';
import { appMessages as messages } from './app-messages.ts';
import {
  findApp,
  findRemoval,
  forgetImportCredential,
  forgetRemoval,
  isPushAnnounced,
  lockApp,
  listBranchTips,
  takePusher,
  writeBranchTip,
  writeRepositoryState,
} from './app-store.ts';
import type { AppRemoval } from './app-store.ts';
import { importSourceOf } from './import-credential.ts';
import type { Repositories } from './repositories.ts';

/**
 * A push wakes the controller. One that was announced may have been accepted just before a crash, and is looked for soon;
 * what was made on the disk itself is found in the end. Spread, so that a thousand apps are not looked at together.
 */
const soonMs = 15_000;
const seldomMs = 10 * 60_000;

/**
 * Kind `repository`, key: project/app. Makes or imports the app's repository, then compares the tips of the branches
 * that feed a pipeline with those it has seen. A difference is a push, whoever noticed it first. Of a deleted app it
 * clears the files away.
 */
export function createRepositoryController(parts: {
  readonly repositories: Repositories;
  /** Paths and protocols that an import may read from. */
  readonly importPolicy: ImportPolicy;
  /** Opens the credential of an import. */
  readonly secretBox: SecretBox;
  /** Branches of the app's pipeline whose commits become artifacts. */
  feedBranches(claim: Claim, app: App): Promise<readonly string[]>;
  /** Clears away what a deleted app has left outside the database. Safe to repeat. */
  clearAway(removal: AppRemoval): Promise<void>;
  /** Called as `repository/before-record` and `repository/after-record`. For tests that stop things there. */
  readonly reached?: ((boundary: string) => void | Promise<void>) | undefined;
  /** A new tip of such a branch, in the transaction that remembers it. */
  onPush(tx: Tx, app: App, push: { branch: string; revision: string; pushedBy: string | null }): Promise<void>;
}): Controller {
  return {
    kind: 'repository',
    concurrency: 4,
    async look(claim) {
      const { project, name } = parseAppKey(claim.key);
      const removal = await findRemoval(claim.db, project, name);
      if (removal !== undefined) {
        await parts.clearAway(removal);
        await claim.transact((tx) => forgetRemoval(tx.db, project, name));
      }
      // Read after the clearing: a new app of the same name begins with nothing on the disk.
      const app = await findApp(claim.db, project, name);
      if (app === undefined) return { done: true };
      const repository = parts.repositories.open(project, name);
      if (app.repositoryState !== 'ready') await prepare(claim, app, repository);

      const feeds = await parts.feedBranches(claim, app);
      const seen = await listBranchTips(claim.db, project, name);
      const tips = new Map((await repository.refs('refs/heads/')).map((ref) => [ref.name, ref.sha]));
      // One branch may feed several environments.
      for (const branch of new Set(feeds)) {
        const revision = tips.get(`refs/heads/${branch}`);
        if (revision === undefined || seen.get(branch) === revision) continue;
        await parts.reached?.('repository/before-record');
        await claim.transact(async (tx) => {
          const pushedBy = await takePusher(tx.db, { project, app: name, branch, revision });
          await writeBranchTip(tx.db, { project, app: name, branch, revision, pushedBy });
          await parts.onPush(tx, app, { branch, revision, pushedBy });
        });
        await parts.reached?.('repository/after-record');
      }
      const isAnnounced = await isPushAnnounced(claim.db, app, new Date(Date.now() - seldomMs));
      const waitMs = isAnnounced ? soonMs : seldomMs * (0.75 + Math.random() / 2);
      return { again: new Date(Date.now() + waitMs), reason: messages.repository_waiting() };
    },
  };

  async function prepare(claim: Claim, app: App, repository: BareRepository): Promise<void> {
    const source = app.spec.repository.import;
    try {
      if (source === undefined || (await repository.exists())) {
        await repository.init({ defaultBranch: app.spec.repository.defaultBranch });
      } else {
        const opened = await importSourceOf(claim.db, parts.secretBox, app, source);
        await repository.importFrom(opened, { policy: parts.importPolicy });
      }
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const message = messages.repository_not_imported({ app: app.name, problem: nest(error.detail) });
      await claim.transact(async (tx) => {
        // What an address answers that has been corrected meanwhile says nothing about the new one.
        if (await isStillFrom(tx, app, source)) await writeRepositoryState(tx.db, app, 'failed', message);
      });
      // Not now is not never: the network, the disk or the path may be there at the next try.
      throw new Problem('Unavailable', message, { cause: error });
    }
    const isCurrent = await claim.transact(async (tx) => {
      if (!(await isStillFrom(tx, app, source))) return false;
      await writeRepositoryState(tx.db, app, 'ready', null);
      await forgetImportCredential(tx.db, app.project, app.name);
      tx.emit({
        type: 'repository.ready',
        project: app.project,
        subject: `app/${app.name}`,
        labels: { app: app.name },
        actor: 'sluice',
        door: 'system',
        data: { imported: source !== undefined },
      });
      return true;
    });
    if (!isCurrent) {
      await rm(repository.path, { recursive: true, force: true });
      throw new Problem('Unavailable', messages.repository_changed_meanwhile({ app: app.name }));
    }
  }
}

/** False when somebody has corrected the address, or deleted the app, while this one was being read. */
async function isStillFrom(tx: Tx, { project, name }: App, source: string | undefined): Promise<boolean> {
  if (!(await lockApp(tx.db, project, name, 'update'))) return false;
  const now = await findApp(tx.db, project, name);
  return now?.spec.repository.import === source;
}

import type { Engine } from '../engine/index.ts';
import { listWebhookIds } from './webhook-store.ts';

export interface WebhookFollower {
  start(): void;
  stop(): Promise<void>;
}

/**
 * Wakes the webhooks of a project when something happens there. It only makes them fast: each also looks by itself
 * every now and then, so that nothing depends on a replica that dies between an event and the wake-up.
 */
export function createWebhookFollower(parts: {
  readonly engine: Pick<Engine, 'db' | 'transact' | 'events'>;
  readonly log: { warn(data: object, message: string): void };
}): WebhookFollower {
  const { engine, log } = parts;
  const end = new AbortController();
  /** Where something has happened since the last wake-up; what comes during one goes with the next. */
  const projects = new Set<string>();
  let waking: Promise<void> | undefined;
  let following: Promise<void> | undefined;

  async function wake(): Promise<void> {
    while (projects.size > 0) {
      const some = [...projects];
      projects.clear();
      const ids = await listWebhookIds(engine.db, some);
      if (ids.length === 0) continue;
      await engine.transact(async (tx) => {
        for (const id of ids) tx.wake('webhook', id);
      });
    }
  }

  async function follow(): Promise<void> {
    for await (const followed of engine.events.follow({ signal: end.signal })) {
      // After a gap the regular look finds what there was.
      if ('reset' in followed) continue;
      projects.add(followed.event.project);
      wakeSoon();
    }
  }

  function wakeSoon(): void {
    waking ??= wake()
      .catch((error: unknown) => log.warn({ err: error }, 'cannot wake webhooks'))
      .finally(() => {
        waking = undefined;
        if (projects.size > 0) wakeSoon();
      });
  }

  return {
    start: () => {
      following = follow().catch((error: unknown) =>
        log.warn({ err: error }, 'webhooks do not follow events any more'),
      );
    },
    stop: async () => {
      end.abort();
      await following;
      await waking;
    },
  };
}

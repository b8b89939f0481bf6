import { createMigrationCheck } from '../db/migrate.ts';
import type { Engine } from '../engine/index.ts';
import type { ReadinessCheck } from '../http/index.ts';
import type { Message } from '../lib/message.ts';
import { statusMessages as messages } from './status-messages.ts';
import { readDatabaseVersion } from './status-store.ts';

/** A balancer asks often and waits briefly; what takes longer counts as no. */
const patienceMs = 2000;

/** What must hold before requests are sent to this replica. */
export function readinessChecks(engine: Pick<Engine, 'db' | 'metrics'>): ReadinessCheck[] {
  const { db } = engine;
  const migrationCheck = createMigrationCheck();
  const database = messages.not_ready_database();
  return [
    {
      name: 'database',
      check: () =>
        bounded(
          readDatabaseVersion(db).then(() => null),
          database,
        ),
    },
    { name: 'migrations', check: () => bounded(migrationCheck(db), database) },
    {
      name: 'engine',
      check: () =>
        bounded(
          engine.metrics().then(({ connected }) => (connected ? null : messages.not_ready_engine())),
          database,
        ),
    },
  ];
}

async function bounded(check: Promise<Message | null>, otherwise: Message): Promise<Message | null> {
  const { promise: late, resolve } = Promise.withResolvers<Message>();
  const timer = setTimeout(() => resolve(otherwise), patienceMs);
  try {
    return await Promise.race([check.catch(() => otherwise), late]);
  } finally {
    clearTimeout(timer);
  }
}

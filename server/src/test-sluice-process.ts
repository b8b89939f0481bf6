import type pg from 'pg';
import pino from 'pino';
import { configOf } from './test-config.ts';
import { startSluice } from './wiring.ts';

/**
 * A whole server as a process of its own, for tests that kill it: `node test-sluice-process.ts '{"dataDir": …}'`. Told a
 * boundary, it kills itself, without any chance to tidy up, when it next comes there.
 */
export interface ServerOrder {
  readonly connection: pg.ClientConfig;
  readonly dataDir: string;
  readonly port: number;
  /** Settings beyond those of every test. */
  readonly env?: Readonly<Record<string, string>>;
}

if (import.meta.main) {
  const order: ServerOrder = JSON.parse(process.argv[2] ?? '{}');
  let killAt: unknown;
  process.on('message', (boundary) => {
    killAt = boundary;
    process.send?.('armed');
  });
  const sluice = await startSluice(
    configOf(order.dataDir, order.port, order.env),
    order.connection,
    pino({ level: 'warn' }, pino.destination({ dest: 2, sync: true })),
    '0.0.0-test',
    {
      reached: (boundary) => {
        if (boundary === killAt) process.kill(process.pid, 'SIGKILL');
      },
    },
  );
  process.once('SIGTERM', () => void sluice.stop().then(() => process.exit(0)));
  process.send?.('ready');
}

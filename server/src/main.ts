import { mkdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type pg from 'pg';
import { pino } from 'pino';
import packageFile from '../package.json' with { type: 'json' };
import { printBanner, printHelp } from './banner.ts';
import { readConfig } from './config.ts';
import type { Config } from './config.ts';
import { startEmbeddedPostgres } from './db/embedded-postgres.ts';
import { reachDatabase } from './db/external-postgres.ts';
import type { Left } from './drivers/runtime/process/index.ts';
import { seedDemo } from './demo/index.ts';
import { createGit } from './lib/git/git.ts';
import { nest } from './lib/message.ts';
import type { Language, Message } from './lib/message.ts';
import { Problem } from './lib/problem.ts';
import { keepServerFile } from './server-file.ts';
import { startMessages as messages } from './start-messages.ts';
import { render, startSluice } from './wiring.ts';

interface OpenedDatabase {
  readonly connection: pg.ClientConfig;
  readonly words: Message;
  stop(): Promise<void>;
}

await main().catch((error: unknown) => fail(error, 'en'));

/** What cannot start says so in the language of whoever starts it, as soon as that is known. */
async function main(): Promise<void> {
  const config = readConfig();
  if (config.help) return printHelp(config.language);
  await serve(config).catch((error: unknown) => fail(error, config.language));
}

function fail(error: unknown, language: Language): never {
  const words = error instanceof Problem ? nest(error.detail) : error instanceof Error ? error.message : String(error);
  process.stderr.write(`✖ ${render(messages.start_failed({ problem: words }), language)}\n`);
  // Whatever a start that failed has left open, such as a pool's idle connections, would keep the process for seconds.
  process.exit(1);
}

/** Starts everything, says where it is, and stops it in the opposite order at the first SIGINT or SIGTERM. */
async function serve(config: Config): Promise<void> {
  const say = (message: Message): boolean => process.stdout.write(`  ${render(message, config.language)}\n`);
  const log = pino(
    {
      level: config.logLevel,
      redact: ['req.headers.authorization', 'headers.authorization', '*.password', '*.token', '*.secret'],
    },
    pino.destination({
      dest: config.logTo === 'stderr' ? 2 : join(config.dataDir, 'server.log'),
      mkdir: true,
      sync: false,
    }),
  );

  // A signal that comes while things start is kept and obeyed as soon as they can be stopped.
  let signalled: () => void = () => {};
  const stopRequested = new Promise<void>((resolve) => (signalled = resolve));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => signalled());

  // What no database can mend is said before one is made.
  await createGit({ searchPath: config.searchPath }).checkVersion();
  // Apps that run as another user pass through it to their own folder; nobody else can look around in it.
  await mkdir(config.dataDir, { recursive: true, mode: 0o711 });
  const database = await openDatabase(config, log);
  let left: Left;
  try {
    const sluice = await startSluice(config, database.connection, log, packageFile.version);
    const serverFile = await keepServerFile(config.dataDir, { url: sluice.url, port: sluice.port }, (error) =>
      log.warn({ err: error }, 'cannot keep server.json up to date'),
    );
    try {
      if (config.demo && (await sluice.isNew())) await seedDemo(sluice);
      await printBanner({ config, sluice, version: packageFile.version, database: database.words, stopRequested });
      await stopRequested;
      say(messages.start_stopping());
    } finally {
      await serverFile.remove();
      left = await sluice.stop();
    }
  } finally {
    await database.stop();
  }
  if (left.apps === 'kept') say(messages.start_stopped_apps_kept());
  else if (left.names.length === 0) say(messages.start_stopped());
  else say(messages.start_stopped_apps_rest({ apps: left.names }));
  if (left.apps === 'rested' && left.late > 0) say(messages.start_stopped_late({ count: left.late }));
}

async function openDatabase(config: Config, log: pino.Logger): Promise<OpenedDatabase> {
  if (config.databaseUrl !== undefined) {
    const { connection, host } = await reachDatabase(config.databaseUrl);
    return {
      connection,
      words: messages.start_database_external({ host }),
      stop: async () => {},
    };
  }
  const embedded = await startEmbeddedPostgres({ dataDir: config.dataDir, log });
  const { connection, version, directory } = embedded;
  return {
    connection,
    words: messages.start_database_embedded({ version, directory: near(directory) }),
    stop: () => embedded.stop(),
  };
}

/** A path as somebody who stands here would write it. */
function near(path: string): string {
  const way = relative(process.cwd(), path);
  return way.startsWith('..') ? path : way;
}

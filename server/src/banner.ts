import type { Config } from './config.ts';
import { settings } from './settings.ts';
import type { Language, Message } from './lib/message.ts';
import { startMessages as messages } from './start-messages.ts';
import type { BoardLine, Sluice } from './wiring.ts';
import { render } from './wiring.ts';

/** How long the first lines wait for the demo to be live, so that the first thing people read is good news. */
const patienceMs = 60_000;
/** How many apps the first lines name. */
const appsShown = 5;

/** What runs where, and the three commands to try next. */
export async function printBanner(parts: {
  readonly config: Config;
  readonly sluice: Sluice;
  readonly version: string;
  readonly database: Message;
  readonly stopRequested: Promise<void>;
}): Promise<void> {
  const { config, sluice, version, database } = parts;
  const say = (message: Message): string => render(message, config.language);
  const write = (lines: readonly string[]): void => {
    process.stdout.write(lines.map((line) => `${line === '' ? '' : `  ${line}`}\n`).join(''));
  };
  const board = await sluice.board();
  write(openingLines({ version, url: sluice.url, database, board }, say));
  const [first] = board;
  if (first === undefined) return;
  await firstLive(sluice, first.app, parts.stopRequested);
  write(boardLines(await sluice.board(), say));
}

/** What can be said at once: where it is, and what it will have. */
export function openingLines(
  parts: {
    readonly version: string;
    readonly url: string;
    readonly database: Message;
    readonly board: readonly BoardLine[];
  },
  say: (message: Message) => string,
): string[] {
  const { version, url, database, board } = parts;
  const more = board.length - appsShown;
  return [
    '',
    `Sluice ${version}   ${url}`,
    say(messages.banner_database({ database: say(database) })),
    ...board
      .slice(0, appsShown)
      .map(({ app, environments }) =>
        say(messages.banner_app({ app, path: environments.map(({ name }) => name).join(' → ') })),
      ),
    ...(more > 0 ? [say(messages.banner_more_apps({ count: more }))] : []),
    '',
    ...(board.length === 0 ? [say(messages.banner_empty()), ''] : []),
  ];
}

/** What runs where, and what to type next about the first app. */
export function boardLines(board: readonly BoardLine[], say: (message: Message) => string): string[] {
  const places = board.slice(0, appsShown).flatMap(({ app, environments }) => {
    const live = environments.flatMap(({ name, version, url }) =>
      version === null || url === null
        ? []
        : [`✔ ${say(messages.banner_live({ app, version, environment: name, url }))}`],
    );
    const empty = environments.filter(({ version }) => version === null).map(({ name }) => name);
    return empty.length === 0 ? live : [...live, `· ${say(messages.banner_nothing_in({ app, environments: empty }))}`];
  });
  const [first] = board;
  const lead = say(messages.banner_try());
  const tries = first === undefined ? [] : whatToTry(first);
  return [
    ...places,
    '',
    ...tries.map(([command, words], index) => {
      const start = (index === 0 ? lead : '').padEnd(lead.length + 3);
      return `${start}${command.padEnd(32)}${say(words)}`;
    }),
    '',
  ];
}

/** Three commands that work now, the one that moves something first. */
export function whatToTry({ app, environments }: BoardLine): [command: string, words: Message][] {
  const last = environments.at(-1)?.name ?? '';
  // The first place that something can go on to; when everything is everywhere, how it came about.
  const next = environments.findIndex(
    ({ version }, index) => index > 0 && version !== environments[index - 1]?.version,
  );
  const before = environments[next - 1];
  const goesOn = before !== undefined && before.version !== null;
  const isEverywhere = environments.every(({ version }) => version === environments[0]?.version);
  return [
    ...(goesOn
      ? [[`./sluice promote ${app} ${environments[next]?.name}`, messages.banner_try_promote()] as [string, Message]]
      : []),
    ['./sluice list', messages.banner_try_list()],
    isEverywhere
      ? [`./sluice history ${app}`, messages.banner_try_history()]
      : [`./sluice why ${app} ${last}`, messages.banner_try_why({ environment: last })],
  ];
}

/** Waits, within reason, until something of the app is live. Looking is cheap and nobody else is there yet. */
async function firstLive(sluice: Sluice, app: string, stopRequested: Promise<void>): Promise<void> {
  const deadline = Date.now() + patienceMs;
  let stopping = false;
  void stopRequested.then(() => (stopping = true));
  for (;;) {
    const line = (await sluice.board()).find((candidate) => candidate.app === app);
    if (stopping || Date.now() > deadline || line?.environments.some(({ version }) => version !== null)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

export function printHelp(language: Language): void {
  process.stdout.write(`${render(messages.help_heading(), language)}\n\n`);
  for (const setting of settings) {
    const flag = setting.flag === undefined ? '' : `, --${setting.flag}`;
    process.stdout.write(`  ${setting.name}${flag}\n      ${setting.meaning} (${setting.default})\n`);
  }
}

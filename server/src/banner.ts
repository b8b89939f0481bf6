import type { Config } from './config.ts';
import { settings } from './settings.ts';
import type { Language, Message } from './lib/message.ts';
import { startMessages as messages } from './start-messages.ts';
import type { Sluice } from './wiring.ts';
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
  const { config, sluice } = parts;
  const say = (message: Message): string => render(message, config.language);
  const write = (line = ''): boolean => process.stdout.write(`${line === '' ? '' : `  ${line}`}\n`);
  write();
  write(`Sluice ${parts.version}   ${sluice.url}`);
  write(say(messages.banner_database({ database: say(parts.database) })));
  const board = await sluice.board();
  for (const line of board.slice(0, appsShown)) {
    write(say(messages.banner_app({ app: line.app, path: line.environments.map(({ name }) => name).join(' → ') })));
  }
  if (board.length > appsShown) write(say(messages.banner_more_apps({ count: board.length - appsShown })));
  write();
  if (board.length === 0) write(say(messages.banner_empty()));
  const [first] = board;
  if (first !== undefined) {
    await firstLive(sluice, first.app, parts.stopRequested);
    const now = await sluice.board();
    for (const line of now.slice(0, appsShown)) {
      for (const place of line.environments) {
        if (place.version === null || place.url === null) continue;
        const words = { app: line.app, version: place.version, environment: place.name, url: place.url };
        write(`✔ ${say(messages.banner_live(words))}`);
      }
      const empty = line.environments.filter(({ version }) => version === null).map(({ name }) => name);
      if (empty.length > 0) write(`· ${say(messages.banner_nothing_in({ app: line.app, environments: empty }))}`);
    }
    write();
    const { environments } = now.find(({ app }) => app === first.app) ?? first;
    const last = environments.at(-1)?.name ?? '';
    // The first place that something can go on to; when everything is everywhere, how it came about.
    const next = environments.find(({ version }, index) => index > 0 && version !== environments[index - 1]?.version);
    const goesOn = next !== undefined && environments[environments.indexOf(next) - 1]?.version !== null;
    const isEverywhere = environments.every(({ version }) => version === environments[0]?.version);
    const tries: [command: string, words: Message][] = [
      ...(goesOn
        ? [[`./sluice promote ${first.app} ${next.name}`, messages.banner_try_promote()] as [string, Message]]
        : []),
      ['./sluice list', messages.banner_try_list()],
      isEverywhere
        ? [`./sluice history ${first.app}`, messages.banner_try_history()]
        : [`./sluice why ${first.app} ${last}`, messages.banner_try_why({ environment: last })],
    ];
    let lead = say(messages.banner_try());
    const indent = lead.length + 3;
    for (const [command, words] of tries) {
      write(`${lead.padEnd(indent)}${command.padEnd(32)}${say(words)}`);
      lead = '';
    }
  }
  write();
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

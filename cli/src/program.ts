import type { Language } from '@sluice/client';
import { Command, CommanderError, Option } from 'commander';
import { declareAkkeris, declareHelp } from './commands/akkeris/declare.ts';
import { declareApps } from './commands/app/declare.ts';
import { declareArtifacts, declareArtifactActs } from './commands/artifact/declare.ts';
import { declareAudit } from './commands/audit/declare.ts';
import { declareChanges } from './commands/change/declare.ts';
import { declareCheckList, declareChecks } from './commands/check/declare.ts';
import { declareConfigurations } from './commands/configuration/declare.ts';
import { oneOf, prepare, TypedWrong } from './commands/declare.ts';
import type { Program } from './commands/declare.ts';
import { declareEnvironments } from './commands/environment/declare.ts';
import { declareEvents } from './commands/event/declare.ts';
import { declareExecutions } from './commands/execution/declare.ts';
import { declareGroups } from './commands/group/declare.ts';
import { declareFreezeList } from './commands/freeze/declare.ts';
import { declareIdentity } from './commands/identity/declare.ts';
import { declareInsights } from './commands/insight/declare.ts';
import { declareLockList, declareLocks } from './commands/lock/declare.ts';
import { declareLogs } from './commands/log/declare.ts';
import { declareManifests } from './commands/manifest/declare.ts';
import { declareSourceList, declareSources } from './commands/manifest-source/declare.ts';
import { declarePromotions } from './commands/promotion/declare.ts';
import { declareReleases } from './commands/release/declare.ts';
import { declareCompletion, declareStatus } from './commands/server/declare.ts';
import { declareWebhookList, declareWebhooks } from './commands/webhook/declare.ts';
import { languageOf } from './config.ts';
import { createContext } from './context.ts';
import type { Context, GlobalOptions, Output, Surroundings } from './context.ts';
import { exitCodes, explain } from './failure.ts';
import { rootWords } from './messages/root.ts';
import type { Terminal } from './output/terminal.ts';
import { usageLines } from './usage.ts';

const outputs: readonly Output[] = ['table', 'wide', 'json', 'yaml'];

/** Runs one command line to its end and answers with the exit code. Never throws. */
export async function runCommandLine(
  args: readonly string[],
  surroundings: Omit<Surroundings, 'exitWith'>,
): Promise<number> {
  const language = languageFrom(args) ?? surroundings.config.language;
  let exitCode: number = exitCodes.done;
  const contextOf = (options: GlobalOptions): Context =>
    createContext({ ...surroundings, exitWith: (code) => (exitCode = code) }, language, options);
  // After `artifact` it is the version of an artifact that is meant.
  const root = createProgram(language, surroundings.terminal, contextOf, args[0] !== 'artifact');
  try {
    if (args[0] === '__complete') {
      const { candidates } = await import('./commands/shell/complete.ts');
      const context = (): Context => createContext({ ...surroundings, exitWith: () => {} }, language, {});
      const found = await candidates(root, args.slice(1), context);
      surroundings.terminal.answer(found.map((word) => `${word}\n`).join(''));
      return exitCodes.done;
    }
    await root.parseAsync([...args], { from: 'user' });
    return exitCode;
  } catch (error) {
    // Only options were given: then the whole is what one can look at.
    if (error instanceof TypedWrong && error.command === root && error.commander.code === 'commander.help') {
      root.outputHelp();
      return exitCodes.done;
    }
    return report(error, language, formatFrom(args), surroundings);
  }
}

function report(
  error: unknown,
  language: Language,
  format: string | undefined,
  { terminal }: Pick<Surroundings, 'terminal'>,
): number {
  if (error instanceof TypedWrong && error.commander instanceof CommanderError && error.commander.exitCode === 0) {
    return exitCodes.done;
  }
  const { exitCode, lines, document } =
    error instanceof TypedWrong ? usageLines(error, language) : explain(error, language);
  if (format === 'json') terminal.remark(`${JSON.stringify(document, null, 2)}\n`);
  else for (const line of lines) terminal.remark(`✖ ${line}\n`);
  return exitCode;
}

function createProgram(
  language: Language,
  terminal: Terminal,
  contextOf: (options: GlobalOptions) => Context,
  tellsVersion: boolean,
): Command {
  const words = rootWords[language];
  const helpWidth = Math.min(Number.isFinite(terminal.columns) ? terminal.columns : 80, 100);
  const root = prepare(new Command('sluice'), language);
  const titles: Readonly<Record<string, string>> = {
    'Usage:': words.usage,
    'Arguments:': words.arguments,
    'Options:': words.options,
    'Commands:': words.commands,
  };
  root
    .description(words.about)
    .usage(words.root)
    // Commander's own words are English; what it notices is worded anew.
    .configureOutput({ writeOut: terminal.answer, writeErr: () => {} })
    .configureHelp({
      helpWidth,
      styleTitle: (title) => titles[title] ?? title,
      subcommandTerm: (command) => command.name(),
      optionDescription: (option) => option.description,
    })
    .addOption(new Option('--server <url>', words.server))
    .addOption(new Option('--token <token>', words.token))
    .addOption(new Option('--project <name>', words.project))
    .addOption(new Option('-o, --output <format>', words.output).argParser(oneOf('--output', outputs, language)))
    .addOption(new Option('--lang <language>', words.lang).argParser(oneOf('--lang', ['en', 'uk'], language)))
    .addOption(new Option('--color', words.color))
    .addOption(new Option('--no-color', words.noColor))
    .addHelpText('after', () => `\n${words.more}`);
  if (tellsVersion) root.version(version, '-V, --version', words.version);
  const program: Program = {
    root,
    language,
    run:
      (act) =>
      (...given) =>
        act(contextOf(root.opts<GlobalOptions>()), ...given),
  };
  const { look, move, set, access } = words.groups;
  root.commandsGroup(look);
  declareEnvironments(program);
  declareReleases(program);
  declareExecutions(program);
  declareLogs(program);
  declareEvents(program);
  declareArtifacts(program);
  declareChanges(program);
  declareCheckList(program);
  declareLockList(program);
  declareWebhookList(program);
  declareFreezeList(program);
  declareSourceList(program);
  declareAudit(program);
  declareInsights(program);
  declareStatus(program);
  root.commandsGroup(move);
  declarePromotions(program);
  declareLocks(program);
  declareChecks(program);
  declareArtifactActs(program);
  root.commandsGroup(set);
  declareApps(program);
  declareManifests(program);
  declareSources(program);
  declareConfigurations(program);
  declareWebhooks(program);
  root.commandsGroup(access);
  declareIdentity(program);
  declareGroups(program);
  declareCompletion(program);
  declareHelp(program);
  declareAkkeris(program);
  return root;
}

const version = '0.1.0';

/** The language is needed before anything is parsed, because the parser itself speaks to people. */
function languageFrom(args: readonly string[]): Language | undefined {
  const given = valueOf(args, '--lang');
  return given === undefined ? undefined : languageOf(given);
}

function formatFrom(args: readonly string[]): string | undefined {
  return valueOf(args, '--output') ?? valueOf(args, '-o') ?? args.find((arg) => /^-o./.test(arg))?.slice(2);
}

function valueOf(args: readonly string[], option: string): string | undefined {
  for (const [index, arg] of args.entries()) {
    if (arg === '--') return undefined;
    if (arg === option) return args[index + 1];
    if (arg.startsWith(`${option}=`)) return arg.slice(option.length + 1);
  }
  return undefined;
}

import type { Language } from '@sluice/client';
import type { Command, CommanderError } from 'commander';
import type { Context } from '../context.ts';
import { UsageError } from '../failure.ts';
import { rootWords } from '../messages/root.ts';
import { parseDuration } from './duration.ts';

/** What the nouns need to add their commands to the program. */
export interface Program {
  readonly root: Command;
  readonly language: Language;
  /**
   * The action of a command. Commander calls it with the arguments, then the options; the module with the command
   * itself is imported only now, so that a start costs what is used.
   */
  readonly run: <Given extends unknown[]>(
    act: (context: Context, ...given: Given) => Promise<void>,
  ) => (...given: Given) => Promise<void>;
}

/** The command line was wrong in a way that commander noticed. It speaks English only, so it is worded anew. */
export class TypedWrong extends Error {
  readonly command: Command;
  readonly commander: CommanderError;

  constructor(command: Command, commander: CommanderError) {
    super(commander.message);
    this.command = command;
    this.commander = commander;
  }
}

export interface VerbWords {
  readonly about: string;
  /** Shown below the options, each ready to paste. */
  readonly examples?: readonly string[];
}

/** Adds a command below another. Its name is a word, or a word and its arguments: `show <name>`. */
export function verb(parent: Command, name: string, words: VerbWords, language: Language): Command {
  const command = parent.command(name).description(words.about);
  // Places for words are shown in capitals, as in the examples.
  command.usage(name.split(' ').slice(1).join(' ').replaceAll(/[<>]/g, '').toUpperCase());
  prepare(command, language);
  if (words.examples !== undefined && words.examples.length > 0) {
    const title = rootWords[language].examples;
    command.addHelpText('after', () => `\n${title}\n${words.examples?.map((line) => `  ${line}`).join('\n') ?? ''}`);
  }
  return command;
}

/** Settings that commander keeps per command. */
export function prepare(command: Command, language: Language): Command {
  return command
    .helpOption('-h, --help', rootWords[language].help)
    .helpCommand(false)
    .exitOverride((error) => {
      throw new TypedWrong(command, error);
    });
}

export function wholeNumber(option: string, language: Language): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isSafeInteger(value) || value < 1)
      throw new UsageError(rootWords[language].typed.notANumber(option, text));
    return value;
  };
}

/** In milliseconds. */
export function durationOption(option: string, language: Language): (text: string) => number {
  return (text) => {
    const value = parseDuration(text);
    if (value === undefined) throw new UsageError(rootWords[language].typed.notADuration(option, text));
    return value;
  };
}

export function oneOf<T extends string>(
  option: string,
  choices: readonly T[],
  language: Language,
): (text: string) => T {
  return (text) => {
    const found = choices.find((choice) => choice === text);
    if (found !== undefined) return found;
    throw new UsageError(rootWords[language].typed.notAllowed(option, text, choices.join(', ')));
  };
}

/** An option that may be given several times. Commander hands over what came before, if anything did. */
export function collect(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}

import { nearest } from '@sluice/client';
import type { Language } from '@sluice/client';
import type { Command, CommanderError } from 'commander';
import type { TypedWrong } from './commands/declare.ts';
import { exitCodes } from './failure.ts';
import type { Explained } from './failure.ts';
import { rootWords } from './messages/root.ts';

/** Words for what commander noticed: what is wrong, what was probably meant, where to read on. */
export function usageLines(wrong: TypedWrong, language: Language): Explained {
  const words = rootWords[language].typed;
  const { command, commander } = wrong;
  // Commander quotes what it is about: the option, the argument, the command.
  const word = /'([^']*)'/.exec(commander.message)?.[1] ?? '';
  const { sentence, near } = worded(commander, word, command, language);
  const path = pathOf(command);
  const line = [sentence, near === undefined ? words.seeHelp(path) : words.meant(near)].join(' ');
  return { exitCode: exitCodes.usage, lines: [line], document: { code: 'usage', detail: line } };
}

function worded(
  commander: CommanderError,
  word: string,
  command: Command,
  language: Language,
): { sentence: string; near?: string | undefined } {
  const words = rootWords[language].typed;
  switch (commander.code) {
    case 'commander.help':
    case 'commander.unknownCommand': {
      const typed = command.args[0] ?? word;
      const near = nearest(
        typed,
        command.commands.flatMap((known) => [known.name(), ...known.aliases()]),
      );
      if (typed === '')
        return { sentence: words.missingArgument(command.commands.map((known) => known.name()).join(' | ')) };
      return { sentence: words.unknownCommand([...pathOf(command).split(' ').slice(1), typed].join(' ')), near };
    }
    case 'commander.unknownOption': {
      const known = [command, ...ancestors(command)].flatMap(({ options }) =>
        options.flatMap(({ long }) => long ?? []),
      );
      return { sentence: words.unknownOption(word), near: nearest(word, known) };
    }
    case 'commander.missingArgument':
      return { sentence: words.missingArgument(word.toUpperCase()) };
    case 'commander.optionMissingArgument':
      return { sentence: words.missingValue(word) };
    case 'commander.missingMandatoryOptionValue':
      return { sentence: words.missingArgument(word) };
    case 'commander.excessArguments':
      return { sentence: words.tooMany(command.args[command.registeredArguments.length] ?? '') };
    default:
      return { sentence: commander.message.replace(/^error: /, '') };
  }
}

/** `sluice app create` */
function pathOf(command: Command): string {
  return [command, ...ancestors(command)]
    .map((one) => one.name())
    .toReversed()
    .join(' ');
}

function ancestors(command: Command): Command[] {
  return command.parent === null ? [] : [command.parent, ...ancestors(command.parent)];
}

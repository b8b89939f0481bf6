import { runCommandLine } from '../../cli/src/program.ts';
import { readConfig } from '../../cli/src/config.ts';

/** One command of the command line with its own help. */
export interface DocumentedCommand {
  /** As typed after `sluice`: `promote`, `config set`. */
  readonly name: string;
  readonly help: string;
}

/** Asks the command line itself: every command, and below it every command that it lists. */
export async function documentedCommands(root: string): Promise<DocumentedCommand[]> {
  const found: DocumentedCommand[] = [];
  const visit = async (words: readonly string[]): Promise<void> => {
    const help = await answerTo(root, [...words, '--help']);
    if (words.length > 0) found.push({ name: words.join(' '), help });
    for (const name of commandsIn(help, words.length === 0)) await visit([...words, name]);
  };
  await visit([]);
  return found;
}

/** The words that stand at the beginning of the lines of every group of commands. */
function commandsIn(help: string, isRoot: boolean): string[] {
  const names: string[] = [];
  let listing = false;
  for (const line of help.split('\n')) {
    if (/^\S.*:$/.test(line)) listing = isRoot ? line !== 'Options:' : line === 'Commands:';
    const [, name] = /^ {2}([a-z]+)(?: |$)/.exec(line) ?? [];
    if (listing && name !== undefined) names.push(name);
  }
  return names;
}

async function answerTo(root: string, args: readonly string[]): Promise<string> {
  let answer = '';
  await runCommandLine(['--lang', 'en', ...args], {
    config: readConfig({}),
    terminal: {
      answer: (text) => (answer += text),
      pour: async (text) => void (answer += text),
      remark: (text) => (answer += text),
      isScreen: false,
      columns: 100,
      rows: Number.POSITIVE_INFINITY,
    },
    checkout: root,
    workingDirectory: root,
    interrupted: () => new AbortController().signal,
    input: async () => '',
    now: () => new Date(0),
  });
  return answer.trimEnd();
}

/** The reference: a heading for each command, below it what `--help` says. */
export function commandReference(commands: readonly DocumentedCommand[]): string {
  return commands.map(({ name, help }) => `### sluice ${name}\n\n\`\`\`text\n${help}\n\`\`\``).join('\n\n');
}

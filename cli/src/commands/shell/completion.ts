import type { Context } from '../../context.ts';
import { UsageError } from '../../failure.ts';
import { serverWords } from '../../messages/server.ts';

// Every script asks the command itself, so that what is offered is always what there is.
const scripts: Readonly<Record<string, string>> = {
  bash: `_sluice() {
  local IFS=$'\\n'
  COMPREPLY=($(sluice __complete "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _sluice sluice
`,
  zsh: `#compdef sluice
_sluice() {
  local -a found
  found=("\${(@f)$(sluice __complete "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  compadd -a found
}
compdef _sluice sluice
`,
  fish: `complete -c sluice -f -a '(sluice __complete (commandline -opc)[2..-1] (commandline -ct) 2>/dev/null)'
`,
};

/** `sluice completion bash|zsh|fish` */
export async function completion(context: Context, shell: string): Promise<void> {
  const script = scripts[shell];
  if (script === undefined) throw new UsageError(serverWords[context.language].notAShell(shell));
  context.terminal.answer(script);
}

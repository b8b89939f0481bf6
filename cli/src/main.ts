import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { readConfig } from './config.ts';
import { processTerminal } from './output/terminal.ts';
import { runCommandLine } from './program.ts';

let interrupts: AbortController | undefined;

process.exitCode = await runCommandLine(process.argv.slice(2), {
  config: readConfig(),
  terminal: processTerminal(),
  // Both cli/src and cli/dist lie two folders below the checkout's root.
  checkout: resolve(import.meta.dirname, '../..'),
  workingDirectory: process.cwd(),
  interrupted: () => {
    if (interrupts === undefined) {
      const controller = new AbortController();
      interrupts = controller;
      // The first Ctrl-C ends what is watched; a second one finds the default and ends the program.
      process.once('SIGINT', () => controller.abort());
    }
    return interrupts.signal;
  },
  input: () => text(process.stdin),
  now: () => new Date(),
});

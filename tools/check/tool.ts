import { spawn } from 'node:child_process';

/** Runs a Node program in the checkout. Answers its whole output when it ends with anything but 0. */
export async function runTool(root: string, program: string, args: readonly string[]): Promise<string | undefined> {
  const child = spawn(process.execPath, [program, ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const keep = (chunk: Buffer): void => {
    output += chunk.toString();
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const code = await new Promise<number | string>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode, signal) => resolve(exitCode ?? signal ?? 1));
  });
  return code === 0 ? undefined : `${output.trimEnd()}\n(${program} ended with ${code})`;
}

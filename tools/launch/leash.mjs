import { Socket } from 'node:net';

// Loaded before the program that `runInstead` starts: the descriptor named here is a pipe that closes when the launcher is
// gone, also when it was killed with SIGKILL. The program then stops as if it had been asked to, instead of living on
// without a terminal. The name is taken out of the environment, because the program's own children are not on the leash.
const descriptor = process.env.SLUICE_LEASH_FD;
delete process.env.SLUICE_LEASH_FD;
if (descriptor !== undefined) {
  const pipe = new Socket({ fd: Number(descriptor), readable: true, writable: false });
  pipe.on('error', () => {});
  pipe.on('close', () => process.kill(process.pid, 'SIGTERM'));
  pipe.resume();
  pipe.unref();
}

import { execFileSync } from 'node:child_process';

/** Another user than the one who runs the tests. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/**
 * A user without any privilege, when the tests run as root and can therefore become one. `initdb` insists on a name for
 * its user id, so it is one that every machine knows.
 */
export function ordinaryAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string): number => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

import type { Exit } from './process-spawn.ts';

/** The processes that this server is the parent of. Only a parent learns how a process ended. */
export interface Children {
  add(processId: string, targetId: string, exit: Promise<Exit>): void;
  /** How it ended; undefined for somebody else's child, and for one that still runs after `waitMs`. */
  exitOf(processId: string, waitMs: number): Promise<Exit | undefined>;
  forget(processId: string): void;
}

export function createChildren(onExit: (processId: string, targetId: string, exit: Exit) => void): Children {
  const exits = new Map<string, Promise<Exit>>();
  return {
    add(processId, targetId, exit) {
      exits.set(processId, exit);
      void exit.then((how) => onExit(processId, targetId, how));
    },
    async exitOf(processId, waitMs) {
      const exit = exits.get(processId);
      if (exit === undefined) return;
      let timer: NodeJS.Timeout | undefined;
      const patience = new Promise<undefined>((resolve) => {
        timer = setTimeout(() => resolve(undefined), waitMs);
      });
      return Promise.race([exit, patience]).finally(() => clearTimeout(timer));
    },
    forget(processId) {
      exits.delete(processId);
    },
  };
}

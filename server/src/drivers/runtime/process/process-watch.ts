import { isSameProcess } from '../../../lib/process-identity.ts';
import { processKind } from './process-controller.ts';
import type { ProcessParts } from './process-parts.ts';
import type { ProcessRest } from './process-rest.ts';
import { readLiveProcesses } from './process-store.ts';

export interface ProcessWatch {
  start(): void;
  stop(): Promise<void>;
}

/**
 * Every replica looks at every recorded process, whoever started it, and wakes its target when one has ended. The
 * parent learns an exit at once; this is for the processes whose parent is gone.
 */
export function createProcessWatch(
  parts: Pick<ProcessParts, 'db' | 'transact' | 'log'>,
  rest: Pick<ProcessRest, 'resumeIfStaying'>,
  periodMs: number,
): ProcessWatch {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  let stopped = false;

  const look = async (): Promise<void> => {
    await rest.resumeIfStaying();
    const processes = await readLiveProcesses(parts.db);
    const targets = new Set<string>();
    for (const process of processes) {
      if (process.identity !== null && !(await isSameProcess(process.identity))) targets.add(process.targetId);
    }
    if (targets.size === 0) return;
    await parts.transact(async (tx) => {
      for (const targetId of targets) tx.wake(processKind, targetId);
    });
  };

  const schedule = (): void => {
    if (stopped) return;
    timer = setTimeout(() => {
      running = look()
        .catch((error: unknown) => parts.log.warn({ err: error }, 'cannot look at the processes'))
        .then(schedule);
    }, periodMs);
  };

  return {
    start: schedule,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}

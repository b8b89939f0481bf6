import { describe, expect, test } from 'vitest';
import { describeHealth } from './process-health.ts';
import { processMessages as say } from './process-messages.ts';
import type { ProcessState, ReleaseState, TargetState } from './process.ts';

const begin = Date.UTC(2026, 0, 1, 12);
const at = (seconds: number): Date => new Date(begin + seconds * 1000);
const target: TargetState = {
  targetId: 't',
  project: 'default',
  app: 'shop',
  environment: 'qa',
  target: 'local',
  onlyTarget: true,
  releaseId: 'r',
  releaseNumber: 1,
  servingReleaseId: 'r',
  removed: false,
};
const release: ReleaseState = {
  releaseId: 'r',
  targetId: 't',
  releaseNumber: 1,
  artifactDigest: 'd',
  version: '1',
  healthPath: null,
  deadlineMs: 30_000,
  phase: 'ready',
  message: say.process_starting(),
  procfile: [{ type: 'web', command: 'run' }],
  directory: '/d',
  switchedAt: null,
};
const web: ProcessState = {
  id: 'p',
  targetId: 't',
  releaseId: 'r',
  type: 'web',
  command: 'run',
  stage: 'running',
  restarts: 0,
  crashingSince: null,
  startAt: at(0),
  port: 1,
  host: 'h',
  identity: null,
  spawnedAt: at(0),
  readyAt: at(1),
  unroutedGeneration: null,
  unroutedAt: null,
  stopAt: null,
  killAt: null,
  goneAt: null,
  outcome: null,
  exitCode: null,
  exitSignal: null,
};
const crashed: ProcessState = { ...web, stage: 'gone', goneAt: at(10), outcome: 'exited', exitCode: 7 };
const address = { scheme: 'http', baseDomain: 'localhost', port: 7070 } as const;
const health = (processes: readonly ProcessState[], seconds: number) =>
  describeHealth(target, [release], processes, { now: at(seconds), address, stableMs: 60_000 });

describe('the health of what serves', () => {
  test('is good while it runs, also after one crash that it has got over', () => {
    expect(health([web], 5)).toMatchObject({ healthy: true, releaseId: 'r' });
    const again = { ...web, restarts: 1, crashingSince: at(10), spawnedAt: at(11), readyAt: at(12) };
    expect(health([crashed, again], 13)).toMatchObject({ healthy: true });
  });

  test('is bad in a row of crashes, with the reason and since when, even in the moments in which it is up', () => {
    const waiting = { ...web, stage: 'waiting', restarts: 3, crashingSince: at(10), startAt: at(40) } as const;
    expect(health([{ ...crashed, restarts: 2, crashingSince: at(10) }, waiting], 36)).toMatchObject({
      healthy: false,
      message: {
        text: 'web exited with code 7; restart 3 in 4 s, crashing since 2026-01-01T12:00:10.000Z. See: sluice logs',
      },
    });
    const up = { ...web, restarts: 3, crashingSince: at(10), spawnedAt: at(40), readyAt: at(41) };
    expect(health([crashed, up], 50)).toMatchObject({
      healthy: false,
      message: {
        code: 'process_keeps_crashing',
        params: { restarts: 3, since: '2026-01-01T12:00:10.000Z', code: 7, signal: null },
      },
    });
    expect(health([crashed, { ...up, readyAt: null }], 41)).toMatchObject({
      healthy: false,
      message: { code: 'process_restarted_not_ready' },
    });
    // A minute of peace, and the row is over.
    expect(health([crashed, up], 100)).toMatchObject({ healthy: true });
  });

  test('says that it is being brought back after the last server had put it to rest', () => {
    const rested = { ...web, stage: 'gone', outcome: 'rested', goneAt: at(10) } as const;
    for (const processes of [
      [rested],
      [rested, { ...web, readyAt: null }],
      [{ ...rested, stage: 'stopping' } as const],
    ]) {
      expect(health(processes, 20)).toMatchObject({ healthy: false, message: { code: 'process_resuming' } });
    }
    expect(health([rested, web], 20)).toMatchObject({ healthy: true });
  });

  test('is good while the workers of a release that has just got the traffic are about to begin', () => {
    const procfile = [
      { type: 'web', command: 'run' },
      { type: 'worker', command: 'work' },
    ];
    const switched = { ...release, procfile, switchedAt: at(2) };
    const worker = { ...web, id: 'w', type: 'worker', stage: 'waiting', spawnedAt: null, readyAt: null } as const;
    const seen = (processes: readonly ProcessState[], seconds: number) =>
      describeHealth(target, [switched], processes, { now: at(seconds), address, stableMs: 60_000 });
    expect(seen([web], 3)).toMatchObject({ healthy: true });
    expect(seen([web, worker], 3)).toMatchObject({ healthy: true });
    expect(seen([web, { ...worker, stage: 'gone', outcome: 'exited', exitCode: 1 }], 3)).toMatchObject({
      healthy: false,
    });
    expect(seen([web], 60)).toMatchObject({ healthy: false, message: { code: 'process_nothing_running' } });
    expect(seen([worker], 3)).toMatchObject({ healthy: false });
  });

  test('is unknown where nothing was ever in traffic', () => {
    expect(
      describeHealth({ ...target, servingReleaseId: null }, [release], [], { now: at(0), address, stableMs: 1 }),
    ).toBe(undefined);
  });
});

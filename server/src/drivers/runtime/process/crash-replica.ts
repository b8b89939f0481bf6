import { readFileSync } from 'node:fs';
import type { DeployOrder } from '../../../releases/runtime.ts';
import { createArtifacts, startReplica } from './test-runtime.ts';
import type { Files } from './test-runtime.ts';

/**
 * A replica in a process of its own, for tests that kill it: `node crash-replica.ts <scenario.json>`. With a boundary in
 * the scenario it kills itself, without any chance to tidy up, when it comes there for the n-th time.
 */
export interface Scenario {
  readonly connectionString: string;
  readonly dataDir: string;
  readonly files: Readonly<Record<string, Files>>;
  readonly orders: readonly DeployOrder[];
  readonly killAt?: { readonly boundary: string; readonly time: number };
}

const path = process.argv[2];
if (path === undefined) throw new Error('the path of a scenario is missing');
const scenario = JSON.parse(readFileSync(path, 'utf8')) as Scenario;
const artifacts = createArtifacts();
for (const [digest, files] of Object.entries(scenario.files)) artifacts.byDigest.set(digest, files);
for (const order of scenario.orders) artifacts.orders.set(order.releaseId, order);

let passed = 0;
const replica = await startReplica({
  connection: { connectionString: scenario.connectionString },
  dataDir: scenario.dataDir,
  artifacts,
  runtime: {
    reached: (boundary) => {
      if (boundary !== scenario.killAt?.boundary) return;
      passed += 1;
      if (passed === scenario.killAt.time) process.kill(process.pid, 'SIGKILL');
    },
  },
});
process.on('message', (word) => {
  if (word === 'leave') void replica.runtime.leave().then(() => process.send?.('left'));
});
process.send?.('ready');

import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { freePort } from '../server/src/listen.ts';

/**
 * How long the journey of a commit takes, on the real server with its embedded PostgreSQL: from push to ready, the answer
 * to `promote`, a rollback, and an event on its way to a follower. Beside each figure its floor, measured in the same run:
 * the bare start of the app, a bare request. The difference or ratio says more than the figure on a machine that others
 * use too. `node bench/journey.ts [rounds]`, about 2 s a round.
 */
const rounds = Number(process.argv[2] ?? 15);
const execute = promisify(execFile);
const folder = await mkdtemp(join(tmpdir(), 'sluice-bench-'));
const dataDir = join(folder, 'data');
const port = await freePort('127.0.0.1');
const url = `http://127.0.0.1:${port}`;

const source = `require('node:http').createServer((request, response) => response.end(require('node:fs')
  .readFileSync(__dirname + '/version', 'utf8'))).listen(Number(process.env.PORT), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
`;
const manifest = `apiVersion: sluice.dev/v1alpha1
kind: App
metadata: { name: shop }
spec: { repository: { defaultBranch: develop }, health: / }
---
apiVersion: sluice.dev/v1alpha1
kind: Pipeline
metadata: { name: shop }
spec:
  app: shop
  environments:
    - name: development
      from: { branch: develop }
      targets: [{ name: local, runtime: process }]
    - name: qa
      promote: { by: merge }
      targets: [{ name: local, runtime: process }]
`;

const server = spawn(process.execPath, [fileURLToPath(new URL('../server/src/main.ts', import.meta.url))], {
  env: { PATH: process.env['PATH'], SLUICE_DATA_DIR: dataDir, SLUICE_DEMO: '0', SLUICE_PORT: String(port) },
  stdio: 'ignore',
});
const exited = once(server, 'exit');
try {
  // The last thing that a start writes.
  await eventually(
    async () =>
      access(join(dataDir, 'server.json')).then(
        () => true,
        () => false,
      ),
    60_000,
  );
  const token = (await readFile(join(dataDir, 'admin-token'), 'utf8')).trim();
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const post = async (path: string, body: unknown): Promise<unknown> => {
    const response = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  const { delays, stop } = follow(headers);

  await post('/v1/apply', { manifest });
  const clone = join(folder, 'clone');
  const git = (...args: string[]): Promise<unknown> =>
    execute('git', ['-c', 'user.name=ada', '-c', 'user.email=ada@example.org', ...args], { cwd: clone });
  await mkdir(clone);
  await git('init', '-q', '-b', 'develop');
  await writeFile(join(clone, 'Procfile'), 'web: node app.cjs\n');
  await writeFile(join(clone, 'app.cjs'), source);
  const remote = `http://ada:${token}@127.0.0.1:${port}/git/shop.git`;

  const starts: number[] = [];
  const pushes: number[] = [];
  const bare: number[] = [];
  const promotes: number[] = [];
  const toQa: number[] = [];
  const rollbacks: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await writeFile(join(clone, 'version'), `v${round}`);
    await git('add', '-A');
    await git('commit', '-q', '-m', `Show v${round}`);
    starts.push(await bareStart(clone));
    await eventually(async () => (await ask('/git/shop.git/info/refs?service=git-upload-pack')) !== undefined, 10_000);
    await git('push', '-q', remote, 'HEAD:refs/heads/develop');
    pushes.push(await serves('development', `v${round}`));

    await idle('development', headers);
    bare.push(await timed(() => fetch(`${url}/livez`).then((response) => response.text())));
    const began = performance.now();
    promotes.push(await timed(() => post('/v1/promotions', { app: 'shop', environment: 'qa' })));
    await serves('qa', `v${round}`);
    toQa.push(performance.now() - began);
    if (round % 2 === 0) continue;
    const asked = performance.now();
    await idle('qa', headers);
    await post('/v1/rollbacks', { app: 'shop', environment: 'qa' });
    await serves('qa', `v${round - 1}`);
    rollbacks.push(performance.now() - asked);
    await idle('qa', headers);
  }
  stop();

  const start = median(starts);
  const rows = [
    ["the app's own bare start", median(starts), ''],
    ['push answered → live', median(pushes), `${ms(median(pushes) - start)} over the bare start`],
    ['promote answered', median(promotes), `${(median(promotes) / median(bare)).toFixed(1)} times a bare request`],
    ['  a bare request', median(bare), ''],
    ['promote → live by merge', median(toQa), `${ms(median(toQa) - start)} over the bare start`],
    ['rollback → old version live', median(rollbacks), `${ms(median(rollbacks) - start)} over the bare start`],
    ['event written → read by a follower', median(delays), `p95 ${ms(percentile(delays, 95))} of ${delays.length}`],
  ] as const;
  console.log(`medians of ${rounds} rounds`);
  for (const [what, value, note] of rows) console.log(`  ${what.padEnd(36)} ${ms(value).padStart(10)}   ${note}`);
} finally {
  server.kill('SIGTERM');
  await exited;
  // Apps outlive their server by intention; every one of these was started from the folder that goes away.
  for (const pid of await startedBelow(folder)) process.kill(pid, 'SIGKILL');
  await rm(folder, { recursive: true, force: true });
}

/** From the spawn of the app by hand until it answers. */
async function bareStart(cwd: string): Promise<number> {
  const own = await freePort('127.0.0.1');
  const from = performance.now();
  const app = spawn(process.execPath, ['app.cjs'], { cwd, env: { PORT: String(own) }, stdio: 'ignore' });
  await eventually(async () => (await ask('/', undefined, own)) !== undefined, 10_000);
  const took = performance.now() - from;
  app.kill('SIGKILL');
  await once(app, 'exit');
  return took;
}

async function serves(environment: string, version: string): Promise<number> {
  const from = performance.now();
  await eventually(async () => (await ask('/', `${environment}.shop.localhost`)) === version, 30_000);
  return performance.now() - from;
}

/** Until nothing is on its way there, as the doors see it. */
async function idle(environment: string, headers: Record<string, string>): Promise<void> {
  await eventually(async () => {
    const response = await fetch(`${url}/v1/promotions?app=shop&environment=${environment}&limit=1`, { headers });
    const page: { items: { state: string }[] } = JSON.parse(await response.text());
    return page.items[0]?.state === 'finished';
  }, 10_000);
}

/** How much later than it was written each event arrives at a follower, in ms. */
function follow(headers: Record<string, string>): { delays: number[]; stop: () => void } {
  const delays: number[] = [];
  const abort = new AbortController();
  const read = async (): Promise<void> => {
    const response = await fetch(`${url}/v1/events`, {
      headers: { ...headers, accept: 'text/event-stream' },
      signal: abort.signal,
    });
    let text = '';
    for await (const chunk of response.body ?? []) {
      text += Buffer.from(chunk).toString();
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        const at = /"at":"([^"]+)"/.exec(text.slice(0, end))?.[1];
        if (at !== undefined) delays.push(Math.max(0, performance.timeOrigin + performance.now() - Date.parse(at)));
        text = text.slice(end + 2);
      }
    }
  };
  read().catch((error: unknown) => {
    if (!abort.signal.aborted) console.error(error);
  });
  return { delays, stop: () => abort.abort() };
}

function ask(path: string, host = 'localhost', to = port): Promise<string | undefined> {
  return new Promise((resolve) => {
    const asking = request({ host: '127.0.0.1', port: to, path, headers: { host: `${host}:${to}` } }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve(text));
      response.on('error', () => resolve(undefined));
    });
    asking.on('error', () => resolve(undefined));
    asking.end();
  });
}

async function eventually(probe: () => Promise<boolean>, withinMs: number): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await probe())) {
    if (performance.now() > deadline) throw new Error(`not within ${withinMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

async function timed(act: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await act();
  return performance.now() - from;
}

async function startedBelow(path: string): Promise<number[]> {
  const { stdout } = await execute('ps', ['-axo', 'pid=']);
  const pids = stdout
    .split('\n')
    .map(Number)
    .filter((pid) => pid > 0 && pid !== process.pid);
  const found: number[] = [];
  for (const pid of pids) {
    const where = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
    if (where.includes(`=${path}/`)) found.push(pid);
  }
  return found;
}

function percentile(samples: readonly number[], percent: number): number {
  const sorted = samples.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? Number.NaN;
}

function median(samples: readonly number[]): number {
  return percentile(samples, 50);
}

function ms(value: number): string {
  return `${value.toFixed(value < 100 ? 1 : 0)} ms`;
}

import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { problem, serveDocuments } from '../test-api.ts';
import { sluice } from '../test-command-line.ts';
import { discover, withScheme } from './discover.ts';
import type { Wanted } from './discover.ts';
import { loginPath, writeLogin } from './login-file.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-cli-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function dataDirectory(name: string, url: string, token: string): Promise<string> {
  const path = join(folder, name);
  await mkdir(path, { recursive: true });
  await writeFile(join(path, 'server.json'), JSON.stringify({ url, pid: 1, startedAt: '2026-11-20T15:00:00Z' }));
  await writeFile(join(path, 'admin-token'), `${token}\n`);
  return path;
}

function wanted(changes: Partial<Wanted> = {}): Wanted {
  return {
    server: undefined,
    token: undefined,
    dataDirectory: undefined,
    configHome: join(folder, 'config'),
    dataHome: join(folder, 'share'),
    workingDirectory: join(folder, 'shop', 'src'),
    checkout: join(folder, 'checkout'),
    ...changes,
  };
}

describe('the server is found', () => {
  test('in the working directory or above it, then beside the program, then where an installed one keeps its data', async () => {
    await dataDirectory('share/sluice', 'http://127.0.0.1:1', 'slc_installed');
    expect(await discover(wanted())).toMatchObject({ server: 'http://127.0.0.1:1', token: 'slc_installed' });
    await dataDirectory('checkout/.sluice', 'http://127.0.0.1:2', 'slc_checkout');
    expect(await discover(wanted())).toMatchObject({ server: 'http://127.0.0.1:2', token: 'slc_checkout' });
    await dataDirectory('shop/.sluice', 'http://127.0.0.1:3', 'slc_above');
    expect(await discover(wanted())).toMatchObject({ server: 'http://127.0.0.1:3', token: 'slc_above' });
  });

  test('by what was given before anything else', async () => {
    await dataDirectory('shop/.sluice', 'http://127.0.0.1:3', 'slc_above');
    await writeLogin(join(folder, 'config'), { server: 'https://sluice.example.org', token: 'slc_login' });
    expect(await discover(wanted())).toEqual({
      server: 'https://sluice.example.org',
      token: 'slc_login',
      origin: 'login',
    });
    const given = await discover(wanted({ server: 'https://other.example.org', token: 'slc_given' }));
    expect(given).toEqual({ server: 'https://other.example.org', token: 'slc_given', origin: 'settings' });
    const named = await discover(wanted({ dataDirectory: join(folder, 'shop', '.sluice') }));
    expect(named).toMatchObject({ server: 'http://127.0.0.1:3', token: 'slc_above' });
  });

  test('and its token is shown to no other server', async () => {
    await dataDirectory('shop/.sluice', 'http://127.0.0.1:3', 'slc_above');
    expect(await discover(wanted({ server: 'https://other.example.org' }))).toMatchObject({ token: undefined });
    expect(await discover(wanted({ server: 'http://127.0.0.1:3/' }))).toMatchObject({ token: 'slc_above' });
  });

  test('nowhere, and that is said with what to do', async () => {
    expect(await discover(wanted())).toBeUndefined();
    const outcome = await sluice(['list'], { workingDirectory: folder });
    expect(outcome).toEqual({
      code: 5,
      out: '',
      err: '✖ No Sluice is known here. Start one with npm start in its checkout, or say where it is: sluice login --server URL.\n',
    });
  });

  test('stopped, and that is said with the way to start it', async () => {
    const path = await dataDirectory('.sluice', 'http://127.0.0.1:3', 'slc_x');
    await rm(join(path, 'server.json'));
    expect(await sluice(['list'], { workingDirectory: folder })).toEqual({
      code: 5,
      out: '',
      err: `✖ Sluice is not running; its data is in ${path}. Start it with npm start.\n`,
    });
    await writeLogin(join(folder, 'config'), { server: 'https://sluice.example.org', token: 'slc_login' });
    expect(await discover(wanted({ workingDirectory: folder }))).toMatchObject({ origin: 'login' });
  });

  test('from its file even when it has stopped, so that its absence can be named', async () => {
    const gone = await serveDocuments({});
    await gone.stop();
    await dataDirectory('.sluice', gone.url, 'slc_x');
    const { code, err } = await sluice(['list', '--lang', 'uk'], { workingDirectory: folder });
    expect([code, err]).toEqual([
      5,
      `✖ Sluice не запущено: за адресою ${gone.url} ніхто не відповідає. Запустіть його: npm start.\n`,
    ]);
  });

  test('although its token cannot be read', async () => {
    const path = await dataDirectory('shop/.sluice', 'http://127.0.0.1:3', 'slc_above');
    await rm(join(path, 'admin-token'));
    await mkdir(join(path, 'admin-token'));
    expect(await discover(wanted())).toMatchObject({ unreadableToken: join(path, 'admin-token') });
    const { code, err } = await sluice(['list'], { workingDirectory: join(folder, 'shop') });
    expect(code).toBe(3);
    expect(err).toContain(`${join(path, 'admin-token')} is not yours to read.`);
  });
});

test.each([
  ['localhost:7070', 'http://localhost:7070'],
  ['127.0.0.1:7070', 'http://127.0.0.1:7070'],
  ['sluice.example.org', 'https://sluice.example.org'],
  ['http://sluice.example.org', 'http://sluice.example.org'],
])('%s is taken as %s', (typed, meant) => {
  expect(withScheme(typed)).toBe(meant);
});

describe('login', () => {
  test('keeps what the server has accepted, for its owner alone, until logout', async () => {
    const api = await serveDocuments({ 'GET /v1/whoami': { actor: 'ada', bindings: [], token: null } });
    const environment = { XDG_CONFIG_HOME: join(folder, 'config') };
    try {
      const outcome = await sluice(['login', '--server', api.url], { input: 'slc_mine\n', environment });
      expect(outcome).toEqual({ code: 0, out: `✔ You are ada at ${api.url}.\n`, err: '' });
      const path = loginPath(join(folder, 'config'));
      expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({ server: api.url, token: 'slc_mine' });
      expect((await stat(path)).mode & 0o777).toBe(0o600);
      expect((await sluice(['whoami'], { environment })).out).toContain('ada');
      expect(api.asked.at(-1)?.headers.authorization).toBe('Bearer slc_mine');
      expect((await sluice(['logout'], { environment })).out).toContain('Forgotten.');
      expect((await sluice(['logout'], { environment })).out).toContain('nothing to forget');
    } finally {
      await api.stop();
    }
  });

  test('keeps nothing that the server refuses', async () => {
    const api = await serveDocuments({ 'GET /v1/whoami': problem(401, 'token_unknown', 'This token is not known.') });
    const environment = { XDG_CONFIG_HOME: join(folder, 'config') };
    try {
      const outcome = await sluice(['login', '--server', api.url], { input: 'slc_bad', environment });
      expect(outcome).toEqual({ code: 3, out: '', err: '✖ This token is not known.\n' });
      await expect(readFile(loginPath(join(folder, 'config')))).rejects.toThrow('ENOENT');
    } finally {
      await api.stop();
    }
  });
});

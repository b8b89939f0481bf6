import { describe, expect, test } from 'vitest';
import { parseConfig, publicUrlOf } from './config.ts';
import { settings } from './settings.ts';
import type { Surroundings } from './config.ts';
import { Problem } from './lib/problem.ts';

const plain: Surroundings = {
  env: {},
  args: [],
  checkout: '/src/sluice',
  home: '/home/ada',
  workingDirectory: '/desk',
  isTerminal: false,
};

test('without any setting everything has its default', () => {
  expect(parseConfig(plain)).toMatchObject({
    port: 7070,
    bind: '127.0.0.1',
    publicUrl: undefined,
    baseDomain: 'localhost',
    dataDir: '/src/sluice/.sluice',
    demo: true,
    databaseUrl: undefined,
    trustedProxies: [],
    logLevel: 'info',
    logTo: 'stderr',
    language: 'en',
  });
  expect(publicUrlOf(parseConfig(plain), 8123)).toBe('http://localhost:8123');
});

test('the network may not make the server read from this machine or its neighbours unless told so', () => {
  const of = (env: Surroundings['env']) => {
    const { importPaths, privateHosts } = parseConfig({ ...plain, env });
    return { importPaths, privateHosts };
  };
  expect(of({})).toEqual({ importPaths: ['/'], privateHosts: true });
  expect(of({ SLUICE_BIND: '::1' })).toEqual({ importPaths: ['/'], privateHosts: true });
  expect(of({ SLUICE_BIND: '0.0.0.0' })).toEqual({ importPaths: [], privateHosts: false });
  expect(of({ SLUICE_BIND: '0.0.0.0', SLUICE_IMPORT_PATHS: '/srv/git:/opt/git', SLUICE_PRIVATE_HOSTS: '1' })).toEqual({
    importPaths: ['/srv/git', '/opt/git'],
    privateHosts: true,
  });
  expect(() => of({ SLUICE_IMPORT_PATHS: 'git' })).toThrow('absolute paths');
});

test('how long things are kept is a setting each; 0 is for ever, and a rollback always finds something', () => {
  const of = (env: Surroundings['env']) => parseConfig({ ...plain, env }).retention;
  expect(of({})).toEqual({ eventsDays: 400, stepsDays: 400, logsDays: 90, artifactsDays: 180, releases: 20 });
  expect(of({ SLUICE_RETENTION_EVENTS_DAYS: '0', SLUICE_RETENTION_RELEASES: '2' })).toMatchObject({
    eventsDays: 0,
    releases: 2,
  });
  expect(() => of({ SLUICE_RETENTION_RELEASES: '1' })).toThrow('a number from 2 to 1000');
  expect(() => of({ SLUICE_RETENTION_LOGS_DAYS: '-1' })).toThrow('a number of days');
});

test('builds get of the environment only what is named', () => {
  const env = { SLUICE_BUILD_ENV: 'HTTPS_PROXY, NODE_EXTRA_CA_CERTS', HTTPS_PROXY: 'http://proxy:3128', SECRET: 'no' };
  expect(parseConfig({ ...plain, env }).buildEnvironment).toEqual({ HTTPS_PROXY: 'http://proxy:3128' });
  expect(parseConfig(plain).buildEnvironment).toEqual({});
  expect(() => parseConfig({ ...plain, env: { SLUICE_BUILD_ENV: 'A B' } })).toThrow('names of environment variables');
});

test('an installed package keeps its data where the system says', () => {
  const installed = { ...plain, checkout: undefined };
  expect(parseConfig(installed).dataDir).toBe('/home/ada/.local/share/sluice');
  expect(parseConfig({ ...installed, env: { XDG_DATA_HOME: '/data' } }).dataDir).toBe('/data/sluice');
  expect(parseConfig({ ...installed, env: { XDG_DATA_HOME: 'data' } }).dataDir).toBe('/home/ada/.local/share/sluice');
});

test('a flag wins over its variable, a variable over its alias, and an empty one is none', () => {
  const env = { PORT: '1', SLUICE_PORT: '2', SLUICE_BIND: '', SLUICE_DATA_DIR: 'here' };
  expect(parseConfig({ ...plain, env })).toMatchObject({ port: 2, bind: '127.0.0.1', dataDir: '/desk/here' });
  expect(parseConfig({ ...plain, env: { PORT: '1' } }).port).toBe(1);
  expect(parseConfig({ ...plain, env, args: ['--port', '3', '--bind=::', '--no-demo'] })).toMatchObject({
    port: 3,
    bind: '::',
    demo: false,
  });
});

test('every mistake is told at once, with what is allowed, and no secret is repeated', () => {
  const problem = refusal({
    ...plain,
    env: {
      SLUICE_PORT: 'http',
      SLUICE_DEMO: 'maybe',
      DATABASE_URL: 'mysql://root:hunter2@db/x',
      SLUICE_SECRET_KEY: 'hunter2',
    },
    args: ['--prot', '80', '--bind', 'localhost', '--log-level'],
  });
  expect(problem.code).toBe('settings_invalid');
  expect(problem.message.split('\n')).toEqual([
    '8 settings are not right:',
    '  --prot: there is no such option. Did you mean --port?',
    '  80: there is no such option. See them all with --help.',
    '  --log-level: a value is missing. Write it as --log-level=VALUE.',
    '  SLUICE_PORT is "http": it must be a number from 0 to 65535.',
    '  --bind is "localhost": it must be an IP address of this machine, or 0.0.0.0 or :: for all of them.',
    '  SLUICE_DEMO is "maybe": it must be 1 or 0.',
    '  DATABASE_URL: the value must be a URL like postgres://user:password@host:5432/name.',
    '  SLUICE_SECRET_KEY: the value must be 32 bytes in base64 (openssl rand -base64 32).',
  ]);
});

describe('is refused:', () => {
  test.each([
    ['SLUICE_PORT', '65536'],
    ['SLUICE_PUBLIC_URL', 'ftp://x'],
    ['SLUICE_PUBLIC_URL', 'https://x/path'],
    ['SLUICE_BASE_DOMAIN', 'a b'],
    ['SLUICE_TRUSTED_PROXIES', '10.0.0.0/33'],
    ['SLUICE_TRUSTED_PROXIES', 'everybody'],
    ['SLUICE_LANG', 'fr'],
  ])('%s=%s', (name, value) => {
    expect(refusal({ ...plain, env: { [name]: value } }).message).toContain(name);
  });
});

test('a language of the system that Sluice does not speak is no mistake', () => {
  expect(parseConfig({ ...plain, env: { LANG: 'fr_FR.UTF-8' } }).language).toBe('en');
  expect(parseConfig({ ...plain, env: { LANG: 'uk_UA.UTF-8' } }).language).toBe('uk');
  expect(parseConfig({ ...plain, env: { LANG: 'uk_UA.UTF-8', SLUICE_LANG: 'en' } }).language).toBe('en');
  expect(parseConfig({ ...plain, env: { LANG: 'C.UTF-8' } }).language).toBe('en');
});

test('every setting is documented', () => {
  for (const setting of settings) {
    expect(setting.name).toMatch(/^(SLUICE_[A-Z_]+|DATABASE_URL)$/);
    expect(setting.meaning).toMatch(/\.$/);
  }
});

function refusal(surroundings: Surroundings): Problem {
  try {
    parseConfig(surroundings);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('was accepted');
}

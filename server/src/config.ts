import { isIP } from 'node:net';
import { homedir } from 'node:os';
import { join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { configMessages as messages } from './config-messages.ts';
import { languages } from './lib/message.ts';
import type { Language, Message } from './lib/message.ts';
import { Problem } from './lib/problem.ts';
import { didYouMean } from './lib/suggestion.ts';
import type { Retention } from './retention/index.ts';
import * as setting from './settings.ts';
import { logLevels, settings } from './settings.ts';
import type { Setting } from './settings.ts';

/** Everything that can be set from outside, read once at start. */
export interface Config {
  readonly port: number;
  readonly bind: string;
  /** Undefined: `http://localhost:<port>`, see `publicUrlOf`. */
  readonly publicUrl: string | undefined;
  readonly baseDomain: string;
  readonly dataDir: string;
  readonly demo: boolean;
  /** Undefined: the embedded PostgreSQL in the data directory. */
  readonly databaseUrl: string | undefined;
  readonly trustedProxies: readonly string[];
  /** Folders of this machine from which repositories may be imported. */
  readonly importPaths: readonly string[];
  /** Whether URLs that people give may lead to private addresses. */
  readonly privateHosts: boolean;
  /** What builds get of the server's own environment. */
  readonly buildEnvironment: Readonly<Record<string, string>>;
  readonly secretKey: string | undefined;
  readonly retention: Retention;
  readonly logLevel: (typeof logLevels)[number];
  readonly logTo: 'stderr' | 'file';
  /** Of what the server prints at start. */
  readonly language: Language;
  /** Where programs such as git are looked for. */
  readonly searchPath: string;
  readonly help: boolean;
}

export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly args: readonly string[];
  /** The checkout that this runs from; undefined when it is installed as a package. */
  readonly checkout: string | undefined;
  readonly home: string;
  readonly workingDirectory: string;
  readonly isTerminal: boolean;
}

/** Reads the surroundings of this process. Throws one `Problem` that names every setting that is not right. */
export function readConfig(): Config {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  return parseConfig({
    env: process.env,
    args: process.argv.slice(2),
    checkout: root.split(sep).includes('node_modules') ? undefined : root,
    home: homedir(),
    workingDirectory: process.cwd(),
    isTerminal: process.stdout.isTTY,
  });
}

/** The same of given surroundings. Flags win over the environment; an empty variable counts as none. */
export function parseConfig(surroundings: Surroundings): Config {
  const { env, home, checkout, workingDirectory } = surroundings;
  const wrong: Message[] = [];
  const flags = parseFlags(surroundings.args, wrong);

  function read<T>(setting: Setting, schema: z.ZodType<T, string>): T | undefined {
    const given = givenValue(setting, env, flags);
    if (given === undefined) return undefined;
    const parsed = schema.safeParse(given.value);
    if (parsed.success) return parsed.data;
    const value = setting.secret === true ? null : given.value;
    wrong.push(messages.setting_invalid({ name: given.name, value, allowed: setting.allowed }));
    return undefined;
  }

  const port = read(setting.port, wholeNumber(0, 65_535)) ?? 7070;
  const bind =
    read(
      setting.bind,
      z.string().refine((text) => isIP(text) !== 0),
    ) ?? '127.0.0.1';
  // Who can only come from this machine may use what lies on it; the network may not.
  const isLocal = bind === '::1' || bind.startsWith('127.');
  const config: Config = {
    port,
    bind,
    publicUrl: read(setting.publicUrl, originSchema),
    baseDomain:
      read(
        setting.baseDomain,
        z
          .string()
          .toLowerCase()
          .regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/)
          .max(150),
      ) ?? 'localhost',
    dataDir: resolve(
      workingDirectory,
      read(setting.dataDir, z.string().refine(isPath)) ?? defaultDataDir(env, home, checkout),
    ),
    demo: read(setting.demo, booleanSchema) ?? true,
    databaseUrl: read(setting.databaseUrl, z.string().refine(isPostgresUrl)),
    trustedProxies: read(setting.trustedProxies, proxiesSchema) ?? [],
    importPaths: read(setting.importPaths, pathsSchema) ?? (isLocal ? ['/'] : []),
    privateHosts: read(setting.privateHosts, booleanSchema) ?? isLocal,
    buildEnvironment: chosen(env, read(setting.buildEnvironment, namesSchema) ?? []),
    secretKey: read(
      setting.secretKey,
      z.string().refine((text) => Buffer.from(text, 'base64').length === 32),
    ),
    retention: {
      eventsDays: read(setting.retentionEvents, days) ?? 400,
      stepsDays: read(setting.retentionSteps, days) ?? 400,
      logsDays: read(setting.retentionLogs, days) ?? 90,
      artifactsDays: read(setting.retentionArtifacts, days) ?? 180,
      releases: read(setting.retentionReleases, wholeNumber(2, 1000)) ?? 20,
    },
    logLevel: read(setting.logLevel, z.enum(logLevels)) ?? 'info',
    logTo: read(setting.logTo, z.enum(['stderr', 'file'])) ?? (surroundings.isTerminal ? 'file' : 'stderr'),
    language: read(setting.language, localeSchema(flags.has('lang') || filled(env['SLUICE_LANG']))) ?? 'en',
    searchPath: env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin',
    help: flags.has('help'),
  };
  if (wrong.length > 0) {
    const all = wrong.map((message) => message.text).join('\n');
    const details = wrong.map((message) => ({ message }));
    throw new Problem('InvalidInput', messages.settings_invalid({ count: wrong.length, all }), { details });
  }
  return config;
}

/** The address for links; `port` is the one that was bound. */
export function publicUrlOf(config: Config, boundPort: number): string {
  return config.publicUrl ?? `http://localhost:${boundPort}`;
}

type Flags = ReadonlyMap<string, string>;

function parseFlags(args: readonly string[], wrong: Message[]): Flags {
  const known = ['help', ...settings.flatMap((setting) => setting.flag ?? [])];
  const { tokens } = parseArgs({
    args: [...args],
    strict: false,
    tokens: true,
    options: {
      help: { type: 'boolean', short: 'h' },
      'no-demo': { type: 'boolean' },
      ...Object.fromEntries(known.filter((flag) => flag !== 'help').map((flag) => [flag, { type: 'string' as const }])),
    },
  });
  const flags = new Map<string, string>();
  for (const token of tokens) {
    if (token.kind === 'option-terminator') continue;
    const name = token.kind === 'option' ? token.name : token.value;
    if (token.kind === 'option' && name === 'help') flags.set('help', '1');
    else if (token.kind === 'option' && name === 'no-demo') flags.set('demo', '0');
    else if (token.kind !== 'option' || !known.includes(name)) {
      const suggestion = didYouMean(name, known) ?? null;
      const flag = token.kind === 'option' ? token.rawName : name;
      wrong.push(messages.flag_unknown({ flag, suggestion: suggestion === null ? null : `--${suggestion}` }));
    } else if (token.value === undefined || token.value === '') {
      wrong.push(messages.flag_without_value({ flag: token.rawName }));
    } else flags.set(name, token.value);
  }
  return flags;
}

function givenValue(
  setting: Setting,
  env: Surroundings['env'],
  flags: Flags,
): { readonly name: string; readonly value: string } | undefined {
  const flag = setting.flag === undefined ? undefined : flags.get(setting.flag);
  if (flag !== undefined) return { name: `--${setting.flag}`, value: flag };
  for (const name of [setting.name, ...(setting.aliases ?? [])]) {
    const value = env[name];
    if (value !== undefined && filled(value)) return { name, value: value.trim() };
  }
  return undefined;
}

function filled(value: string | undefined): boolean {
  return value !== undefined && value.trim() !== '';
}

function defaultDataDir(env: Surroundings['env'], home: string, checkout: string | undefined): string {
  if (checkout !== undefined) return join(checkout, '.sluice');
  const data = env['XDG_DATA_HOME'];
  // The XDG specification ignores relative paths.
  return join(data?.startsWith('/') === true ? data : join(home, '.local/share'), 'sluice');
}

function wholeNumber(least: number, most: number) {
  return z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .refine((value) => value >= least && value <= most);
}

const days = wholeNumber(0, 36_500);

const booleanSchema = z
  .string()
  .toLowerCase()
  .pipe(z.enum(['1', 'true', 'yes', 'on', '0', 'false', 'no', 'off']))
  .transform((text) => ['1', 'true', 'yes', 'on'].includes(text));

const originSchema = z
  .string()
  .refine((text) => URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol))
  .transform((text) => new URL(text))
  .refine((url) => url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '')
  .transform((url) => url.origin);

/** Those of the named variables that are set. */
function chosen(env: Surroundings['env'], names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = env[name];
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}

const namesSchema = z
  .string()
  .transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  )
  .refine((names) => names.every((name) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(name)));

const pathsSchema = z
  .string()
  .transform((text) => text.split(':').filter((part) => part !== ''))
  .refine((parts) => parts.every((part) => part.startsWith('/') && isPath(part)));

const proxiesSchema = z
  .string()
  .transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  )
  .refine((parts) => parts.every(isAddressRange));

function isAddressRange(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}

/** A system's LANG may name any language, which is no mistake: it means English here. What is meant for us must be ours. */
function localeSchema(isOurs: boolean) {
  return z
    .string()
    .transform((text): Language | undefined =>
      languages.find((known) => text.toLowerCase().split(/[_.@-]/)[0] === known),
    )
    .refine((found) => found !== undefined || !isOurs);
}

function isPath(text: string): boolean {
  return !text.includes('\0');
}

function isPostgresUrl(text: string): boolean {
  return URL.canParse(text) && ['postgres:', 'postgresql:'].includes(new URL(text).protocol);
}

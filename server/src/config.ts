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
import { suggest } from './lib/schema-issues.ts';

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
  readonly secretKey: string | undefined;
  readonly logLevel: (typeof logLevels)[number];
  readonly logFormat: 'json' | 'text';
  /** Of what the server prints at start. */
  readonly language: Language;
  /** Where programs such as git are looked for. */
  readonly searchPath: string;
  readonly help: boolean;
}

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;

/** One setting, as the documentation lists it. */
export interface Setting {
  readonly name: string;
  /** Other names of the same; the first that is set wins. */
  readonly aliases?: readonly string[];
  readonly flag?: string;
  readonly default: string;
  /** What may be given: completes "must be …". */
  readonly allowed: string;
  readonly meaning: string;
  /** Never repeated in an error. */
  readonly secret?: true;
}

const port = {
  name: 'SLUICE_PORT',
  aliases: ['PORT'],
  flag: 'port',
  default: '7070',
  allowed: 'a number from 0 to 65535',
  meaning: 'Port of the API, the pages and the apps. 0 takes a free one.',
} as const satisfies Setting;
const bind = {
  name: 'SLUICE_BIND',
  flag: 'bind',
  default: '127.0.0.1',
  allowed: 'an IP address of this machine, or 0.0.0.0 or :: for all of them',
  meaning: 'Address to listen on. Anything but loopback lets the network in: put TLS in front of it.',
} as const satisfies Setting;
const publicUrl = {
  name: 'SLUICE_PUBLIC_URL',
  flag: 'public-url',
  default: 'http://localhost:<port>',
  allowed: 'an http or https URL without a path, like https://sluice.example.com',
  meaning: 'How people reach this server; used in links and to recognise its own pages.',
} as const satisfies Setting;
const baseDomain = {
  name: 'SLUICE_BASE_DOMAIN',
  flag: 'base-domain',
  default: 'localhost',
  allowed: 'a domain name, like apps.example.com',
  meaning: 'Apps answer under <environment>.<app>.<base domain>.',
} as const satisfies Setting;
const dataDir = {
  name: 'SLUICE_DATA_DIR',
  flag: 'data-dir',
  default: '.sluice in a checkout; $XDG_DATA_HOME/sluice or ~/.local/share/sluice when installed',
  allowed: 'a path',
  meaning: 'Where the database, repositories, artifacts, keys and the admin token are kept.',
} as const satisfies Setting;
const demo = {
  name: 'SLUICE_DEMO',
  flag: 'demo',
  default: '1',
  allowed: '1 or 0',
  meaning: 'Whether an empty data directory gets the demo app shop.',
} as const satisfies Setting;
const databaseUrl = {
  name: 'DATABASE_URL',
  default: 'the embedded PostgreSQL',
  allowed: 'a URL like postgres://user:password@host:5432/name',
  meaning: 'PostgreSQL 15 or newer to use instead of the embedded one.',
  secret: true,
} as const satisfies Setting;
const trustedProxies = {
  name: 'SLUICE_TRUSTED_PROXIES',
  flag: 'trusted-proxies',
  default: 'none',
  allowed: 'IP addresses or ranges separated by commas, like 10.0.0.0/8,::1',
  meaning:
    'Proxies whose X-Forwarded-For and -Proto are believed. Nobody else can choose the address that is recorded.',
} as const satisfies Setting;
const secretKey = {
  name: 'SLUICE_SECRET_KEY',
  default: 'the file secret-key in the data directory, made at the first start',
  allowed: '32 bytes in base64 (openssl rand -base64 32)',
  meaning: 'Encrypts the secrets of apps. Replicas on several machines need the same one.',
  secret: true,
} as const satisfies Setting;
const logLevel = {
  name: 'SLUICE_LOG_LEVEL',
  flag: 'log-level',
  default: 'info',
  allowed: `one of ${logLevels.join(', ')}`,
  meaning: 'How much is logged.',
} as const satisfies Setting;
const logFormat = {
  name: 'SLUICE_LOG_FORMAT',
  flag: 'log-format',
  default: 'text in a terminal, else json',
  allowed: 'json or text',
  meaning: 'json is one document a line, for machines; text is for people.',
} as const satisfies Setting;
const language = {
  name: 'SLUICE_LANG',
  aliases: ['LC_ALL', 'LC_MESSAGES', 'LANG'],
  flag: 'lang',
  default: 'en',
  allowed: 'en or uk',
  meaning: 'Language of what the server prints at start. Answers are in the language of whoever asks.',
} as const satisfies Setting;

/** All settings in the order of the documentation. */
export const settings: readonly Setting[] = [
  port,
  bind,
  publicUrl,
  baseDomain,
  dataDir,
  demo,
  databaseUrl,
  trustedProxies,
  secretKey,
  logLevel,
  logFormat,
  language,
];

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

  const config: Config = {
    port: read(port, wholeNumber(0, 65_535)) ?? 7070,
    bind:
      read(
        bind,
        z.string().refine((text) => isIP(text) !== 0),
      ) ?? '127.0.0.1',
    publicUrl: read(publicUrl, originSchema),
    baseDomain:
      read(
        baseDomain,
        z
          .string()
          .toLowerCase()
          .regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/)
          .max(150),
      ) ?? 'localhost',
    dataDir: resolve(workingDirectory, read(dataDir, z.string().refine(isPath)) ?? defaultDataDir(env, home, checkout)),
    demo: read(demo, booleanSchema) ?? true,
    databaseUrl: read(databaseUrl, z.string().refine(isPostgresUrl)),
    trustedProxies: read(trustedProxies, proxiesSchema) ?? [],
    secretKey: read(
      secretKey,
      z.string().refine((text) => Buffer.from(text, 'base64').length === 32),
    ),
    logLevel: read(logLevel, z.enum(logLevels)) ?? 'info',
    logFormat: read(logFormat, z.enum(['json', 'text'])) ?? (surroundings.isTerminal ? 'text' : 'json'),
    language: read(language, localeSchema(flags.has('lang') || filled(env['SLUICE_LANG']))) ?? 'en',
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
      const suggestion = suggest(name, known);
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

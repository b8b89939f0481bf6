export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;

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

export const port = {
  name: 'SLUICE_PORT',
  aliases: ['PORT'],
  flag: 'port',
  default: '7070',
  allowed: 'a number from 0 to 65535',
  meaning: 'Port of the API, the pages and the apps. 0 takes a free one.',
} as const satisfies Setting;
export const bind = {
  name: 'SLUICE_BIND',
  flag: 'bind',
  default: '127.0.0.1',
  allowed: 'an IP address of this machine, or 0.0.0.0 or :: for all of them',
  meaning: 'Address to listen on. Anything but loopback lets the network in: put TLS in front of it.',
} as const satisfies Setting;
export const publicUrl = {
  name: 'SLUICE_PUBLIC_URL',
  flag: 'public-url',
  default: 'http://localhost:<port>',
  allowed: 'an http or https URL without a path, like https://sluice.example.com',
  meaning: 'How people reach this server; used in links and to recognise its own pages.',
} as const satisfies Setting;
export const baseDomain = {
  name: 'SLUICE_BASE_DOMAIN',
  flag: 'base-domain',
  default: 'localhost',
  allowed: 'a domain name, like apps.example.com',
  meaning: 'Apps answer under <environment>.<app>.<base domain>.',
} as const satisfies Setting;
export const dataDir = {
  name: 'SLUICE_DATA_DIR',
  flag: 'data-dir',
  default: '.sluice in a checkout; $XDG_DATA_HOME/sluice or ~/.local/share/sluice when installed',
  allowed: 'a path',
  meaning: 'Where the database, repositories, artifacts, keys and the admin token are kept.',
} as const satisfies Setting;
export const demo = {
  name: 'SLUICE_DEMO',
  flag: 'demo',
  default: '1',
  allowed: '1 or 0',
  meaning: 'Whether an empty data directory gets the demo app shop.',
} as const satisfies Setting;
export const databaseUrl = {
  name: 'DATABASE_URL',
  default: 'the embedded PostgreSQL',
  allowed: 'a URL like postgres://user:password@host:5432/name',
  meaning: 'PostgreSQL 15 or newer to use instead of the embedded one.',
  secret: true,
} as const satisfies Setting;
export const trustedProxies = {
  name: 'SLUICE_TRUSTED_PROXIES',
  flag: 'trusted-proxies',
  default: 'none',
  allowed: 'IP addresses or ranges separated by commas, like 10.0.0.0/8,::1',
  meaning:
    'Proxies whose X-Forwarded-For and -Proto are believed. Nobody else can choose the address that is recorded.',
} as const satisfies Setting;
export const importPaths = {
  name: 'SLUICE_IMPORT_PATHS',
  flag: 'import-paths',
  default: '/ when only this machine can reach Sluice, else none',
  allowed: 'absolute paths separated by colons',
  meaning: 'Folders of this machine from which operators may take over a repository (sluice app create --repo PATH).',
} as const satisfies Setting;
export const privateHosts = {
  name: 'SLUICE_PRIVATE_HOSTS',
  flag: 'private-hosts',
  default: '1 when only this machine can reach Sluice, else 0',
  allowed: '1 or 0',
  meaning: 'Whether URLs that people give, such as of a repository to take over, may lead to private addresses.',
} as const satisfies Setting;
export const buildEnvironment = {
  name: 'SLUICE_BUILD_ENV',
  flag: 'build-env',
  default: 'none',
  allowed: 'names of environment variables separated by commas, like HTTPS_PROXY,NODE_EXTRA_CA_CERTS',
  meaning: 'Variables of the server that build commands get too, beyond their clean environment.',
} as const satisfies Setting;
export const secretKey = {
  name: 'SLUICE_SECRET_KEY',
  default: 'the file secret-key in the data directory, made at the first start',
  allowed: '32 bytes in base64 (openssl rand -base64 32)',
  meaning: 'Encrypts the secrets of apps. Replicas on several machines need the same one.',
  secret: true,
} as const satisfies Setting;
export const logLevel = {
  name: 'SLUICE_LOG_LEVEL',
  flag: 'log-level',
  default: 'info',
  allowed: `one of ${logLevels.join(', ')}`,
  meaning: 'How much is logged.',
} as const satisfies Setting;
export const logTo = {
  name: 'SLUICE_LOG_TO',
  flag: 'log-to',
  default: 'file in a terminal, else stderr',
  allowed: 'stderr or file',
  meaning: 'Where the log goes, one JSON document a line: standard error, or server.log in the data directory.',
} as const satisfies Setting;
export const language = {
  name: 'SLUICE_LANG',
  aliases: ['LC_ALL', 'LC_MESSAGES', 'LANG'],
  flag: 'lang',
  default: 'en',
  allowed: 'en or uk',
  meaning: 'Language of what the server prints at start. Answers are in the language of whoever asks.',
} as const satisfies Setting;

export const retentionEvents = {
  name: 'SLUICE_RETENTION_EVENTS_DAYS',
  flag: 'retention-events-days',
  default: '400',
  allowed: 'a number of days up to 36500; 0 keeps all of it',
  meaning: 'How long events, and with them the audit, are kept.',
} as const satisfies Setting;
export const retentionSteps = {
  name: 'SLUICE_RETENTION_STEPS_DAYS',
  flag: 'retention-steps-days',
  default: '400',
  allowed: 'a number of days up to 36500; 0 keeps all of it',
  meaning: 'How long the single steps of promotions that are over are kept.',
} as const satisfies Setting;
export const retentionLogs = {
  name: 'SLUICE_RETENTION_LOGS_DAYS',
  flag: 'retention-logs-days',
  default: '90',
  allowed: 'a number of days up to 36500; 0 keeps all of it',
  meaning: 'How long the logs of builds are kept.',
} as const satisfies Setting;
export const retentionArtifacts = {
  name: 'SLUICE_RETENTION_ARTIFACTS_DAYS',
  flag: 'retention-artifacts-days',
  default: '180',
  allowed: 'a number of days up to 36500; 0 keeps all of it',
  meaning: 'How long the content of artifacts is kept that nothing needs any more.',
} as const satisfies Setting;
export const retentionReleases = {
  name: 'SLUICE_RETENTION_RELEASES',
  flag: 'retention-releases',
  default: '20',
  allowed: 'a number from 2 to 1000',
  meaning:
    'So many different versions that were healthy on a target keep their content, whatever their age, for rollbacks.',
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
  importPaths,
  privateHosts,
  buildEnvironment,
  secretKey,
  retentionEvents,
  retentionSteps,
  retentionLogs,
  retentionArtifacts,
  retentionReleases,
  logLevel,
  logTo,
  language,
];

import { lookup } from 'node:dns/promises';
import { realpath, stat } from 'node:fs/promises';
import { isIP } from 'node:net';
import { isAbsolute, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isPrivateAddress } from '../outgoing/private-address.ts';
import { Problem } from '../problem.ts';
import { gitMessages } from './git-messages.ts';

/** What an operator allows to be imported. */
export interface ImportPolicy {
  /** Folders below which repositories may be read from the server's own disk. Default: none. */
  readonly localRoots?: readonly string[];
  /** Default: http and https. */
  readonly protocols?: readonly ('http' | 'https')[];
  /** Whether addresses in private networks and on this machine may be asked. Default: no. */
  readonly privateHosts?: boolean;
}

/** A source that was checked: what git is given, under which transports and settings, and what may be shown. */
export interface ImportSource {
  readonly location: string;
  readonly protocols: readonly string[];
  /** Holds the credential, if there is one: for the child's environment only. */
  readonly settings: readonly (readonly [string, string])[];
  /** The address without its credential, for people, logs and events. */
  readonly shown: string;
}

/**
 * Decides whether `source` (an http(s) or file URL, or an absolute path) may be imported, and takes the credential out
 * of its URL.
 * @throws Problem InvalidInput `git_source_invalid`, `git_source_protocol_refused`, `git_source_path_refused`,
 *   `git_source_private`; Unavailable `git_source_unreachable` when the name does not resolve
 */
export async function checkSource(source: string, policy: ImportPolicy): Promise<ImportSource> {
  if (isAbsolute(source)) return checkPath(source, policy);
  // `helper::address` makes git run a helper program; it is not a URL, and new URL() would not always say so.
  const helper = /^([a-z0-9+.-]*)::/i.exec(source);
  if (helper !== null) throw protocolRefused(`${helper[1] ?? ''}::`, policy);
  const url = URL.canParse(source) ? new URL(source) : undefined;
  if (url === undefined) throw invalidSource(source);
  if (url.protocol === 'file:') return checkPath(pathOf(url, source), policy);
  return checkUrl(url, policy);
}

async function checkPath(path: string, policy: ImportPolicy): Promise<ImportSource> {
  const roots = policy.localRoots ?? [];
  const refused = new Problem('InvalidInput', gitMessages.git_source_path_refused({ source: plain(path) }));
  if (roots.length === 0 || path.includes('\0')) throw refused;
  // Links are followed before the comparison, so neither `..` nor a link leads out of the allowed folders.
  const real = await realpath(path).catch(() => undefined);
  const realRoots = await Promise.all(roots.map((root) => realpath(root).catch(() => undefined)));
  const inside = (root: string | undefined): boolean => {
    if (real === undefined || root === undefined) return false;
    const way = relative(root, real);
    return way !== '..' && !way.startsWith('../') && !isAbsolute(way);
  };
  // The same answer for "not there", "not allowed" and "no repository": nobody explores the disk with it.
  if (real === undefined || !realRoots.some(inside) || !(await looksLikeRepository(real))) throw refused;
  return { location: real, protocols: ['file'], settings: [], shown: plain(path) };
}

/** Bare, or with a working tree. Git itself says the rest when it reads from there. */
async function looksLikeRepository(path: string): Promise<boolean> {
  const isThere = (name: string): Promise<boolean> =>
    stat(join(path, name)).then(
      () => true,
      () => false,
    );
  return (await isThere('HEAD')) || (await isThere('.git'));
}

async function checkUrl(url: URL, policy: ImportPolicy): Promise<ImportSource> {
  const protocol = url.protocol.slice(0, -1);
  const allowed = policy.protocols ?? ['http', 'https'];
  if ((protocol !== 'http' && protocol !== 'https') || !allowed.includes(protocol))
    throw protocolRefused(protocol, policy);
  if (url.hostname === '' || url.search !== '' || url.hash !== '') throw invalidSource(withoutCredential(url).href);
  const settings: [string, string][] = [];
  if (url.username !== '' || url.password !== '') {
    const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
    settings.push([`http.${url.origin}/.extraHeader`, `Authorization: Basic ${Buffer.from(pair).toString('base64')}`]);
  }
  if (policy.privateHosts !== true) {
    const address = await publicAddress(url);
    // Pinned, so that the name cannot mean another machine by the time git asks again.
    const port = url.port === '' ? (protocol === 'https' ? '443' : '80') : url.port;
    const shownAddress = isIP(address) === 6 ? `[${address}]` : address;
    if (isIP(bareHost(url)) === 0) settings.push(['http.curloptResolve', `${url.hostname}:${port}:${shownAddress}`]);
  }
  const clean = withoutCredential(url).href;
  return { location: clean, protocols: [protocol], settings, shown: clean };
}

async function publicAddress(url: URL): Promise<string> {
  const host = bareHost(url);
  const found = isIP(host) === 0 ? await resolveName(url) : [host];
  const [address] = found;
  if (address === undefined || found.some(isPrivateAddress)) {
    throw new Problem('InvalidInput', gitMessages.git_source_private({ host: url.hostname }));
  }
  return address;
}

async function resolveName(url: URL): Promise<string[]> {
  try {
    return (await lookup(url.hostname, { all: true })).map((entry) => entry.address);
  } catch {
    const shown = withoutCredential(url).href;
    throw new Problem('Unavailable', gitMessages.git_source_unreachable({ source: shown, reason: 'unknown host' }));
  }
}

function bareHost(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, '$1');
}

function withoutCredential(url: URL): URL {
  const copy = new URL(url);
  copy.username = '';
  copy.password = '';
  return copy;
}

function pathOf(url: URL, source: string): string {
  try {
    return fileURLToPath(url);
  } catch {
    throw invalidSource(source);
  }
}

function protocolRefused(protocol: string, policy: ImportPolicy): Problem {
  const allowed = [
    ...(policy.protocols ?? ['http', 'https']),
    ...((policy.localRoots ?? []).length > 0 ? ['file'] : []),
  ];
  return new Problem(
    'InvalidInput',
    gitMessages.git_source_protocol_refused({ protocol: plain(protocol), allowed: allowed.join(', ') }),
  );
}

function invalidSource(source: string): Problem {
  // Whatever stands before an @ may be a credential, even where the rest is no URL.
  const shown = plain(source.replace(/^(.*:\/\/)?[^/]*@/, '$1'));
  return new Problem('InvalidInput', gitMessages.git_source_invalid({ source: shown }));
}

function plain(text: string): string {
  const visible = text.replaceAll(/[\u0000-\u001f\u007f]/g, '?');
  return visible.length > 200 ? `${visible.slice(0, 200)}…` : visible;
}

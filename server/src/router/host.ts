import { isIP } from 'node:net';

/** How addresses of apps look from outside. */
export interface AddressParts {
  readonly scheme: 'http' | 'https';
  /** `localhost`, or a domain whose subdomains all lead to Sluice. */
  readonly baseDomain: string;
  /** Left out of addresses when it is the scheme's own. */
  readonly port: number;
}

/** What a host under the base domain names. Without `target` it means the environment's only one. */
export interface HostName {
  readonly project: string;
  readonly app: string;
  readonly environment: string;
  readonly target?: string;
}

/**
 * The project whose hosts leave its name out. Another project's end in `.in.<project>`: `qa.shop.in.acme.localhost`,
 * with a target `eu.qa.shop.in.acme.localhost`. Two and three labels are the default project, four and five are others,
 * so no choice of names can make one host mean two things.
 */
const defaultProject = 'default';
const projectMark = 'in';

export function hostOf(name: HostName, baseDomain: string): string {
  const labels = [name.environment, name.app];
  if (name.target !== undefined) labels.unshift(name.target);
  if (name.project !== defaultProject) labels.push(projectMark, name.project);
  return [...labels, baseDomain].join('.');
}

/** `http://qa.shop.localhost:7070` */
export function addressOf(name: HostName, parts: AddressParts): string {
  const isUsual = parts.port === (parts.scheme === 'https' ? 443 : 80);
  return `${parts.scheme}://${hostOf(name, parts.baseDomain)}${isUsual ? '' : `:${parts.port}`}`;
}

/**
 * The name in a Host header: lower case, without port, without the final dot that says "this is all of it". Undefined
 * when it is not a host at all. An IPv6 address loses its brackets.
 */
export function normalizeHost(header: string | undefined): string | undefined {
  if (header === undefined) return;
  const bracketed = /^\[([0-9a-fA-F:.]+)\](?::\d{0,5})?$/.exec(header)?.[1];
  if (bracketed !== undefined) return isIP(bracketed) === 6 ? bracketed.toLowerCase() : undefined;
  const name = /^([a-zA-Z0-9._-]{1,255}?)\.?(?::\d{0,5})?$/.exec(header)?.[1];
  return name?.toLowerCase();
}

/** Whether a normalized host lies under the base domain. The base domain itself does not. */
export function isUnder(host: string, baseDomain: string): boolean {
  return host.endsWith(`.${baseDomain}`);
}

/** Reads a normalized host; undefined when it cannot be the address of anything. */
export function parseHost(host: string, baseDomain: string): HostName | undefined {
  if (!isUnder(host, baseDomain)) return;
  const labels = host.slice(0, -(baseDomain.length + 1)).split('.');
  if (labels.some((label) => !/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label))) return;
  let project = defaultProject;
  let rest = labels;
  if (labels.length > 3) {
    if (labels.at(-2) !== projectMark) return;
    project = labels.at(-1) ?? defaultProject;
    rest = labels.slice(0, -2);
  }
  const [app, environment, target] = rest.toReversed();
  if (app === undefined || environment === undefined || rest.length > 3) return;
  return target === undefined ? { project, app, environment } : { project, app, environment, target };
}

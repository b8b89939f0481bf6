import type { Language } from '@sluice/client';

/** Everything that the surroundings say, before any option of the command line. */
export interface Config {
  readonly server: string | undefined;
  readonly token: string | undefined;
  readonly dataDirectory: string | undefined;
  readonly project: string | undefined;
  readonly language: Language;
  /** Where the file of `sluice login` lies. */
  readonly configHome: string;
  /** Where a Sluice that was installed keeps its data. */
  readonly dataHome: string;
  readonly color: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The only place of the command line that reads the environment. */
export function readConfig(environment: Environment = process.env): Config {
  const get = (name: string): string | undefined => environment[name] || undefined;
  const home = get('HOME') ?? '/';
  return {
    server: get('SLUICE_SERVER'),
    token: get('SLUICE_TOKEN'),
    dataDirectory: get('SLUICE_DATA_DIR'),
    project: get('SLUICE_PROJECT'),
    language: languageOf(get('LC_ALL') ?? get('LC_MESSAGES') ?? get('LANG')),
    configHome: absolute(get('XDG_CONFIG_HOME')) ?? `${home}/.config`,
    dataHome: absolute(get('XDG_DATA_HOME')) ?? `${home}/.local/share`,
    color: get('NO_COLOR') === undefined && get('TERM') !== 'dumb',
  };
}

/** `uk_UA.UTF-8` is Ukrainian; everything else reads English. */
export function languageOf(locale: string | undefined): Language {
  return /^uk\b|^uk_/i.test(locale ?? '') ? 'uk' : 'en';
}

/** The XDG rules say to ignore a relative path. */
function absolute(path: string | undefined): string | undefined {
  return path?.startsWith('/') === true ? path : undefined;
}

import { nearest } from '../nearest.ts';
import { verbs } from './sentence.ts';
import type { Fault, Flags, Missing, Parsed, Sentence, Side, Source, Verb } from './sentence.ts';
import { splitWords } from './words.ts';
import type { Word } from './words.ts';

/** Words before an environment, in English and Ukrainian. */
const prepositions = new Set(['to', 'in', 'on', 'into', 'в', 'у', 'на', 'до']);
/** Words before where an artifact is taken from. */
const origins = new Set(['from', 'із', 'зі', 'з', 'від']);
/** Words between the two sides of a comparison; they only help the reader. */
const joints = new Set([...prepositions, 'from', 'and', 'with', 'із', 'з', 'від', 'і', 'й', 'та']);
/** Words after which the rest of the line is the reason. */
const reasons = new Set(['because', 'reason:', 'бо', 'причина:']);

const idPattern = /^(prm|chg|exe)_[0-9a-z]+$/;
const releasePattern = /^([a-z0-9-]+\/)?v\d+$/;
const ownReleasePattern = /^v\d+$/;
const sourcePattern = /^([a-z0-9-]+)(?:\/([a-z0-9-]+))?$/;

interface Frame {
  readonly app: 'needed' | 'allowed' | 'refused';
  readonly environment: 'needed' | 'allowed' | 'refused';
  readonly artifact?: true;
  /** An id may stand in place of app and environment. */
  readonly id?: true;
  readonly reason?: true;
  /** It may say where the artifact comes from, and to which targets it goes. */
  readonly source?: true;
  readonly flags?: readonly (keyof Flags)[];
}

const frames: Readonly<Record<Exclude<Verb, 'diff'>, Frame>> = {
  promote: {
    app: 'needed',
    environment: 'allowed',
    artifact: true,
    reason: true,
    source: true,
    flags: ['queue', 'supersede'],
  },
  rollback: { app: 'needed', environment: 'needed', artifact: true, reason: true, flags: ['queue', 'supersede'] },
  approve: { app: 'needed', environment: 'needed', id: true, reason: true },
  reject: { app: 'needed', environment: 'needed', id: true, reason: true },
  cancel: { app: 'needed', environment: 'needed', id: true, reason: true },
  retry: { app: 'needed', environment: 'needed', id: true, reason: true },
  resume: { app: 'needed', environment: 'needed', id: true },
  stop: { app: 'needed', environment: 'needed', reason: true },
  lock: { app: 'allowed', environment: 'allowed', reason: true },
  unlock: { app: 'allowed', environment: 'allowed' },
  list: { app: 'allowed', environment: 'allowed' },
  why: { app: 'needed', environment: 'needed', artifact: true },
  insights: { app: 'allowed', environment: 'allowed' },
  history: { app: 'needed', environment: 'allowed' },
  logs: { app: 'needed', environment: 'needed' },
  watch: { app: 'allowed', environment: 'allowed', id: true },
  status: { app: 'refused', environment: 'refused' },
  help: { app: 'refused', environment: 'refused' },
};

/** What was given as a flag. */
interface Options {
  app?: string | undefined;
  environment?: string | undefined;
  /** `--to`: the release that a rollback returns to; the environment of a promotion. */
  to?: string | undefined;
  /** `--release`: a release of where a promotion takes its artifact from. */
  release?: string | undefined;
  from?: string | undefined;
  targets?: readonly string[] | undefined;
  reason?: string | undefined;
  queue?: true | undefined;
  supersede?: true | undefined;
  all?: true | undefined;
}

const valued = {
  '--app': 'app',
  '--env': 'environment',
  '--to': 'to',
  '--release': 'release',
  '--from': 'from',
  '--target': 'targets',
  '--reason': 'reason',
} as const;
const plain = { '--queue': 'queue', '--supersede': 'supersede', '--all': 'all' } as const;
/** `promote --all`: what goes is not named, so nothing but the way can be said. */
const allFrame: Frame = {
  app: 'refused',
  environment: 'needed',
  reason: true,
  source: true,
  flags: ['queue', 'supersede'],
};

/** A whole line as typed into a chat: the verb, its words, and flags anywhere. */
export function parseSentence(line: string): Parsed {
  const words = splitWords(line);
  if (words === undefined) return refuse({ kind: 'unfinished-quote' });
  const [first, ...rest] = words;
  if (first === undefined) return refuse({ kind: 'nothing-said' });
  const verb = verbs.find((known) => known === first.text.toLowerCase());
  if (verb === undefined) return refuse({ kind: 'unknown-verb', word: first.text, near: nearest(first.text, verbs) });
  const options: Options = {};
  const others: Word[] = [];
  for (let index = 0; index < rest.length; index += 1) {
    const word = rest[index];
    if (word === undefined) break;
    if (word.quoted || !word.text.startsWith('--')) {
      others.push(word);
      continue;
    }
    const [name = '', ...values] = word.text.split('=');
    const given = values.length === 0 ? undefined : values.join('=');
    if (name in plain) {
      if (given !== undefined) return refuse({ kind: 'flag-takes-no-value', word: name });
      options[plain[name as keyof typeof plain]] = true;
    } else if (name in valued) {
      const value = given ?? rest[(index += 1)]?.text;
      if (value === undefined || value === '') return refuse({ kind: 'flag-needs-value', word: name });
      const part = valued[name as keyof typeof valued];
      if (part === 'targets') options.targets = [...(options.targets ?? []), value];
      else options[part] = value;
    } else {
      const near = nearest(name, [...Object.keys(valued), ...Object.keys(plain)]);
      return refuse({ kind: 'unknown-flag', word: name, near });
    }
  }
  return understand(verb, others, options);
}

/** The words after the verb, when somebody else has taken the flags out already. */
export function parseWords(verb: Verb, words: readonly string[], options: Readonly<Options> = {}): Parsed {
  return understand(
    verb,
    words.map((text) => ({ text, quoted: false })),
    options,
  );
}

function understand(verb: Verb, words: readonly Word[], options: Options): Parsed {
  const because = words.findIndex((word) => !word.quoted && reasons.has(word.text.toLowerCase()));
  const spoken = because === -1 ? words : words.slice(0, because);
  const said =
    because === -1
      ? ''
      : words
          .slice(because + 1)
          .map((word) => word.text)
          .join(' ');
  const reason = options.reason ?? (said === '' ? undefined : said);
  if (verb === 'diff') return compare(spoken, options);
  const isAll = options.all === true && verb === 'promote';
  const frame = isAll ? allFrame : frames[verb];
  if (reason !== undefined && frame.reason !== true) return refuse({ kind: 'unexpected', verb, word: reason });
  const stray = strayFlag(verb, frame, options);
  if (stray !== undefined) return refuse({ kind: 'unknown-flag', word: stray, near: undefined });
  for (const flag of ['queue', 'supersede'] as const) {
    if (options[flag] === true && frame.flags?.includes(flag) !== true) {
      return refuse({ kind: 'unknown-flag', word: `--${flag}`, near: undefined });
    }
  }
  const places = place(verb, frame, spoken, options);
  if ('kind' in places) return refuse(places);
  const { queue, supersede } = options;
  return accept({
    verb,
    ...places,
    ...(reason === undefined ? {} : { reason }),
    flags: {
      ...(queue === undefined ? {} : { queue }),
      ...(supersede === undefined ? {} : { supersede }),
      ...(isAll ? { all: true as const } : {}),
    },
  });
}

/** A flag that this sentence has no use for. */
function strayFlag(verb: Verb, { source, artifact }: Frame, options: Options): string | undefined {
  const { to, release, from, targets, all } = options;
  // `--to v12` is a release: only a rollback goes there.
  if (to !== undefined && verb !== 'rollback' && (source !== true || releasePattern.test(to))) return '--to';
  if (from !== undefined && source !== true) return '--from';
  const isChosen = source === true && artifact === true;
  if (release !== undefined && !isChosen) return '--release';
  if (targets !== undefined && targets.length > 0 && !isChosen) return '--target';
  return all === true && verb !== 'promote' ? '--all' : undefined;
}

type Places = Pick<Sentence, 'app' | 'artifact' | 'environment' | 'id' | 'release' | 'from' | 'targets'>;

/** Puts every word where it belongs: an address is the subject wherever it stands, a preposition announces the place. */
function place(verb: Verb, frame: Frame, words: readonly Word[], options: Options): Places | Fault {
  const found: { -readonly [K in keyof Places]: Places[K] } = {};
  if (options.app !== undefined) found.app = name(options.app);
  if (options.environment !== undefined) found.environment = name(options.environment);
  const { to, release, from, targets = [] } = options;
  if (to !== undefined) {
    if (verb === 'rollback') found.release = to;
    else if (found.environment === undefined) found.environment = name(to);
    else return { kind: 'unexpected', verb, word: to };
  }
  if (release !== undefined) {
    if (!ownReleasePattern.test(release)) return { kind: 'unexpected', verb, word: release };
    found.release = release;
  }
  if (targets.length > 0) found.targets = [...new Set(targets.map(name))];
  const bare: Word[] = [];
  let announced = false;
  let origin = from;
  let isOrigin = false;
  for (const word of words) {
    const { text } = word;
    const isPlace = announced;
    announced = false;
    if (isOrigin) {
      isOrigin = false;
      if (origin !== undefined) return { kind: 'unexpected', verb, word: text };
      origin = text;
    } else if (frame.source === true && !word.quoted && !isPlace && origins.has(text.toLowerCase())) {
      isOrigin = true;
    } else if (!word.quoted && !isPlace && prepositions.has(text.toLowerCase())) {
      announced = true;
    } else if (verb === 'rollback' && isPlace && releasePattern.test(text)) {
      if (found.release !== undefined) return { kind: 'unexpected', verb, word: text };
      found.release = text;
    } else if (isPlace) {
      if (found.environment !== undefined) return { kind: 'unexpected', verb, word: text };
      found.environment = name(text);
    } else if (frame.id === true && idPattern.test(text)) {
      if (found.id !== undefined) return { kind: 'unexpected', verb, word: text };
      found.id = text;
    } else if (text.includes('@')) {
      const address = addressOf(text);
      if (address === undefined) return { kind: 'half-address', word: text };
      if (found.app !== undefined || frame.artifact !== true) return { kind: 'unexpected', verb, word: text };
      found.app = address.app;
      found.artifact = address.artifact;
    } else {
      bare.push(word);
    }
  }
  if (announced) return { kind: 'missing', verb, what: 'environment' };
  if (isOrigin) return { kind: 'missing', verb, what: 'source' };
  if (origin !== undefined) {
    const source = sourceOf(origin);
    if (source === undefined) return { kind: 'unexpected', verb, word: origin };
    found.from = source;
  } else if (verb === 'promote' && found.release !== undefined) return { kind: 'missing', verb, what: 'source' };
  for (const { text } of bare) {
    if (found.id === undefined && found.app === undefined && frame.app !== 'refused') found.app = name(text);
    else if (found.id === undefined && found.environment === undefined && frame.environment !== 'refused') {
      found.environment = name(text);
    } else return { kind: 'unexpected', verb, word: text };
  }
  return missing(verb, frame, found) ?? found;
}

function missing(verb: Verb, frame: Frame, found: Places): Fault | undefined {
  const lacks = (what: Missing): Fault => ({ kind: 'missing', verb, what });
  if (found.id !== undefined) {
    const extra = found.app ?? found.environment;
    return extra === undefined ? undefined : { kind: 'unexpected', verb, word: extra };
  }
  if (frame.app === 'needed' && found.app === undefined) return lacks(frame.id === true ? 'subject' : 'app');
  if (frame.environment === 'needed' && found.environment === undefined) return lacks('environment');
  if (frame.environment === 'refused' && found.environment !== undefined) {
    return { kind: 'unexpected', verb, word: found.environment };
  }
  return undefined;
}

/** `diff qa prod`, `diff shop qa prod`, `diff shop@1 shop@2`. */
function compare(words: readonly Word[], options: Options): Parsed {
  const verb = 'diff';
  const spoken = words.filter((word) => word.quoted || !joints.has(word.text.toLowerCase()));
  const sides: Side[] = [];
  for (const { text } of spoken) {
    if (text.includes('@')) {
      const address = addressOf(text);
      if (address === undefined) return refuse({ kind: 'half-address', word: text });
      sides.push(address);
    } else {
      sides.push({ environment: name(text) });
    }
  }
  let app = options.app === undefined ? undefined : name(options.app);
  const [first] = sides;
  if (sides.length === 3 && app === undefined && first !== undefined && 'environment' in first) {
    app = first.environment;
    sides.shift();
  }
  const [from, to, extra] = sides;
  if (extra !== undefined) return refuse({ kind: 'unexpected', verb, word: spoken.at(-1)?.text ?? '' });
  if (from === undefined || to === undefined) return refuse({ kind: 'missing', verb, what: 'sides' });
  return accept({ verb, ...(app === undefined ? {} : { app }), sides: [from, to], flags: {} });
}

/** `staging`, or `staging/eu`. */
function sourceOf(text: string): Source | undefined {
  const [, environment, target] = sourcePattern.exec(name(text)) ?? [];
  if (environment === undefined) return undefined;
  return { environment, ...(target === undefined ? {} : { target }) };
}

function addressOf(text: string): { app: string; artifact: string } | undefined {
  const at = text.indexOf('@');
  const app = text.slice(0, at);
  const artifact = text.slice(at + 1);
  return app === '' || artifact === '' ? undefined : { app: name(app), artifact };
}

/** Names are lower-case everywhere; keyboards of phones like to begin with a capital. */
function name(text: string): string {
  return text.toLowerCase();
}

function accept(sentence: Sentence): Parsed {
  return { ok: true, sentence };
}

function refuse(fault: Fault): Parsed {
  return { ok: false, fault };
}

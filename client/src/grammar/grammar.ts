import { nearest } from '../nearest.ts';
import { verbs } from './sentence.ts';
import type { Fault, Flags, Missing, Parsed, Sentence, Side, Verb } from './sentence.ts';
import { splitWords } from './words.ts';
import type { Word } from './words.ts';

/** Words before an environment, in English and Ukrainian. */
const prepositions = new Set(['to', 'in', 'on', 'into', 'в', 'у', 'на', 'до']);
/** Words between the two sides of a comparison; they only help the reader. */
const joints = new Set([...prepositions, 'from', 'and', 'with', 'із', 'з', 'від', 'і', 'й', 'та']);
/** Words after which the rest of the line is the reason. */
const reasons = new Set(['because', 'reason:', 'бо', 'причина:']);

const idPattern = /^(prm|chg|exe)_[0-9a-z]+$/;
const releasePattern = /^([a-z0-9-]+\/)?v\d+$/;

interface Frame {
  readonly app: 'needed' | 'allowed' | 'refused';
  readonly environment: 'needed' | 'allowed' | 'refused';
  readonly artifact?: true;
  /** An id may stand in place of app and environment. */
  readonly id?: true;
  readonly reason?: true;
  readonly flags?: readonly (keyof Flags)[];
}

const frames: Readonly<Record<Exclude<Verb, 'diff'>, Frame>> = {
  promote: { app: 'needed', environment: 'allowed', artifact: true, reason: true, flags: ['queue', 'supersede'] },
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
  release?: string | undefined;
  reason?: string | undefined;
  queue?: true | undefined;
  supersede?: true | undefined;
}

const valued = { '--app': 'app', '--env': 'environment', '--to': 'release', '--reason': 'reason' } as const;
const plain = { '--queue': 'queue', '--supersede': 'supersede' } as const;

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
      options[valued[name as keyof typeof valued]] = value;
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
  const frame = frames[verb];
  if (reason !== undefined && frame.reason !== true) return refuse({ kind: 'unexpected', verb, word: reason });
  if (options.release !== undefined && verb !== 'rollback')
    return refuse({ kind: 'unknown-flag', word: '--to', near: undefined });
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
    flags: { ...(queue === undefined ? {} : { queue }), ...(supersede === undefined ? {} : { supersede }) },
  });
}

type Places = Pick<Sentence, 'app' | 'artifact' | 'environment' | 'id' | 'release'>;

/** Puts every word where it belongs: an address is the subject wherever it stands, a preposition announces the place. */
function place(verb: Verb, frame: Frame, words: readonly Word[], options: Options): Places | Fault {
  const found: { -readonly [K in keyof Places]: Places[K] } = {};
  if (options.app !== undefined) found.app = name(options.app);
  if (options.environment !== undefined) found.environment = name(options.environment);
  if (options.release !== undefined) found.release = options.release;
  const bare: Word[] = [];
  let announced = false;
  for (const word of words) {
    const { text } = word;
    const isPlace = announced;
    announced = false;
    if (!word.quoted && !isPlace && prepositions.has(text.toLowerCase())) {
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

/** What people can ask for in words, in the terminal and in a chat alike. */
export const verbs = [
  'promote',
  'rollback',
  'approve',
  'reject',
  'cancel',
  'retry',
  'resume',
  'stop',
  'lock',
  'unlock',
  'list',
  'why',
  'diff',
  'history',
  'insights',
  'logs',
  'watch',
  'status',
  'help',
] as const;
export type Verb = (typeof verbs)[number];

/** Either an environment by name, or an artifact by its address `app@version`. */
export type Side = { readonly environment: string } | { readonly app: string; readonly artifact: string };

export interface Flags {
  /** Wait behind what is on its way there. */
  readonly queue?: true;
  /** Replace what is on its way there. */
  readonly supersede?: true;
  /** Every app that has something ready, each on its own. Only with `promote`. */
  readonly all?: true;
}

/** Where an artifact is taken from, instead of being named: `staging`, or `staging/eu` where targets differ. */
export interface Source {
  readonly environment: string;
  readonly target?: string;
}

/** One sentence, understood. What was not said is undefined; whether the things exist is for the server to say. */
export interface Sentence {
  readonly verb: Verb;
  readonly app?: string;
  /** Version, digest prefix or revision prefix: what follows the `@`. */
  readonly artifact?: string;
  readonly environment?: string;
  /** A promotion, change or execution by its id, in place of app and environment. */
  readonly id?: string;
  /** With `rollback` the release to return to: `v12` or `target/v12`. With `promote` a release of `from`: `v12`. */
  readonly release?: string;
  /** Only with `promote`. */
  readonly from?: Source;
  /** Only these targets of the environment. Only with `promote`. */
  readonly targets?: readonly string[];
  /** What `diff` compares: from what, with what. */
  readonly sides?: readonly [Side, Side];
  readonly reason?: string;
  readonly flags: Flags;
}

export type Missing = 'app' | 'environment' | 'subject' | 'sides' | 'source';

/** Why a sentence was not understood. The doors word it in the reader's language. */
export type Fault =
  | { readonly kind: 'nothing-said' }
  | { readonly kind: 'unknown-verb'; readonly word: string; readonly near: string | undefined }
  | { readonly kind: 'unknown-flag'; readonly word: string; readonly near: string | undefined }
  | { readonly kind: 'flag-needs-value'; readonly word: string }
  | { readonly kind: 'flag-takes-no-value'; readonly word: string }
  | { readonly kind: 'unfinished-quote' }
  /** `shop@` or `@1.2.0`: half an address. */
  | { readonly kind: 'half-address'; readonly word: string }
  | { readonly kind: 'unexpected'; readonly verb: Verb; readonly word: string }
  | { readonly kind: 'missing'; readonly verb: Verb; readonly what: Missing };

export type Parsed = { readonly ok: true; readonly sentence: Sentence } | { readonly ok: false; readonly fault: Fault };

/** The sentence as one types it, for echoing in a chat or offering it to be pasted: `promote shop@1.4.0 qa`. */
export function formatSentence(sentence: Sentence): string {
  const { verb, app, artifact, environment, id, release, from, targets, sides, reason, flags } = sentence;
  const words: string[] = [verb];
  if (id !== undefined) words.push(id);
  if (app !== undefined) words.push(artifact === undefined ? app : `${app}@${artifact}`);
  // Where an environment stands without an app, a bare word could be taken for one.
  if (environment !== undefined) words.push(...(app === undefined ? ['in', environment] : [environment]));
  for (const side of sides ?? []) words.push('artifact' in side ? `${side.app}@${side.artifact}` : side.environment);
  if (from !== undefined) words.push('--from', [from.environment, from.target].filter(Boolean).join('/'));
  if (release !== undefined) words.push(verb === 'promote' ? '--release' : '--to', release);
  for (const target of targets ?? []) words.push('--target', target);
  if (flags.all === true) words.push('--all');
  if (flags.queue === true) words.push('--queue');
  if (flags.supersede === true) words.push('--supersede');
  if (reason !== undefined) words.push('--reason', quote(reason));
  return words.join(' ');
}

function quote(text: string): string {
  return /^[^\s"'\\«»“”‘’„‚`$!—–-][^\s"'\\«»“”‘’„‚`$!]*$/u.test(text)
    ? text
    : `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}

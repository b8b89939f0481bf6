import { parseWords } from '@sluice/client';
import type { Fault, Sentence, Verb } from '@sluice/client';
import type { Context } from '../context.ts';
import { UsageError } from '../failure.ts';
import { grammarWords } from '../messages/grammar.ts';

type Options = NonNullable<Parameters<typeof parseWords>[2]>;

/** What was meant by the words after a verb; the same grammar as in a chat. */
export function understand(context: Context, verb: Verb, words: readonly string[], options: Options = {}): Sentence {
  const parsed = parseWords(verb, words, options);
  if (parsed.ok) return parsed.sentence;
  throw new UsageError(wordsFor(context, parsed.fault));
}

/** The sentence with these parts for certain. The grammar has seen to it; this only tells the compiler. */
export function withParts<Part extends 'app' | 'environment'>(
  context: Context,
  sentence: Sentence,
  ...parts: readonly Part[]
): Sentence & Readonly<Record<Part, string>> {
  const missing = parts.find((part) => sentence[part] === undefined);
  if (missing === undefined) return sentence as Sentence & Readonly<Record<Part, string>>;
  throw new UsageError(wordsFor(context, { kind: 'missing', verb: sentence.verb, what: missing }));
}

function wordsFor(context: Context, fault: Fault): string {
  const words = grammarWords[context.language];
  switch (fault.kind) {
    case 'nothing-said':
      return words.nothingSaid;
    case 'unknown-verb':
      return words.unknownVerb(fault.word, fault.near);
    case 'unknown-flag':
      return words.unknownFlag(fault.word, fault.near);
    case 'flag-needs-value':
      return words.flagNeedsValue(fault.word);
    case 'flag-takes-no-value':
      return words.flagTakesNoValue(fault.word);
    case 'unfinished-quote':
      return words.unfinishedQuote;
    case 'half-address':
      return words.halfAddress(fault.word);
    case 'unexpected':
      return words.unexpected(fault.verb, fault.word);
    case 'missing':
      return words.missing[fault.what](fault.verb);
  }
}

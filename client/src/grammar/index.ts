export { parseSentence, parseWords } from './grammar.ts';
export { formatSentence, verbs } from './sentence.ts';
export type { Fault, Flags, Missing, Parsed, Sentence, Side, Verb } from './sentence.ts';

export { answer, createClient } from './client.ts';
export type { Client, ClientOptions, Language } from './client.ts';
export type * from './documents.ts';
export type { FollowOptions, StreamItem } from './follow.ts';
export { formatSentence, parseSentence, parseWords, verbs } from './grammar/index.ts';
export type { Fault, Flags, Missing, Parsed, Sentence, Side, Verb } from './grammar/index.ts';
export { nearest } from './nearest.ts';
export { ApiProblem, Unreachable } from './problem.ts';
export type { UnreachableReason } from './problem.ts';

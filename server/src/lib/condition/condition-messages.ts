import { defineMessages } from '../message.ts';

export const conditionMessages = defineMessages({
  condition_syntax: {
    en: (p: { path: string; at: number; problem: string; known: readonly string[] }) =>
      `${p.path}: character ${p.at} of the condition: ${p.problem}. It is written in CEL and knows ${p.known.join(', ')}.`,
    uk: (p) =>
      `${p.path}: символ ${p.at} умови: ${p.problem}. Умову записують мовою CEL, і вона знає: ${p.known.join(', ')}.`,
  },
  condition_too_big: {
    en: (p: { path: string; at: number; limit: number }) =>
      `${p.path}: the condition is too big (at character ${p.at}, the limit is ${p.limit}). Ask for less, or let the other side compute it and answer yes or no.`,
    uk: (p) =>
      `${p.path}: умова завелика (символ ${p.at}, межа ${p.limit}). Спростіть її або нехай обчислює інша сторона, а відповідає «так» чи «ні».`,
  },
  condition_too_slow: {
    en: (p: { path: string; at: number; limit: number }) =>
      `${p.path}: character ${p.at} of the condition begins a loop inside ${p.limit} others, which takes too long. Use at most ${p.limit} inside each other.`,
    uk: (p) =>
      `${p.path}: символ ${p.at} умови починає цикл усередині ${p.limit} інших, а це задовго. Вкладайте не більше ${p.limit}.`,
  },
  condition_pattern: {
    en: (p: { path: string; at: number }) =>
      `${p.path}: character ${p.at} of the condition: matches() takes a regular expression written out between quotes, at most 200 characters long.`,
    uk: (p) =>
      `${p.path}: символ ${p.at} умови: matches() приймає регулярний вираз, записаний у лапках, не довший за 200 символів.`,
  },
  condition_not_bool: {
    en: (p: { path: string; type: string }) =>
      `${p.path}: the condition gives ${p.type}, not true or false. Compare it with something.`,
    uk: (p) => `${p.path}: умова дає ${p.type}, а не «так» чи «ні». Порівняйте це з чимось.`,
  },
  condition_neither: {
    en: (p: { type: string }) => `the condition gives neither true nor false but ${p.type}`,
    uk: (p) => `умова дає не «так» чи «ні», а ${p.type}`,
  },
  condition_late: {
    en: (p: { ms: number }) => `the condition takes longer than ${p.ms} ms`,
    uk: (p) => `обчислення умови триває довше за ${p.ms} мс`,
  },
  condition_stumbled: {
    en: (p: { problem: string }) => `the condition cannot be judged: ${p.problem}`,
    uk: (p) => `умову неможливо перевірити: ${p.problem}`,
  },
});

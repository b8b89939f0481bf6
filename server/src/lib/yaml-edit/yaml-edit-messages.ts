import { defineMessages } from '../message.ts';

export const yamlEditMessages = defineMessages({
  yaml_not_readable: {
    en: (p: { file: string; line: number; column: number; problem: string }) =>
      `${p.file}:${p.line}:${p.column} cannot be read as YAML: ${p.problem}`,
    uk: (p) => `${p.file}:${p.line}:${p.column} не читається як YAML: ${p.problem}`,
  },
  yaml_path_missing: {
    en: (p: { file: string; path: string }) =>
      `${p.file} has nothing at ${p.path}. Correct the path, or write a first value there.`,
    uk: (p) => `У ${p.file} немає нічого за шляхом ${p.path}. Виправте шлях або запишіть там перше значення.`,
  },
  yaml_path_twice: {
    en: (p: { file: string; path: string; count: number }) =>
      `${p.file} has ${p.count} documents with ${p.path}. Put each in a file of its own, or use marker: true.`,
    uk: (p) =>
      `У ${p.file} шлях ${p.path} мають ${p.count} документи. Розкладіть їх по файлах або вкажіть marker: true.`,
  },
  yaml_not_a_value: {
    en: (p: { file: string; line: number }) =>
      `What stands in ${p.file}, line ${p.line}, is not one plain or quoted value on one line. Write the value itself there.`,
    uk: (p) =>
      `У ${p.file}, рядок ${p.line}, стоїть не одне просте значення в одному рядку. Запишіть там саме значення.`,
  },
  yaml_no_marker: {
    en: (p: { file: string; marker: string }) =>
      `${p.file} has no value marked with ${p.marker}. Write that behind the value.`,
    uk: (p) => `У ${p.file} немає значення з позначкою ${p.marker}. Допишіть її після значення.`,
  },
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseProcfile } from './procfile.ts';

const type = fc.stringMatching(/^[A-Za-z0-9_-]{1,20}$/);
const command = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 60 })
  .map((text) => text.replaceAll(/[\0\r\n]/g, '').trim());
const noise = fc.constantFrom('', '   ', '# web: not this', '\t# comment');

describe('a Procfile', () => {
  test('is read as it was written, whatever stands around the lines', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.record({ type, command: command.filter((text) => text !== '') }), {
          selector: (entry) => entry.type,
          minLength: 1,
          maxLength: 8,
        }),
        noise,
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.constantFrom(':', ' : ', ':  '),
        (entries, between, newline, colon) => {
          fc.pre(entries.some((entry) => entry.type !== 'release'));
          const text = entries
            .map((entry) => `${between}${newline}${entry.type}${colon}${entry.command}`)
            .join(newline);
          expect(parseProcfile(text)).toEqual({ ok: true, entries });
        },
      ),
    );
  });

  test('is never a crash, and a fault always names its line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const parsed = parseProcfile(text);
        if (parsed.ok) expect(parsed.entries.length).toBeGreaterThan(0);
        else expect(parsed.message.code === 'procfile_empty' || Number(parsed.message.params['line']) > 0).toBe(true);
      }),
    );
  });

  test.each([
    [
      'web: node a.js\nweb: node b.js',
      'Procfile line 2: "web" is already defined in line 1. Give one of them another name.',
    ],
    ['# nothing\nweb:', 'Procfile line 2: "web:" has no command after the colon.'],
    [
      'node server.js',
      'Procfile line 1: "node server.js" is not of the form "type: command", for example "web: node server.js".',
    ],
    ['release: npm run migrate', 'The Procfile names no process to run. Add a line like "web: node server.js".'],
    ['', 'The Procfile names no process to run. Add a line like "web: node server.js".'],
  ])('that says %j is answered with what to do', (text, words) => {
    expect(parseProcfile(text)).toMatchObject({ ok: false, message: { text: words } });
  });
});

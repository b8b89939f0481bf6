import { expect, test } from 'vitest';
import { boardLines, openingLines, whatToTry } from './banner.ts';
import type { Message } from './lib/message.ts';
import type { BoardLine } from './wiring.ts';

const say = (message: Message): string => message.text;
const database: Message = { code: 'test', params: {}, text: 'embedded PostgreSQL 18' };

/** The app shop with these versions in development, qa and prod; null is an empty one. */
function shop(...versions: readonly (string | null)[]): BoardLine {
  return {
    app: 'shop',
    environments: versions.map((version, index) => {
      const name = ['development', 'qa', 'prod'][index] ?? '';
      return { name, version, url: version === null ? null : `http://${name}.shop.localhost` };
    }),
  };
}

const commands = (line: BoardLine): string[] => whatToTry(line).map(([command]) => command);

test('the first command is the one that moves something on, as long as something can move', () => {
  expect(commands(shop('1.0.0', null, null))).toEqual([
    './sluice promote shop qa',
    './sluice list',
    './sluice why shop prod',
  ]);
  expect(commands(shop('1.0.1', '1.0.1', '1.0.0'))[0]).toBe('./sluice promote shop prod');
  // What is in front of the gap is empty too: there is nothing to promote.
  expect(commands(shop(null, '1.0.0', null))).toEqual(['./sluice list', './sluice why shop prod']);
  expect(commands(shop('1.0.0', '1.0.0', '1.0.0'))).toEqual(['./sluice list', './sluice history shop']);
});

test('what runs where comes with its address, what is empty in one line', () => {
  const lines = boardLines([shop('1.0.0', null, null)], say);
  expect(lines[0]).toContain('shop 1.0.0 is live in development');
  expect(lines[0]).toContain('http://development.shop.localhost');
  expect(lines[1]).toBe('· qa, prod: empty');
  expect(lines.filter((line) => line.includes('./sluice')).map((line) => line.indexOf('./sluice'))).toEqual([6, 6, 6]);
});

test('of many apps the first few are named, and none is said in words', () => {
  const many = Array.from({ length: 7 }, (_, index) => ({ ...shop('1.0.0'), app: `app-${index}` }));
  const lines = openingLines({ version: '0.1.0', url: 'http://localhost:7070', database, board: many }, say);
  expect(lines[1]).toBe('Sluice 0.1.0   http://localhost:7070');
  expect(lines.filter((line) => line.includes('app-'))).toHaveLength(5);
  expect(lines.join('\n')).toContain('2');
  const none = openingLines({ version: '0.1.0', url: 'http://localhost:7070', database, board: [] }, say);
  expect(none.filter((line) => line !== '')).toHaveLength(3);
});

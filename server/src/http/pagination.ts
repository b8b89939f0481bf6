import * as z from 'zod';
import { Problem } from '../lib/problem.ts';
import { httpMessages } from './http-messages.ts';

const defaultLimit = 50;
const maximumLimit = 200;

/** Spread into a query schema: `z.strictObject({ ...pageQuery, state: … })`. */
export const pageQuery = {
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(maximumLimit)
    .default(defaultLimit)
    .describe('How many items to answer with at most.'),
  cursor: z.string().max(1024).optional().describe('The nextCursor of the preceding page.'),
};

/** `{ items, nextCursor }`; give the result an id with `.meta({ id: 'PromotionPage' })`. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}

export interface Page<T> {
  readonly items: T[];
  readonly nextCursor: string | null;
}

/**
 * Makes a page of rows that were read with `limit + 1`. `positionOf` gives the sort key of a row as the database's own
 * text: a timestamp that went through a JS Date has lost its microseconds and would skip rows.
 */
export function toPage<T>(rows: readonly T[], limit: number, positionOf: (row: T) => readonly string[]): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last !== undefined ? encodeCursor(positionOf(last)) : null };
}

function encodeCursor(position: readonly string[]): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/** The position a cursor stands for: exactly `length` texts. They come from outside: bind them, never splice them. */
export function decodeCursor(cursor: string, length: number): readonly string[] {
  const position = z
    .array(z.string())
    .length(length)
    .safeParse(parseJson(Buffer.from(cursor, 'base64url').toString('utf8')));
  if (!position.success) throw new Problem('InvalidInput', httpMessages.cursor_invalid());
  return position.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

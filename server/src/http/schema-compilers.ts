import { isDeepStrictEqual } from 'node:util';
import type { FastifySchemaCompiler, FastifySerializerCompiler } from 'fastify';
import * as z from 'zod';
import { checkShape } from '../lib/schema-issues.ts';
import { InvalidRequest } from './problem-response.ts';

/** Parsed values replace what was sent, so defaults and coercions of the schema reach the route. */
export const validateRequest: FastifySchemaCompiler<z.ZodType> =
  ({ schema, httpPart }) =>
  (data: unknown) => {
    // A command without a body is one with nothing set, so that every field may have a default.
    const checked = checkShape(schema, httpPart === 'body' && (data === undefined || data === null) ? {} : data);
    return checked.success
      ? { value: checked.data }
      : { error: new InvalidRequest(httpPart ?? 'body', checked.faults) };
  };

/** In production an answer is only written: checking 50 items of a list against their schema halves the throughput. */
export const writeAnswer: FastifySerializerCompiler<unknown> = () => (data: unknown) => JSON.stringify(data);

/**
 * In tests an answer must be what its schema says, and nothing more: a field that the schema does not name would leave
 * unchecked in production, and that is how secrets get out.
 */
export const checkAnswer: FastifySerializerCompiler<unknown> = ({ schema, method, url, httpStatus }) => {
  if (!(schema instanceof z.ZodType)) throw new Error(`${method} ${url} declares an answer that is no zod schema`);
  return (data: unknown) => {
    const text = JSON.stringify(data) ?? 'null';
    const sent: unknown = JSON.parse(text);
    const at = `${method} ${url} ${httpStatus ?? ''}`;
    const parsed = schema.safeParse(sent);
    if (!parsed.success)
      throw new Error(`the answer of ${at} does not match its schema: ${z.prettifyError(parsed.error)}`);
    if (!isDeepStrictEqual(JSON.parse(JSON.stringify(parsed.data) ?? 'null'), sent)) {
      throw new Error(
        `the answer of ${at} has fields that its schema does not name: ${Object.keys(Object(sent)).join(', ')}`,
      );
    }
    return text;
  };
};

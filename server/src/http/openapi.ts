import { fastifySwagger } from '@fastify/swagger';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import type { OpenAPIV3_1 } from 'openapi-types';
import { isSafe } from './browser-guard.ts';
import { problemSchema } from './problem-schema.ts';
import type { HttpApp } from './route.ts';

// The schema registers itself under this name.
const problemReference = `#/components/schemas/${problemSchema.meta()?.id ?? ''}`;

const idempotencyHeader: OpenAPIV3_1.ParameterObject = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'A fresh UUID for each command. The same key with the same body gets the same answer and does nothing twice.',
  schema: { type: 'string', minLength: 8, maxLength: 200 },
};

/** The description of the API, made of the routes' own schemas: what is served and what is described cannot differ. */
export async function registerOpenapi(app: HttpApp, version: string): Promise<void> {
  await app.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Sluice',
        version,
        description:
          'Moves a version of an app from a commit to every environment it must reach, and can always say what is where.',
      },
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'A token: slc_…' } } },
      security: [{ token: [] }],
    },
    transform: (route) => {
      const described = jsonSchemaTransform(route);
      const { verb, public: isPublic } = route.route.config ?? {};
      const schema =
        isPublic === true ? { ...described.schema, security: [] } : { ...described.schema, 'x-sluice-verb': verb };
      return { ...described, schema };
    },
    transformObject: (input) => {
      const document = jsonSchemaTransformObject(input);
      return 'paths' in document ? finish(document as OpenAPIV3_1.Document) : document;
    },
  });
  app.get('/openapi.json', { config: { public: true }, schema: { hide: true } }, async (_request, reply) =>
    reply.header('cache-control', 'no-cache').send(app.swagger()),
  );
}

/** Adds what every operation has in common, and drops the components that nothing refers to. */
function finish(document: OpenAPIV3_1.Document): OpenAPIV3_1.Document {
  for (const item of Object.values(document.paths ?? {})) {
    for (const [method, operation] of Object.entries(item ?? {})) {
      if (!isOperation(operation)) continue;
      operation.responses = {
        ...operation.responses,
        default: {
          description: 'Why it was refused.',
          content: { 'application/problem+json': { schema: { $ref: problemReference } } },
        },
      };
      if (!isSafe(method.toUpperCase())) operation.parameters = [...(operation.parameters ?? []), idempotencyHeader];
    }
  }
  const schemas = onlyUsed(document.paths, document.components?.schemas ?? {});
  return plainNames({ ...document, components: { ...document.components, schemas } });
}

type Schemas = NonNullable<OpenAPIV3_1.ComponentsObject['schemas']>;

function onlyUsed(from: unknown, schemas: Schemas): Schemas {
  const used = new Set<string>();
  const visit = (value: unknown): void => {
    for (const [, name] of JSON.stringify(value).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      if (name === undefined || used.has(name)) continue;
      used.add(name);
      // Recursive schemas without an id of their own, such as z.json(), would refer to nowhere.
      if (schemas[name] === undefined)
        throw new Error(`the API refers to the shape ${name}, which has no .meta({ id })`);
      visit(schemas[name]);
    }
  };
  visit(from);
  return Object.fromEntries(Object.entries(schemas).filter(([name]) => used.has(name)));
}

/**
 * The transform makes two components of every schema, `X` for answers and `XInput` for requests. Where only the latter
 * is used it is called `X`.
 */
function plainNames(document: OpenAPIV3_1.Document): OpenAPIV3_1.Document {
  const schemas = document.components?.schemas ?? {};
  const plainName = (name: string): string => {
    const plain = name.replace(/Input$/, '');
    return schemas[plain] === undefined ? plain : name;
  };
  let text = JSON.stringify(document);
  for (const name of Object.keys(schemas)) text = text.replaceAll(reference(name), reference(plainName(name)));
  const renamed = JSON.parse(text) as OpenAPIV3_1.Document;
  const entries = Object.entries(renamed.components?.schemas ?? {}).map(
    ([name, schema]) => [plainName(name), schema] as const,
  );
  return { ...renamed, components: { ...renamed.components, schemas: Object.fromEntries(entries.toSorted(byName)) } };
}

function reference(name: string): string {
  return `"#/components/schemas/${name}"`;
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}

function isOperation(value: unknown): value is OpenAPIV3_1.OperationObject {
  return typeof value === 'object' && value !== null && 'responses' in value;
}

import openapiTS, { astToString } from 'openapi-typescript';
import type { OpenAPI3 } from 'openapi-typescript';

const banner = '// Made from openapi.json by `npm run generate`. Change the route schemas of the server instead.\n\n';

/** The TypeScript of every path and document in an OpenAPI 3.1 document, as openapi-fetch wants it. */
export async function clientTypes(document: object): Promise<string> {
  // A field with a default may be left out of a request; without this it would be required there.
  const nodes = await openapiTS(structuredClone(document) as OpenAPI3, {
    defaultNonNullable: false,
    alphabetize: true,
  });
  // Always empty here, and nothing would use them.
  return banner + astToString(nodes).replaceAll(/^export type (webhooks|\$defs) = .*\n/gm, '');
}

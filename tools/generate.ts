import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createOpenApiDocument } from '../server/src/wiring-openapi.ts';
import { generateDocs } from './generate-docs.ts';
import { clientTypes } from './openapi/client-types.ts';

// node tools/generate.ts [--check]: openapi.json from the routes of the server, the client's types from that, and the
// blocks of the documents that are made from code. With --check it writes nothing and fails when one of them is stale.
const root = join(import.meta.dirname, '..');
const check = process.argv.includes('--check');
const document = await createOpenApiDocument();
const wanted = [
  { path: 'openapi.json', text: `${JSON.stringify(document, null, 2)}\n` },
  { path: 'client/src/openapi.generated.ts', text: await clientTypes(document) },
];
const stale: string[] = [];
for (const { path, text } of wanted) {
  const before = await readFile(join(root, path), 'utf8').catch(() => undefined);
  if (before === text) continue;
  stale.push(path);
  if (!check) await writeFile(join(root, path), text);
}
stale.push(...(await generateDocs(root, { check })));
if (check) {
  for (const path of stale) console.error(`${path} is not what the code says. Run: npm run generate`);
  process.exitCode = stale.length === 0 ? 0 : 1;
} else {
  for (const path of stale) console.log(`wrote ${path}`);
}

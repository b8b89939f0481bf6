/** The files of a very small shop. Its page says which version serves, where, and with which settings. */
export function shopFiles(page: string): Record<string, string> {
  return { Procfile: 'web: node server.js\n', 'server.js': server, 'page.txt': `${page}\n` };
}

const server = `
const { createServer } = require('node:http');
const { readFileSync } = require('node:fs');
const page = readFileSync('page.txt', 'utf8').trim();
const { PORT, SLUICE_ENVIRONMENT, GREETING = 'none', PASSWORD = '' } = process.env;
console.log('shop ' + page + ' starts');
createServer((request, response) => {
  if (request.url === '/healthz') return response.end('ok');
  if (request.url.startsWith('/say/')) console.log('somebody says ' + request.url.slice(5));
  response.end([page, SLUICE_ENVIRONMENT, 'greeting ' + GREETING, 'password ' + PASSWORD.length].join(', '));
}).listen(Number(PORT), '127.0.0.1');
`;

/** The line that most teams begin with: two merges, then a pull request. */
export function shopManifest(options: { readonly health?: string; readonly build?: string } = {}): string {
  return `apiVersion: sluice.dev/v1alpha1
kind: App
metadata: { name: shop }
spec:
  owner: team-shop
  repository: { defaultBranch: develop }
  health: ${options.health ?? '{ path: /healthz, deadline: 20s }'}
${options.build === undefined ? '' : `  build: ${options.build}\n`}---
apiVersion: sluice.dev/v1alpha1
kind: Pipeline
metadata: { name: shop }
spec:
  app: shop
  environments:
    - name: development
      from: { branch: develop }
      targets: [{ name: local, runtime: process }]
    - name: qa
      promote: { by: merge, branch: qa }
      targets: [{ name: local, runtime: process }]
    - name: staging
      promote: { by: merge, branch: staging }
      targets: [{ name: local, runtime: process }]
    - name: prod
      promote: { by: pull-request, branch: prod }
      targets: [{ name: local, runtime: process }]
`;
}

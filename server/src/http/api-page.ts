import { readFileSync } from 'node:fs';
import type { HttpApp } from './route.ts';

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const files = [
  { url: '/docs', file: 'page.html', type: 'text/html; charset=utf-8' },
  { url: '/docs/page.js', file: 'page.js', type: 'text/javascript; charset=utf-8' },
  { url: '/docs/page.css', file: 'page.css', type: 'text/css; charset=utf-8' },
] as const;

export const apiPageRoutes: readonly string[] = ['/openapi.json', ...files.map((file) => file.url)];

/** A readable page over /openapi.json: three files of ours, no requests to anywhere else. */
export function registerApiPage(app: HttpApp): void {
  for (const { url, file, type } of files) {
    const content = readFileSync(new URL(`../../api-page/${file}`, import.meta.url));
    app.get(url, { config: { public: true }, schema: { hide: true } }, async (_request, reply) =>
      reply
        .headers({ 'content-type': type, 'content-security-policy': policy, 'cache-control': 'no-cache' })
        .send(content),
    );
  }
}

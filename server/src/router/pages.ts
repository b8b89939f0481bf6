import type { IncomingMessage, ServerResponse } from 'node:http';
import { createRenderer } from '../lib/message.ts';
import type { Message } from '../lib/message.ts';
import { routerMessages } from './router-messages.ts';

const render = createRenderer([routerMessages.catalogue]);

export interface Page {
  readonly status: number;
  readonly message: Message;
  /** Addresses to go on to. */
  readonly heading?: Message;
  readonly links?: readonly string[];
  readonly retryAfterSeconds?: number;
}

/** A page of the router's own, as text, or as HTML for those who ask for it. */
export function writePage(page: Page, accept: string, acceptLanguage: string): { head: string[]; body: string } {
  const language = /^\s*uk\b/i.test(acceptLanguage) ? 'uk' : 'en';
  const words = render(page.message, language);
  const heading = page.heading === undefined ? undefined : render(page.heading, language);
  const links = page.links ?? [];
  const asHtml = /\btext\/html\b/i.test(accept);
  const body = asHtml
    ? htmlOf(language, page.status, words, heading, links)
    : [words, ...(heading === undefined ? [] : ['', heading]), ...links.map((link) => `  ${link}`), ''].join('\n');
  const head = [
    'Content-Type',
    asHtml ? 'text/html; charset=utf-8' : 'text/plain; charset=utf-8',
    'Content-Length',
    String(Buffer.byteLength(body)),
    'Cache-Control',
    'no-store',
    'X-Content-Type-Options',
    'nosniff',
    'Content-Security-Policy',
    "default-src 'none'; style-src 'unsafe-inline'",
    // Says that these are Sluice's words and not the app's.
    'Via',
    '1.1 sluice',
  ];
  if (page.retryAfterSeconds !== undefined) head.push('Retry-After', String(page.retryAfterSeconds));
  return { head, body };
}

function htmlOf(
  language: string,
  status: number,
  words: string,
  heading: string | undefined,
  links: readonly string[],
): string {
  const items = links.map((link) => `<li><a href="${escape(link)}">${escape(link)}</a></li>`).join('');
  const list = links.length === 0 ? '' : `${heading === undefined ? '' : `<p>${escape(heading)}</p>`}<ul>${items}</ul>`;
  const style = 'body{font:16px/1.5 system-ui,sans-serif;max-width:42rem;margin:4rem auto;padding:0 1rem}';
  return `<!doctype html><html lang="${language}"><meta charset="utf-8"><title>${status}</title><style>${style}</style><p>${escape(words)}</p>${list}</html>\n`;
}

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Answers with a page, unless an answer has begun. */
export function answerPage(request: IncomingMessage, response: ServerResponse, page: Page): void {
  if (response.headersSent || response.destroyed) return;
  const { head, body } = writePage(page, request.headers.accept ?? '', request.headers['accept-language'] ?? '');
  response.writeHead(page.status, head);
  response.end(request.method === 'HEAD' ? undefined : body);
}

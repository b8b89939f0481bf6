import { problemOf, unreachable } from './problem.ts';

export interface DownloadOptions {
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal | undefined;
}

/** An answer as text, piece by piece, as fast as it is taken. */
export async function* download(
  server: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  { query = {}, signal }: DownloadOptions,
): AsyncGenerator<string, void, undefined> {
  const url = new URL(server + path);
  for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, value);
  const response = await fetch(url, { headers, signal: signal ?? null }).catch((error: unknown) => {
    throw unreachable(server, error);
  });
  if (!response.ok) throw problemOf(response, await response.json().catch(() => undefined));
  if (response.body === null) return;
  const decoder = new TextDecoder();
  try {
    for await (const piece of response.body) yield decoder.decode(piece, { stream: true });
  } catch (error) {
    throw unreachable(server, error);
  }
  yield decoder.decode();
}

import type { Client } from '@sluice/client';

export interface Watched<T> {
  readonly client: Client;
  /** The event stream that tells when the document may have changed. */
  readonly path: string;
  readonly read: () => Promise<T>;
  readonly isFinished: (document: T) => boolean;
  readonly first: T;
  readonly onChange: (document: T) => void;
  readonly onLost: () => void;
  readonly interrupted: AbortSignal;
  /** For ever by default. */
  readonly timeoutMs?: number;
}

/**
 * Reads a document anew whenever its stream says that something happened, and once when the stream opens, so that
 * nothing between the first look and the stream is missed. The events themselves only wake: what is shown is always the
 * document.
 */
export async function watchDocument<T>(watched: Watched<T>): Promise<'finished' | 'timeout' | 'interrupted'> {
  const { client, interrupted, isFinished, read, timeoutMs } = watched;
  if (isFinished(watched.first)) return 'finished';
  const timeout = timeoutMs === undefined ? undefined : AbortSignal.timeout(timeoutMs);
  const stop = new AbortController();
  const signal = AbortSignal.any([interrupted, stop.signal, ...(timeout === undefined ? [] : [timeout])]);
  try {
    for await (const item of client.follow(watched.path, { signal })) {
      if (item.kind === 'lost') {
        watched.onLost();
        continue;
      }
      const document = await read();
      watched.onChange(document);
      if (isFinished(document)) return 'finished';
    }
  } finally {
    stop.abort();
  }
  return timeout?.aborted === true ? 'timeout' : 'interrupted';
}

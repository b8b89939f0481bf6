/**
 * Several endless sources as one, each item as soon as it is there. Every source is asked for one item ahead and no
 * more. Ends when all have ended; a source that fails ends it with that error. The sources must end by themselves when
 * `signal` aborts.
 */
export async function* mergeStreams<T>(sources: readonly AsyncIterable<T>[], signal: AbortSignal): AsyncGenerator<T> {
  interface Next {
    readonly iterator: AsyncIterator<T>;
    readonly result: IteratorResult<T>;
  }
  const ask = async (iterator: AsyncIterator<T>): Promise<Next> => ({ iterator, result: await iterator.next() });
  const asked = new Map<AsyncIterator<T>, Promise<Next>>();
  for (const source of sources) {
    const iterator = source[Symbol.asyncIterator]();
    asked.set(iterator, ask(iterator));
  }
  // One that fails while another is being waited for is met in its turn, not as an unhandled rejection.
  for (const next of asked.values()) next.catch(() => {});
  while (asked.size > 0 && !signal.aborted) {
    const { iterator, result } = await Promise.race(asked.values());
    if (result.done === true) {
      asked.delete(iterator);
      continue;
    }
    const following = ask(iterator);
    following.catch(() => {});
    asked.set(iterator, following);
    yield result.value;
  }
}

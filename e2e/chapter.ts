import { test } from 'vitest';

/** A part of a story: a test that builds on the ones told before it in the same place. */
export type Chapter = (title: string, tell: () => Promise<void>) => void;

/** After a chapter that failed the others fail at once and say so, instead of waiting in vain for what never happened. */
export function createStory(): Chapter {
  let broken: string | undefined;
  return (title, tell) => {
    test(title, async () => {
      if (broken !== undefined) throw new Error(`the story broke off at: ${broken}`);
      try {
        await tell();
      } catch (error) {
        broken = title;
        throw error;
      }
    });
  };
}

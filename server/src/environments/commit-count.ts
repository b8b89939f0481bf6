import type { Repositories } from '../apps/index.ts';

/** Commits that `ahead` has and `behind` has not. */
export interface Distance {
  readonly project: string;
  readonly app: string;
  readonly ahead: string;
  readonly behind: string;
}

/** Answers in the order of the questions; null where it is not known (yet). */
export type CountCommits = (distances: readonly Distance[]) => Promise<(number | null)[]>;

const remembered = 50_000;
const parallel = 4;

/**
 * Counts commits between two revisions. Both are immutable, so a count once known is known for ever, and git is asked only
 * about what has changed. What cannot be counted within the budget of one call is null, and left for the next one.
 */
export function createCountCommits(repositories: Repositories, budgetMs = 1500): CountCommits {
  const known = new Map<string, number>();

  async function count({ project, app, ahead, behind }: Distance, until: number): Promise<number | null> {
    if (ahead === behind) return 0;
    const key = `${project}/${app} ${behind}..${ahead}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    if (performance.now() > until) return null;
    try {
      const { total } = await repositories.open(project, app).log(behind, ahead, 0);
      for (const oldest of known.size >= remembered ? [...known.keys()].slice(0, remembered / 10) : []) {
        known.delete(oldest);
      }
      known.set(key, total);
      return total;
    } catch {
      // A repository that cannot be read makes its own number unknown; whoever needs it meets the fault there.
      return null;
    }
  }

  return async (distances) => {
    const until = performance.now() + budgetMs;
    const counts = Array.from<number | null>({ length: distances.length }).fill(null);
    const questions = distances.entries();
    const ask = async (): Promise<void> => {
      for (const [index, distance] of questions) counts[index] = await count(distance, until);
    };
    await Promise.all(Array.from({ length: parallel }, ask));
    return counts;
  };
}

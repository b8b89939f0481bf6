import type { BareRepository } from '../../lib/git/bare-repository.ts';
import { Problem } from '../../lib/problem.ts';

/** Artifacts that were built elsewhere may be of commits that the repository here does not have. */
export async function knowsCommit(repository: BareRepository, revision: string): Promise<boolean> {
  try {
    await repository.resolve(revision);
    return true;
  } catch (error) {
    if (error instanceof Problem && error.kind === 'NotFound') return false;
    throw error;
  }
}

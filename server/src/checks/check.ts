export const checkStates = ['pending', 'success', 'failure', 'error'] as const;
export type CheckState = (typeof checkStates)[number];

/** An outside system's verdict by its context, about an artifact in a place. */
export interface Check {
  readonly id: string;
  readonly project: string;
  readonly app: string;
  /** Null: wherever the artifact is. */
  readonly environment: string | null;
  readonly artifactId: string;
  /** Null: with whatever configuration. */
  readonly configurationVersion: number | null;
  readonly releaseId: string | null;
  readonly context: string;
  readonly state: CheckState;
  readonly description: string | null;
  readonly targetUrl: string | null;
  readonly propagate: boolean;
  readonly actor: string;
  readonly door: string;
  readonly override: { readonly by: string; readonly reason: string } | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** What is asked about: an artifact in an environment, with the configuration that it runs with there. */
export interface CheckSubject {
  readonly environment: string;
  /** The artifact, or those that were merged into it. */
  readonly artifactIds: readonly string[];
  readonly configurationVersion: number;
}

/** The newest word of a context on the subject. One about the artifact itself counts everywhere. */
export function newestFor(checks: readonly Check[], subject: CheckSubject, context: string): Check | undefined {
  return checks
    .filter(
      (check) =>
        check.context === context &&
        subject.artifactIds.includes(check.artifactId) &&
        (check.environment === null || check.environment === subject.environment) &&
        (check.configurationVersion === null || check.configurationVersion === subject.configurationVersion),
    )
    .reduce<Check | undefined>(
      (newest, check) => (newest === undefined || check.updatedAt > newest.updatedAt ? check : newest),
      undefined,
    );
}

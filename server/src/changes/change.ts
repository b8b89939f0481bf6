/** A pull request of the local forge: what one promotion would bring into one environment's branch. */
export interface Change {
  readonly id: string;
  readonly project: string;
  readonly app: string;
  readonly number: number;
  readonly promotionId: string;
  readonly title: string;
  readonly branch: string;
  /** The branch's tip when the merge was computed; null when the branch begins with this change. */
  readonly baseRevision: string | null;
  readonly sourceRevision: string;
  /** What the branch will be at when the change is merged. */
  readonly headRevision: string;
  readonly state: 'open' | 'merged' | 'closed';
  readonly actor: string;
  readonly createdAt: Date;
  readonly closedAt: Date | null;
}

/** What a person said about a change, and whether it still is about what the change would bring. */
export interface ChangeApproval {
  readonly actor: string;
  readonly verdict: 'approved' | 'rejected';
  readonly current: boolean;
  readonly reason: string | null;
  readonly at: Date;
}

/** What an outside system said and asked to be handed on to the forge. */
export interface ChangeCheck {
  readonly context: string;
  readonly state: string;
  readonly environment: string | null;
  readonly description: string | null;
  readonly targetUrl: string | null;
  readonly at: Date;
}

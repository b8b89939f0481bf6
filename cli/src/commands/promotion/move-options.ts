export interface MoveOptions {
  readonly reason?: string;
  readonly queue?: true;
  readonly supersede?: true;
  readonly wait?: true;
  readonly timeout?: number;
}

export interface PromoteOptions extends MoveOptions {
  readonly dryRun?: true;
  readonly all?: true;
  readonly to?: string;
  readonly target?: readonly string[];
  readonly from?: string;
  readonly release?: string;
}

/** How long `--wait` waits: an automation must not hang on an approval that nobody gives. */
export const defaultTimeoutMs = 10 * 60_000;

export function whenBusy({ queue, supersede }: MoveOptions): 'refuse' | 'queue' | 'supersede' {
  if (supersede === true) return 'supersede';
  return queue === true ? 'queue' : 'refuse';
}

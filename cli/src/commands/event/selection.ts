/** Which events are wanted; everything that is given must hold. */
export interface EventSelection {
  readonly type?: string | undefined;
  readonly app?: string | undefined;
  readonly environment?: string | undefined;
  readonly actor?: string | undefined;
  readonly after?: string | undefined;
}

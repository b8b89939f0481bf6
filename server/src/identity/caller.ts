import type { Language } from '../lib/message.ts';

/** From least to most: each role may do everything that those before it may. */
export const roles = ['viewer', 'developer', 'approver', 'operator', 'admin'] as const;
export type Role = (typeof roles)[number];

/** Through which door a command came in. Recorded with every mutation; never a reason to allow more or less. */
export type Door = 'http' | 'cli' | 'git' | 'web' | 'slack' | 'system';

export interface Binding {
  /** A project's name, or `*` for all of them. */
  readonly project: string;
  readonly role: Role;
  /** Only on these apps; on all of them when left out. Of the rest of the project the holder is a viewer. */
  readonly apps?: readonly string[] | undefined;
  /** Only in these environments, likewise. */
  readonly environments?: readonly string[] | undefined;
  /** Only for these verbs, of those that the role allows. */
  readonly verbs?: readonly string[] | undefined;
}

export interface Caller {
  readonly actorId: string;
  /** Shown to people and written to events: `ada`, `ci-bot`, `sluice`. */
  readonly actor: string;
  readonly bindings: readonly Binding[];
  readonly door: Door;
  readonly language: Language;
  /** The token that was shown; a part of Sluice has none. */
  readonly tokenId?: string;
  /** What that token is for at most, whatever its actor holds. */
  readonly scope?: Binding;
}

/** A part of Sluice that acts by itself, e.g. `systemCaller('promotions')` writes events as `sluice:promotions`. */
export function systemCaller(part: string): Caller {
  return {
    actorId: 'act_sluice',
    actor: `sluice:${part}`,
    bindings: [{ project: '*', role: 'admin' }],
    door: 'system',
    language: 'en',
  };
}

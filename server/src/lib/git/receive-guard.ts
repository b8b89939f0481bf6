import type { Message } from '../message.ts';
import { gitMessages } from './git-messages.ts';
import { isRefName } from './names.ts';
import { maxCommandBytes, readCommands } from './receive-commands.ts';
import type { ReceiveCommands, RefUpdate } from './receive-commands.ts';
import { BodyRefused } from './request-body.ts';
import type { RequestBody } from './request-body.ts';

/** What stands against an update, in words for the pusher; undefined when nothing does. */
export type Refuse = (update: RefUpdate) => Message | undefined;

export interface Guarded {
  readonly commands: ReceiveCommands;
  /** What was read so far; git gets it first. */
  readonly start: Buffer;
  readonly refused: readonly { readonly update: RefUpdate; readonly because: Message }[];
  /** Settings under which git itself refuses exactly those updates. */
  readonly settings: readonly (readonly [string, string])[];
}

const pushable = ['refs/heads/', 'refs/tags/'];

/**
 * Reads the commands of a push and asks the rule about each. A refused ref is hidden from this one receive-pack, and
 * git does not update hidden refs: nothing depends on a hook that could be missing, and the other refs of the push go
 * through. Everything but branches and tags is hidden always.
 */
export async function guardReceive(body: RequestBody, refuse: Refuse): Promise<Guarded> {
  const pieces: Buffer[] = [];
  for (;;) {
    const piece = await body.next();
    if (piece === undefined) throw new BodyRefused('malformed');
    pieces.push(piece);
    const start = Buffer.concat(pieces);
    const commands = readCommands(start);
    if (commands === 'malformed' || start.length > maxCommandBytes * 2) throw new BodyRefused('malformed');
    if (commands !== 'incomplete') return { commands, start, ...judge(commands.updates, refuse) };
  }
}

function judge(updates: readonly RefUpdate[], refuse: Refuse): Pick<Guarded, 'refused' | 'settings'> {
  const verdicts = updates.map((update) => ({ update, because: objection(update, refuse) }));
  const refused = verdicts.flatMap(({ update, because }) => (because === undefined ? [] : [{ update, because }]));
  const refusedRefs = refused.map(({ update }) => update.ref).filter((ref) => isPushable(ref));
  const isBelowRefused = (ref: string): boolean => refusedRefs.some((other) => ref.startsWith(`${other}/`));
  const allowedBelow = verdicts
    .filter(({ update, because }) => because === undefined && refusedRefs.length > 0 && isBelowRefused(update.ref))
    .map(({ update }) => `!${update.ref}`);
  // The last pattern that matches decides, and a pattern covers what lies below it: so the longer come later.
  const single = [...refusedRefs, ...allowedBelow].toSorted((a, b) => bare(a).length - bare(b).length);
  const patterns = ['refs', '!refs/heads', '!refs/tags', ...single];
  return { refused, settings: patterns.map((pattern) => ['receive.hideRefs', pattern] as const) };
}

function objection(update: RefUpdate, refuse: Refuse): Message | undefined {
  if (!isPushable(update.ref)) return gitMessages.git_ref_not_pushable({ ref: update.ref.slice(0, 100) });
  if (!isRefName(update.ref)) return gitMessages.git_name_invalid({ name: update.ref.slice(0, 100) });
  return refuse(update);
}

function isPushable(ref: string): boolean {
  return pushable.some((prefix) => ref.startsWith(prefix) && ref.length > prefix.length);
}

function bare(pattern: string): string {
  return pattern.startsWith('!') ? pattern.slice(1) : pattern;
}

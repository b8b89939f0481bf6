import type { ManifestSource } from '@sluice/client';
import { sourceWords } from '../../messages/manifest-source.ts';
import { mark } from '../../output/mark.ts';
import type { View } from '../../output/view.ts';

const moods = { waiting: 'waiting', synced: 'done', drifted: 'waiting', failed: 'bad' } as const;

/** `✔ synced`, as every state is shown: by a sign and a word. */
export function stateOf({ state }: Pick<ManifestSource, 'state'>, view: View): string {
  return `${mark(moods[state], view)} ${sourceWords[view.language].states[state]}`;
}

import type { Environment } from '@sluice/client';
import { environmentWords } from '../../messages/environment.ts';
import { wideWords } from '../../output/wide-words.ts';
import { paint, shape } from '../../output/mark.ts';
import type { Mood } from '../../output/mark.ts';
import { table } from '../../output/table.ts';
import type { View } from '../../output/view.ts';

interface Place {
  readonly cell: Environment;
  readonly target: Environment['targets'][number];
}

/** `sluice list -o wide`: what the matrix says at one glance, with everything in it, a line for each target. */
export function drawPlaces(environments: readonly Environment[], view: View): string {
  const words = environmentWords[view.language];
  const wide = wideWords[view.language];
  const places: Place[] = environments.flatMap((cell) => cell.targets.map((target) => ({ cell, target })));
  return table(
    places,
    [
      { title: words.app, cell: ({ cell }) => cell.app },
      { title: wide.environment, cell: ({ cell }) => cell.name },
      { title: wide.target, cell: ({ target }) => target.name },
      {
        title: wide.state,
        cell: ({ cell, target }) => {
          const mood = moodOf(target);
          const text = `${shape(mood)} ${words.states[cell.state]}`;
          return { text, paint: (cut) => paint(mood, cut, view) };
        },
      },
      { title: wide.version, cell: ({ target }) => target.version ?? '' },
      { title: wide.release, cell: ({ target }) => (target.release === null ? '' : `v${target.release}`) },
      { title: wide.since, cell: ({ cell }) => cell.since ?? '' },
      { title: wide.by, cell: ({ cell }) => cell.actor ?? '' },
      { title: wide.behind, cell: ({ cell }) => (cell.behindBy === null ? '' : String(cell.behindBy)), align: 'right' },
      // Of a target that serves another version the digest of this one would be wrong.
      { title: wide.digest, cell: (place) => artifactOf(place)?.digest ?? '' },
      { title: wide.commit, cell: (place) => artifactOf(place)?.revision ?? '' },
      { title: wide.runtime, cell: ({ target }) => target.runtime },
      { title: wide.url, cell: ({ target }) => target.url ?? '' },
      { title: wide.promotion, cell: ({ cell }) => cell.promotion?.id ?? '' },
    ],
    view,
  );
}

function artifactOf({ cell: { artifact }, target }: Place): Environment['artifact'] {
  return artifact?.version === target.version ? artifact : null;
}

function moodOf({ healthy, version }: Place['target']): Mood {
  if (version === null) return 'empty';
  return healthy === false ? 'bad' : 'healthy';
}

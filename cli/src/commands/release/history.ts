import { answer, given } from '@sluice/client';
import type { Release } from '@sluice/client';
import { show } from '../../context.ts';
import type { Context } from '../../context.ts';
import { releaseWords } from '../../messages/release.ts';
import { wideWords } from '../../output/wide-words.ts';
import { moodOf, paint, shape } from '../../output/mark.ts';
import type { Mood } from '../../output/mark.ts';
import { say } from '../../output/say.ts';
import { table } from '../../output/table.ts';
import { age } from '../../output/time.ts';
import type { View } from '../../output/view.ts';
import { understand, withParts } from '../sentence.ts';

export interface HistoryOptions {
  readonly target?: string;
  readonly limit?: number;
}

/** `sluice history APP [ENV]` */
export async function history(context: Context, words: readonly string[], options: HistoryOptions): Promise<void> {
  const { app, environment } = withParts(context, understand(context, 'history', words), 'app');
  const { http } = await context.client();
  const limit = options.limit ?? 20;
  const query = given({ project: context.project, app, environment, target: options.target, limit });
  const found = await answer(http.GET('/v1/releases', { params: { query } }));
  await show(context, found, ({ items, nextCursor }, view) => {
    const said = releaseWords[view.language];
    if (items.length === 0) return said.none(app);
    const command = ['sluice history', app, environment, `--limit ${limit * 5}`].filter(Boolean).join(' ');
    const more = nextCursor === null ? '' : `\n${view.colors.dim(said.more(items.length, command))}`;
    return drawHistory(items, view) + more;
  });
}

/** What is the same in every row is not repeated: the environment that was asked for, the only target. */
export function drawHistory(releases: readonly Release[], view: View): string {
  const words = releaseWords[view.language];
  const wide = wideWords[view.language];
  const targets = Map.groupBy(releases, ({ environment }) => environment);
  const severalTargets = [...targets.values()].some((all) => new Set(all.map(({ target }) => target)).size > 1);
  return table(
    releases,
    [
      { title: words.columns.release, cell: ({ number }) => `v${number}` },
      {
        title: words.columns.environment,
        cell: ({ environment }) => (targets.size > 1 ? environment : ''),
        whole: ({ environment }) => environment,
      },
      {
        title: words.columns.target,
        cell: ({ target }) => (severalTargets ? target : ''),
        whole: ({ target }) => target,
      },
      { title: words.columns.version, cell: ({ artifact }) => artifact.version },
      {
        title: words.columns.result,
        cell: (release) => {
          const mood = moodOfRelease(release);
          const word = release.serving ? words.results.serving : words.results[release.result ?? 'executing'];
          return { text: `${shape(mood)} ${word}`, paint: (text) => paint(mood, text, view) };
        },
      },
      {
        title: words.columns.when,
        cell: ({ createdAt }) => words.ago(age(createdAt, view)),
        whole: ({ createdAt }) => createdAt,
      },
      { title: wide.finished, cell: ({ finishedAt }) => finishedAt ?? '', wide: true },
      { title: words.columns.by, cell: ({ actor }) => actor },
      { title: wide.door, cell: ({ door }) => door, wide: true },
      { title: wide.id, cell: ({ id }) => id, wide: true },
      { title: wide.promotion, cell: ({ promotionId }) => promotionId, wide: true },
      { title: wide.digest, cell: ({ artifact }) => artifact.digest, wide: true },
      { title: wide.commit, cell: ({ artifact }) => artifact.revision, wide: true },
      { title: wide.configuration, cell: ({ configurationVersion }) => String(configurationVersion), wide: true },
      { title: wide.url, cell: ({ url }) => url ?? '', wide: true },
      { title: words.columns.note, cell: (release) => noteOf(release, view), shrinks: true },
    ],
    view,
  );
}

function moodOfRelease(release: Release): Mood {
  return release.serving ? 'healthy' : moodOf(release.state, release.result);
}

function noteOf({ kind, fromNumber, reason, result, message }: Release, view: View): string {
  const words = releaseWords[view.language];
  const told = [
    kind === 'rollback' ? words.rollback(fromNumber) : '',
    kind === 'configuration' ? words.configuration : '',
    reason ?? '',
    result !== null && result !== 'success' ? say(message, view) : '',
  ];
  return told.filter((part) => part !== '').join(' · ');
}

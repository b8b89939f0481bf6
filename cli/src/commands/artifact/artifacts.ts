import { answer, given } from '@sluice/client';
import type { Artifact } from '@sluice/client';
import { show } from '../../context.ts';
import type { Context } from '../../context.ts';
import { artifactWords } from '../../messages/artifact.ts';
import { wideWords } from '../../output/wide-words.ts';
import { size } from '../../output/size.ts';
import { table } from '../../output/table.ts';
import { age } from '../../output/time.ts';
import type { View } from '../../output/view.ts';

export interface ArtifactsOptions {
  readonly ref?: string;
  readonly limit?: number;
}

/** `sluice artifacts APP` */
export async function artifacts(context: Context, app: string, options: ArtifactsOptions): Promise<void> {
  const { http } = await context.client();
  const query = given({ project: context.project, ref: options.ref, limit: options.limit ?? 20 });
  const found = await answer(http.GET('/v1/apps/{app}/artifacts', { params: { path: { app }, query } }));
  await show(context, found, ({ items }, view) =>
    items.length === 0 ? artifactWords[view.language].none(app) : drawArtifacts(items, view),
  );
}

export function drawArtifacts(items: readonly Artifact[], view: View): string {
  const words = artifactWords[view.language];
  const wide = wideWords[view.language];
  return table(
    items,
    [
      { title: words.columns.version, cell: ({ version }) => version },
      // As much of it as identifies.
      {
        title: words.columns.digest,
        cell: ({ digest }) => digest.replace(/^sha256:/, '').slice(0, 12),
        whole: ({ digest }) => digest,
      },
      {
        title: words.columns.revision,
        cell: ({ revisions }) => revisions[0]?.revision.slice(0, 7) ?? '',
        whole: ({ revisions }) => revisions[0]?.revision ?? '',
      },
      { title: wide.branch, cell: ({ revisions }) => revisions[0]?.branch ?? '', wide: true },
      { title: wide.author, cell: ({ revisions }) => revisions[0]?.author ?? '', wide: true },
      {
        title: words.columns.size,
        cell: ({ sizeBytes }) => (sizeBytes === 0 ? '' : size(sizeBytes, view.language)),
        align: 'right',
      },
      {
        title: words.columns.made,
        cell: ({ createdAt }) => words.ago(age(createdAt, view)),
        whole: ({ createdAt }) => createdAt,
      },
      { title: wide.id, cell: ({ id }) => id, wide: true },
      { title: wide.origin, cell: ({ origin }) => origin, wide: true },
      { title: wide.image, cell: ({ image }) => image ?? '', wide: true },
      {
        title: words.columns.subject,
        cell: ({ withdrawn, rebuiltFrom, revisions, registeredBy }) => {
          if (withdrawn !== null) return { text: `✖ ${words.withdrawn(withdrawn.by)}`, paint: view.colors.red };
          if (rebuiltFrom.length > 0) return words.rebuilt(rebuiltFrom.join(', '));
          const origin = registeredBy === null ? [] : [words.elsewhere(registeredBy)];
          return [...origin, revisions[0]?.subject ?? ''].filter((part) => part !== '').join(' · ');
        },
        shrinks: true,
      },
    ],
    view,
  );
}

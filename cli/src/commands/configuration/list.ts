import { answer } from '@sluice/client';
import type { Configuration } from '@sluice/client';
import { show } from '../../context.ts';
import type { Context } from '../../context.ts';
import { configurationWords } from '../../messages/configuration.ts';
import { table } from '../../output/table.ts';
import type { View } from '../../output/view.ts';

/** `sluice config list APP ENV` */
export async function listConfiguration(context: Context, app: string, environment: string): Promise<void> {
  const { http } = await context.client();
  const params = { path: { app, environment }, query: { project: context.project } };
  const found = await answer(http.GET('/v1/apps/{app}/environments/{environment}/configuration', { params }));
  await show(context, found, drawConfiguration);
}

export function drawConfiguration({ app, environment, entries }: Configuration, view: View): string {
  const words = configurationWords[view.language];
  if (entries.length === 0) return words.none(app, environment);
  return table(
    entries,
    [
      { title: words.columns.name, cell: ({ name }) => name },
      {
        title: words.columns.value,
        cell: ({ secret, value }) => (secret ? { text: words.secret, paint: view.colors.dim } : (value ?? '')),
        shrinks: true,
      },
    ],
    view,
  );
}

import { answer } from '@sluice/client';
import type { Context } from '../../context.ts';
import { appWords } from '../../messages/app.ts';
import { mark } from '../../output/mark.ts';
import { show } from '../../context.ts';

/** `sluice app delete NAME`, `sluice delete app NAME` */
export async function deleteApp(context: Context, name: string): Promise<void> {
  const { http } = await context.client();
  const params = { path: { app: name }, query: { project: context.project } };
  await answer(http.DELETE('/v1/apps/{app}', { params }));
  await show(
    context,
    { kind: 'App', name, deleted: true },
    (_, view) => `${mark('done', view)} ${appWords[view.language].deleted(name)}`,
  );
}

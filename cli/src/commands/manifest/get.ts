import { answer, given } from '@sluice/client';
import { show } from '../../context.ts';
import type { Context } from '../../context.ts';
import { kindOf } from './kind.ts';

/** `sluice get KIND [NAME]`: as it would be applied; without a name, the list of them. */
export async function getManifest(
  context: Context,
  word: string,
  name: string | undefined,
  options: { generation?: number },
): Promise<void> {
  const kind = kindOf(context, word);
  if (name === undefined) return kind.list(context);
  const { http } = await context.client();
  const query = given({ project: context.project, generation: options.generation });
  const path = { kind: kind.name, name };
  const found = await answer(http.GET('/v1/manifests/{kind}/{name}', { params: { path, query } }));
  if (context.format === 'json') return show(context, found, () => '');
  context.terminal.answer(found.manifest.endsWith('\n') ? found.manifest : `${found.manifest}\n`);
}

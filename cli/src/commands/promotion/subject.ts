import { answer } from '@sluice/client';
import type { Client, Sentence } from '@sluice/client';
import type { Context } from '../../context.ts';
import { exitCodes, Failure } from '../../failure.ts';
import { promotionWords } from '../../messages/promotion.ts';
import { withParts } from '../sentence.ts';

/** The promotion that is meant: by its own id, by the id of its change, or as the one on its way to an environment. */
export async function promotionId(context: Context, client: Client, sentence: Sentence): Promise<string> {
  const { id } = sentence;
  if (id !== undefined) {
    if (!id.startsWith('chg_')) return id;
    const change = await answer(client.http.GET('/v1/changes/{id}', { params: { path: { id } } }));
    return change.promotionId;
  }
  const { app, environment } = withParts(context, sentence, 'app', 'environment');
  const query = { project: context.project, app, environment };
  const { items } = await answer(client.http.GET('/v1/promotions', { params: { query } }));
  const open = items.filter(({ state }) => state !== 'finished');
  const [only, another] = open;
  const words = promotionWords[context.language];
  if (only === undefined) throw new Failure(words.nothingWaits(app, environment), exitCodes.notFound);
  if (another === undefined) return only.id;
  const list = open.map((one) => `  ${one.id}  ${one.app} ${one.artifact.version} → ${one.environment}`).join('\n');
  throw new Failure(words.severalWait(list));
}

import { answer, given } from '@sluice/client';
import { show } from '../../context.ts';
import type { Context } from '../../context.ts';
import { environmentWords } from '../../messages/environment.ts';
import { understand } from '../sentence.ts';
import { drawMatrix } from './matrix.ts';
import { drawPlaces } from './places.ts';

export interface ListOptions {
  readonly app?: string;
  readonly env?: string;
}

/** `sluice list [APP] [in ENV]`: the matrix. */
export async function list(context: Context, words: readonly string[], options: ListOptions): Promise<void> {
  const { app, environment } = understand(context, 'list', words, { app: options.app, environment: options.env });
  const { http } = await context.client();
  const query = given({ project: context.project, app, environment });
  const found = await answer(http.GET('/v1/environments', { params: { query } }));
  await show(context, found, ({ items }, view) => {
    const { none, noneMatch } = environmentWords[view.language];
    if (items.length > 0) return view.wide === true ? drawPlaces(items, view) : drawMatrix(items, view);
    return app === undefined && environment === undefined ? none : noneMatch;
  });
}

import { answer, given } from '@sluice/client';
import type { Context } from '../../context.ts';
import { understand, withParts } from '../sentence.ts';
import { finishMove } from './promote.ts';
import { whenBusy } from './move-options.ts';
import type { MoveOptions } from './move-options.ts';

export interface RollbackOptions extends MoveOptions {
  readonly to?: string;
}

/** `sluice rollback APP[@VERSION] ENV [--to RELEASE]` */
export async function rollback(context: Context, words: readonly string[], options: RollbackOptions): Promise<void> {
  const { reason, queue, supersede, to } = options;
  const sentence = understand(context, 'rollback', words, { reason, queue, supersede, to });
  const said = withParts(context, sentence, 'app', 'environment');
  const client = await context.client();
  const moved = await answer(
    client.http.POST('/v1/rollbacks', {
      body: given({
        project: context.project,
        app: said.app,
        environment: said.environment,
        artifact: said.artifact,
        to: said.release,
        reason: said.reason,
        whenBusy: whenBusy(options),
      }),
    }),
  );
  await finishMove(context, client, moved, options);
}

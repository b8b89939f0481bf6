import { answer } from '@sluice/client';
import type { Status } from '@sluice/client';
import { show } from '../../context.ts';
import type { Context } from '../../context.ts';
import { serverWords } from '../../messages/server.ts';
import { fields } from '../../output/fields.ts';
import { mark } from '../../output/mark.ts';
import { age } from '../../output/time.ts';
import type { View } from '../../output/view.ts';

/** A replica renews its presence every few seconds. */
const silentMs = 15_000;

/** `sluice status`: how Sluice itself is. */
export async function status(context: Context): Promise<void> {
  const { http } = await context.client();
  await show(context, await answer(http.GET('/v1/status')), drawStatus);
}

export function drawStatus(found: Status, view: View): string {
  const words = serverWords[view.language];
  const { bold } = view.colors;
  const sum = (count: (one: Status['work'][number]) => number): number =>
    found.work.reduce((total, one) => total + count(one), 0);
  const parked = found.work.filter((one) => one.parked > 0);
  return [
    `${bold(`Sluice ${found.version}`)}   ${found.url}`,
    ...fields(
      [
        [words.fields.database, `${words.databases[found.database.kind]} ${found.database.version}`],
        [words.fields.data, found.dataDirectory],
        ...found.replicas.map(
          (replica, index) => [index === 0 ? words.fields.replicas : '', drawReplica(replica, view)] as const,
        ),
        [words.fields.apps, words.apps(found.apps, found.promotionsUnderWay)],
        [
          words.fields.work,
          words.work(
            sum(({ due }) => due),
            sum(({ running }) => running),
            sum(({ waiting }) => waiting),
          ),
        ],
        [
          '',
          parked.length === 0
            ? null
            : `${mark('bad', view)} ${words.parked(
                sum((one) => one.parked),
                parked.map(({ kind }) => kind).join(', '),
              )}`,
        ],
      ],
      view,
    ),
  ].join('\n');
}

function drawReplica({ name, host, pid, startedAt, seenAt, me }: Status['replicas'][number], view: View): string {
  const words = serverWords[view.language];
  const isSilent = view.now.getTime() - Date.parse(seenAt) > silentMs;
  const line = `${mark(isSilent ? 'bad' : 'healthy', view)} ${words.replica(name, host, pid, age(startedAt, view))}`;
  if (isSilent) return `${line}, ${words.silent(age(seenAt, view))}`;
  return me ? `${line}, ${words.answers}` : line;
}

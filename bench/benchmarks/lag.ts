import { join } from 'node:path';
import * as z from 'zod/mini';
import { randomFrom } from '../../test/reliability/random.ts';
import { type Note, readNotes } from '../load/notes.ts';
import { playAtOnce, playAtRate, startObserved, untilNoted } from '../load/play-story.ts';
import { withStory } from '../load/with-story.ts';
import { type Benchmark, quantile } from '../report.ts';

/** Events of each of four kinds; the first of them compile the code and say what the maximum is. */
const eachKind = 200;
const warmUp = 40;
const atOnce = 200;

const seed = 1;

const eventSchema = z.object({ detail: z.object({ eventId: z.string() }) });

const idOf = (event: unknown): string => eventSchema.parse(event).detail.eventId;

/**
 * When each event was applied: the history names the event and is written after the tag call. Watched
 * where it arrives, so that nothing has to ask. @returns event id → milliseconds since the epoch
 */
const appliedIn = (notes: readonly Note[]): ReadonlyMap<string, number> =>
  new Map(
    notes
      .filter(({ target }) => target.endsWith('.BatchWriteItem'))
      .flatMap(({ body, end }) =>
        [...body.matchAll(/"eventId":\{"S":"([^"]+)"\}/g)].map(([, id = '']) => [id, end] as const),
      ),
  );

/** From an event on the bus to its last tag, while events come at half of the rate that is possible. */
export const lag: Benchmark = {
  about:
    'milliseconds from an event on the bus to its last tag, in the local runner, at half of its maximum rate, events at random times',
  run: () =>
    withStory(eachKind, async ({ folder, dataDir, events }) => {
      const file = join(folder, 'notes');
      const runner = await startObserved(dataDir, file);
      try {
        await playAtOnce(runner, events.slice(0, warmUp));
        const most = atOnce / (await playAtOnce(runner, events.slice(warmUp, warmUp + atOnce)));
        const rest = events.slice(warmUp + atOnce);
        const perSecond = most / 2;
        const { fraction: random } = randomFrom(seed);
        const sent = await playAtRate(runner, rest, { perSecond, random });
        await untilNoted();
        const applied = appliedIn(await readNotes(file));
        const lags = rest.flatMap((event, index) => {
          const end = applied.get(idOf(event));
          const begin = sent[index];
          return end === undefined || begin === undefined ? [] : [end - begin];
        });
        const [p50, p99] = [quantile(lags, 0.5), quantile(lags, 0.99)];
        return [
          {
            'most events a second': most.toFixed(1),
            'events a second': perSecond.toFixed(1),
            'events that changed tags': lags.length,
            'p50 ms': Math.round(p50),
            'p99 ms': Math.round(p99),
            'p99 / p50': (p99 / p50).toFixed(1),
          },
        ];
      } finally {
        await runner.kill();
      }
    }),
};

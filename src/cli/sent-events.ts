import * as z from 'zod/mini';
import type { Batch } from '../replay/batches.ts';
import type { Place } from '../replay/replay.ts';
import { readAnswer } from './api.ts';
import type { Session } from './session.ts';

const sentAnswer = z.object({
  events: z.array(
    z.object({ index: z.number(), touched: z.number(), reason: z.nullable(z.string()) }),
  ),
  rejected: z.array(z.object({ index: z.number(), code: z.string(), message: z.string() })),
});

type Answer = z.infer<typeof sentAnswer>;

/** What became of what stands at a place of a file. */
export type Outcome = { readonly place: Place } & (
  | {
      readonly kind: 'taken';
      /** Resources. */
      readonly touched: number;
      /** Why it touches nothing. */
      readonly reason: string | null;
    }
  | { readonly kind: 'rejected'; readonly code: string; readonly message: string }
);

const postEvents = async (
  { api }: Pick<Session, 'api'>,
  events: readonly unknown[],
  isDryRun: boolean,
): Promise<Answer> => {
  const query = { dryRun: isDryRun ? 'true' : undefined };
  const call = { method: 'POST', path: ['events'], accountId: null, body: events, query } as const;
  return readAnswer(sentAnswer, await api.call(call));
};

/** Sends a batch, and says what became of all that stands in it, in order. */
export const sendBatch = async (
  session: Pick<Session, 'api'>,
  { events, left }: Batch<Place>,
  isDryRun: boolean,
): Promise<readonly Outcome[]> => {
  const { events: taken, rejected } =
    events.length === 0
      ? { events: [], rejected: [] }
      : await postEvents(
          session,
          events.map(({ event }) => event),
          isDryRun,
        );
  const at = (index: number): readonly Place[] =>
    events.slice(index, index + 1).map(({ place }) => place);
  return [
    ...taken.flatMap(({ index, touched, reason }) =>
      at(index).map((place): Outcome => ({ place, kind: 'taken', touched, reason })),
    ),
    ...rejected.flatMap(({ index, code, message }) =>
      at(index).map((place): Outcome => ({ place, kind: 'rejected', code, message })),
    ),
    ...left.map((each): Outcome => ({ ...each, kind: 'rejected' })),
  ].sort((left, right) => left.place.index - right.place.index);
};

import type { Batch } from '../../../../src/replay/batches.ts';
import type { AnswerOf } from '../../api/answers';
import type { Place } from './read-file';

/** What became of one event, by its place in the file. */
export type SentEvent = {
  readonly index: number;
  readonly outcome: 'touches' | 'touches nothing' | 'rejected';
  /** How many resources, or why none, or why not. */
  readonly why: string;
};

type Answer = AnswerOf<'postAccountsAccountIdEvents'>;

const touchedText = (touched: number): string =>
  `${touched} ${touched === 1 ? 'resource' : 'resources'}`;

/** What became of all that stands in a batch. @param answer undefined where there was nothing to send */
export const tellSent = (
  { events: given, left }: Batch<Place>,
  answer: Answer | undefined,
): readonly SentEvent[] => {
  const at = (index: number): readonly Place[] =>
    given.slice(index, index + 1).map(({ place }) => place);
  return [
    ...(answer?.events ?? []).flatMap(({ index, touched, reason }) =>
      at(index).map(
        (place): SentEvent => ({
          index: place.index,
          outcome: touched > 0 ? 'touches' : 'touches nothing',
          why: reason ?? touchedText(touched),
        }),
      ),
    ),
    ...(answer?.rejected ?? []).flatMap(({ index, code, message }) =>
      at(index).map(
        (place): SentEvent => ({
          index: place.index,
          outcome: 'rejected',
          why: `${code}: ${message}`,
        }),
      ),
    ),
    ...left.map(
      ({ place, code, message }): SentEvent => ({
        index: place.index,
        outcome: 'rejected',
        why: `line ${place.line}: ${code}: ${message}`,
      }),
    ),
  ];
};

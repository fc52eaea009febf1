import type { Placed, TooLarge } from '../../../../src/model/events-in-text.ts';
import { tooLargeMessage } from '../../../../src/model/events-in-text.ts';
import type { AnswerOf } from '../../api/answers';

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

/** @param chunk the events that were sent together, with their places among all */
export const tellSent = (
  chunk: readonly Placed[],
  { events, rejected }: Answer,
): readonly SentEvent[] => {
  const place = (index: number): number => chunk[index]?.index ?? index;
  return [
    ...events.map(
      ({ index, touched, reason }): SentEvent => ({
        index: place(index),
        outcome: touched > 0 ? 'touches' : 'touches nothing',
        why: reason ?? touchedText(touched),
      }),
    ),
    ...rejected.map(
      ({ index, code, message }): SentEvent => ({
        index: place(index),
        outcome: 'rejected',
        why: `${code}: ${message}`,
      }),
    ),
  ];
};

export const tellTooLarge = (event: TooLarge): SentEvent => ({
  index: event.index,
  outcome: 'rejected',
  why: tooLargeMessage(event),
});

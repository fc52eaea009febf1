import * as z from 'zod/mini';
import type { TimeRange } from '../history/history.ts';
import { type Clock, isoTime } from '../model/clock.ts';
import { InvalidInputError } from '../model/errors.ts';

/** Other forms mean another moment to each reader: a time without an offset is no moment. */
const moment = z.pipe(
  z.union([z.iso.datetime({ offset: true }), z.iso.date()], {
    error: 'is no time; expected ISO 8601, such as 2026-03-01T08:00:00Z or 2026-03-01',
  }),
  z.transform((text) => isoTime(Date.parse(text))),
);

/** Query parameters of lists that a range of time narrows; both ends belong to it. */
export const timeRange = {
  from: z.optional(moment).check(z.describe('first moment, ISO 8601; the beginning unless given')),
  to: z
    .optional(moment)
    .check(
      z.describe('last moment, ISO 8601; now unless given. A day alone is its first moment, UTC'),
    ),
};

/** The range that the parameters stand for. @throws InvalidInputError `InvalidParameter.From` when it ends before it begins */
export const rangeOf = (
  query: { readonly from?: string | undefined; readonly to?: string | undefined },
  clock: Clock,
): TimeRange => {
  const { from = isoTime(0), to = isoTime(clock()) } = query;
  if (query.to === undefined || from <= to) return { from, to };
  throw new InvalidInputError({
    code: 'InvalidParameter.From',
    message: `from: ${from} is after to, ${to}; nothing can be between them`,
  });
};

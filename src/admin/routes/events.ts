import * as z from 'zod/mini';
import type { BusEvent } from '../../bus/bus.ts';
import { InvalidInputError } from '../../model/errors.ts';
import { toBusEvent } from '../../sources/read-event.ts';
import type { AppDeps } from '../app.ts';
import { type Call, defineCall, noQuery } from '../call.ts';

const mostEvents = 1000;

type Rejection = {
  readonly index: number;
  readonly code: 'InvalidEvent';
  readonly message: string;
};

const listOf = (body: unknown): readonly unknown[] => {
  if (!Array.isArray(body)) return [body];
  if (body.length <= mostEvents) return body;
  throw new InvalidInputError({
    code: 'NumberExceed.Events',
    message: `the body holds ${body.length} events; at most ${mostEvents} are allowed`,
  });
};

const answerSchema = z.object({
  accepted: z.int(),
  rejected: z.array(
    z.object({ index: z.int(), code: z.literal('InvalidEvent'), message: z.string() }),
  ),
});

/**
 * `POST /v1/events`: one event or a list, in any accepted form, onto the bus. The request's account
 * counts for events that name none.
 */
export const eventCalls = ({ bus }: Pick<AppDeps, 'bus'>): readonly Call[] => [
  defineCall({
    method: 'POST',
    path: '/v1/events',
    summary: `Puts one event, or a list of at most ${mostEvents}, onto the bus.`,
    query: noQuery,
    body: z
      .unknown()
      .check(z.describe('an ActionTrail record, alone or in an envelope, or a list of such')),
    answer: answerSchema,
    status: 202,
    errors: { 'NumberExceed.Events': 400 },
    handle: async ({ body, accountId }) => {
      const accepted: BusEvent[] = [];
      const rejected: Rejection[] = [];
      for (const [index, raw] of listOf(body).entries()) {
        const read = toBusEvent(raw, accountId);
        if (read.kind === 'event') accepted.push(read.event);
        else rejected.push({ index, code: 'InvalidEvent', message: read.reason });
      }
      await bus.publish(accepted);
      return { body: { accepted: accepted.length, rejected } };
    },
  }),
];

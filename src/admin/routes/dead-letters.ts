import * as z from 'zod';
import type { AppDeps } from '../app.ts';
import { type Call, defineCall, noQuery } from '../call.ts';

/** Most that one call moves, so that it ends well within the function's time-out. */
const mostAtOnce = 500;

const redriveSchema = z.strictObject({
  limit: z.number().int().min(1).max(mostAtOnce).default(100),
});

/** `POST /v1/dead-letters/redrive`: moves dead letters back to the changes queue, some at a time. */
export const deadLetterCalls = ({ deadLetters }: Pick<AppDeps, 'deadLetters'>): readonly Call[] => [
  defineCall({
    method: 'POST',
    path: '/v1/dead-letters/redrive',
    summary: 'Moves dead letters back to the changes queue.',
    query: noQuery,
    body: redriveSchema,
    answer: z.object({ moved: z.number().int(), left: z.number().int() }),
    isAudited: true,
    handle: async ({ body: { limit } }) => {
      const moved = await deadLetters.redrive(limit);
      return { body: { moved, left: await deadLetters.count() } };
    },
  }),
];

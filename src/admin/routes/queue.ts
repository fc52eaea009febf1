import * as z from 'zod/mini';
import type { AppDeps } from '../app.ts';
import { type Call, defineStageCall, noBody, noQuery } from '../call.ts';

const count = z.int();

/** `GET /v1/queue`: how much work there is. */
export const queueCalls = ({
  queue,
  deadLetters,
}: Pick<AppDeps, 'queue' | 'deadLetters'>): readonly Call[] => [
  defineStageCall({
    method: 'GET',
    path: '/v1/queue',
    summary: 'Counts messages; all work is done when waiting and inFlight are both 0.',
    query: noQuery,
    body: noBody,
    answer: z.object({ waiting: count, inFlight: count, dead: count }),
    handle: async () => {
      const [{ waiting, inFlight }, dead] = await Promise.all([
        queue.counts(),
        deadLetters.count(),
      ]);
      return { body: { waiting, inFlight, dead } };
    },
  }),
];

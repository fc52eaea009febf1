import type { Hono } from 'hono';
import * as z from 'zod';
import type { DeadLetters } from '../../queue/dead-letters.ts';
import type { ApiEnv } from '../api-env.ts';
import { parseInput, readJsonBody } from '../request-body.ts';

/** Most that one call moves, so that it ends well within the function's time-out. */
const mostAtOnce = 500;

const redriveSchema = z.strictObject({
  limit: z.number().int().min(1).max(mostAtOnce).default(100),
});

/** `POST /v1/dead-letters/redrive`: moves dead letters back to the changes queue, some at a time. */
export const addDeadLetterRoutes = (
  app: Hono<ApiEnv>,
  { deadLetters }: { readonly deadLetters: DeadLetters },
): void => {
  app.post('/v1/dead-letters/redrive', async (context) => {
    const { limit } = parseInput(redriveSchema, await readJsonBody(context));
    const moved = await deadLetters.redrive(limit);
    return context.json({ moved, left: await deadLetters.count() });
  });
};

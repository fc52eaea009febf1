import type { Hono } from 'hono';
import type { ApiEnv } from '../api-env.ts';
import type { AppDeps } from '../app.ts';

/** `GET /v1/queue`: waiting and inFlight both 0 means that all work is done. */
export const addQueueRoutes = (
  app: Hono<ApiEnv>,
  { queue, deadLetters }: Pick<AppDeps, 'queue' | 'deadLetters'>,
): void => {
  app.get('/v1/queue', async (context) => {
    const [{ waiting, inFlight }, dead] = await Promise.all([queue.counts(), deadLetters.count()]);
    return context.json({ waiting, inFlight, dead });
  });
};

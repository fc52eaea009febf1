import type { Hono } from 'hono';
import type { ApiEnv } from '../api-env.ts';

/** Messages of the changes queue, and its dead letters. */
export type ReadCounts = () => Promise<{ waiting: number; inFlight: number; dead: number }>;

/** `GET /v1/queue`: waiting and inFlight both 0 means that all work is done. */
export const addQueueRoutes = (
  app: Hono<ApiEnv>,
  { readCounts }: { readonly readCounts: ReadCounts },
): void => {
  app.get('/v1/queue', async (context) => context.json(await readCounts()));
};

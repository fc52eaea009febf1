import type { Hono } from 'hono';
import type { BusEvent } from '../../bus/bus.ts';
import { InvalidInputError } from '../../model/errors.ts';
import { toBusEvent } from '../../sources/read-event.ts';
import type { ApiEnv } from '../api-env.ts';
import type { AppDeps } from '../app.ts';
import { readJsonBody } from '../request-body.ts';

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

/** `POST /v1/events`: one event or a list, in any accepted form, onto the bus. */
export const addEventRoutes = (app: Hono<ApiEnv>, { bus }: Pick<AppDeps, 'bus'>): void => {
  app.post('/v1/events', async (context) => {
    const accepted: BusEvent[] = [];
    const rejected: Rejection[] = [];
    for (const [index, raw] of listOf(await readJsonBody(context)).entries()) {
      const read = toBusEvent(raw);
      if (read.kind === 'event') accepted.push(read.event);
      else rejected.push({ index, code: 'InvalidEvent', message: read.reason });
    }
    await bus.publish(accepted);
    return context.json({ accepted: accepted.length, rejected }, 202);
  });
};

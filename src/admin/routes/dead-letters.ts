import * as z from 'zod/mini';
import { cutText } from '../../model/cut-text.ts';
import type { DeadLetter } from '../../queue/dead-letters.ts';
import { parseMessage } from '../../queue/parse-message.ts';
import type { AppDeps } from '../app.ts';
import { type Call, defineStageCall, noBody, noQuery } from '../call.ts';
import { pageQuery } from '../paging.ts';

/** Most that one call moves, so that it ends well within the function's time-out. */
const mostAtOnce = 500;

const redriveSchema = z.strictObject({
  limit: z._default(z.int().check(z.minimum(1), z.maximum(mostAtOnce)), 100),
});

/** Characters of a body that are shown. */
const shownCharacters = 2000;

const deadLetterSchema = z.object({
  id: z.string(),
  sentAt: z.string(),
  error: z
    .nullable(z.object({ code: z.string(), message: z.string(), time: z.nullable(z.string()) }))
    .check(
      z.describe('why it failed for the last time; null when the worker died of it without a word'),
    ),
  kind: z.string().check(z.describe('event, keys, heirs, job, sweep, or malformed')),
  body: z.string().check(z.describe(`its first ${shownCharacters} characters`)),
});

const tellDeadLetter = ({
  id,
  sentAt,
  error,
  body,
}: DeadLetter): z.input<typeof deadLetterSchema> => ({
  id,
  sentAt,
  error,
  kind: parseMessage(body).kind,
  body: cutText(body, shownCharacters),
});

/** `/v1/dead-letters`: look at dead letters, and move them back to the changes queue, some at a time. */
export const deadLetterCalls = ({ deadLetters }: Pick<AppDeps, 'deadLetters'>): readonly Call[] => [
  defineStageCall({
    method: 'GET',
    path: '/v1/dead-letters',
    summary: 'Shows some dead letters and leaves them where they are, oldest first.',
    query: z.strictObject({ limit: pageQuery.limit }),
    body: noBody,
    answer: z.object({ deadLetters: z.array(deadLetterSchema), dead: z.int() }),
    handle: async ({ query: { limit } }) => {
      const [found, dead] = await Promise.all([deadLetters.list(limit), deadLetters.count()]);
      return { body: { deadLetters: found.map(tellDeadLetter), dead } };
    },
  }),
  defineStageCall({
    method: 'POST',
    path: '/v1/dead-letters/redrive',
    summary: 'Moves dead letters back to the changes queue.',
    query: noQuery,
    body: redriveSchema,
    answer: z.object({ moved: z.int(), left: z.int() }),
    isAudited: true,
    handle: async ({ body: { limit } }) => {
      const moved = await deadLetters.redrive(limit);
      return { body: { moved, left: await deadLetters.count() } };
    },
  }),
];

import * as z from 'zod/mini';
import { cutText } from '../../model/cut-text.ts';
import { InvalidInputError } from '../../model/errors.ts';
import type { DeadLetter } from '../../queue/dead-letters.ts';
import { parseMessage } from '../../queue/parse-message.ts';
import type { AppDeps } from '../app.ts';
import { type Call, defineStageCall, noBody, noQuery } from '../call.ts';
import { lettersMeant, wantedLetters } from '../letters-meant.ts';
import { pageQuery } from '../paging.ts';

/** Most that one call moves, so that it ends well within the function's time-out. */
const mostAtOnce = 500;

const limit = z._default(z.int().check(z.minimum(1), z.maximum(mostAtOnce)), 100);

const redriveSchema = z.strictObject({ limit, ...lettersMeant });

const discardSchema = z.strictObject({
  limit,
  ...lettersMeant,
  all: z.optional(z.literal(true)).check(z.describe('all of them, where neither kind nor ids say')),
});

/** What is thrown away is gone: nobody does so to all of them by leaving something out. */
const assertSaid = ({ kind, ids, all }: z.output<typeof discardSchema>): void => {
  if ([kind, ids, all].some((each) => each !== undefined)) return;
  throw new InvalidInputError({
    code: 'MissingParameter.Kind',
    message: 'say which dead letters are thrown away: kind, ids, or all: true',
  });
};

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

/** `/v1/dead-letters`: look at dead letters, move them back to the changes queue or throw them away, some at a time. */
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
    summary: 'Moves dead letters back to the changes queue: all, those of a kind, or some by name.',
    query: noQuery,
    body: redriveSchema,
    answer: z.object({ moved: z.int(), left: z.int() }),
    isAudited: true,
    handle: async ({ body }) => {
      const moved = await deadLetters.redrive(body.limit, wantedLetters(body));
      return { body: { moved, left: await deadLetters.count() } };
    },
  }),
  defineStageCall({
    method: 'POST',
    path: '/v1/dead-letters/discard',
    summary: 'Throws dead letters away for good: those of a kind, some by name, or all.',
    query: noQuery,
    body: discardSchema,
    answer: z.object({ discarded: z.int(), left: z.int() }),
    errors: { 'MissingParameter.Kind': 400 },
    isAudited: true,
    handle: async ({ body }) => {
      assertSaid(body);
      const discarded = await deadLetters.discard(body.limit, wantedLetters(body));
      return { body: { discarded, left: await deadLetters.count() } };
    },
  }),
];

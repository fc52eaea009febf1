import * as z from 'zod/mini';
import type { WantedLetters } from '../queue/dead-letters.ts';
import { parseMessage } from '../queue/parse-message.ts';

/** What a dead letter can be. */
export const letterKinds = ['event', 'keys', 'heirs', 'job', 'sweep', 'malformed'] as const;

/** Most ids that one call names. */
const mostIds = 100;

/** Fields of a body that say which dead letters are meant. */
export const lettersMeant = {
  kind: z.optional(z.enum(letterKinds)).check(z.describe('only those of this kind')),
  ids: z
    .optional(z.array(z.string()).check(z.minLength(1), z.maxLength(mostIds)))
    .check(z.describe('only these, as the list names them')),
};

type Meant = {
  readonly kind?: (typeof letterKinds)[number] | undefined;
  readonly ids?: readonly string[] | undefined;
};

/** The letters that a body means; undefined for all. */
export const wantedLetters = ({ kind, ids }: Meant): WantedLetters | undefined => {
  if (kind === undefined && ids === undefined) return undefined;
  const names = ids === undefined ? undefined : new Set(ids);
  return ({ id, body }) =>
    (names === undefined || names.has(id)) &&
    (kind === undefined || parseMessage(body).kind === kind);
};

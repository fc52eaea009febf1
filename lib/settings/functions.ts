import * as z from 'zod/mini';
import { setting, wholeNumber } from './fields.ts';

/** What the worker and the HTTP API may use. */
export const functions = {
  workerMaxConcurrency: setting(
    z._default(wholeNumber(2, 1000), 10),
    "Workers at once; each begins with that part of what the cloud's APIs allow.",
    'invocations',
  ),
  workerTimeoutSeconds: setting(
    z._default(wholeNumber(45, 900), 120),
    'Longest time for one batch; messages stay hidden six times as long.',
    'seconds',
  ),
  workerMemoryMiB: setting(
    z._default(wholeNumber(128, 10_240), 512),
    'Memory of the worker.',
    'MiB',
  ),
  batchWindowSeconds: setting(
    z._default(wholeNumber(0, 300), 1),
    'How long a batch waits to fill up to 10 messages.',
    'seconds',
  ),
  adminMemoryMiB: setting(
    z._default(wholeNumber(128, 10_240), 512),
    'Memory of the HTTP API, and of the Tag API.',
    'MiB',
  ),
  adminReservedConcurrency: setting(
    z.optional(wholeNumber(1, 1000)),
    "HTTP calls at once, reserved from the account's limit; not reserved unless set.",
    'invocations',
  ),
  accountInQuery: setting(
    z._default(z.boolean(), true),
    'Calls of the HTTP API may name their account in the query (`/v1/rules?accountId=…`), as before accounts stood in the path; the next version drops that. Who may make such calls acts for every account.',
  ),
  adminRequestsPerSecond: setting(
    z._default(wholeNumber(1, 10_000), 50),
    'HTTP calls above this rate are answered 429; bursts may be twice as large.',
    'requests per second',
  ),
} as const;

import * as z from 'zod/mini';
import { setting, wholeNumber } from './fields.ts';

/** The Tag API in its own protocol. */
export const tagApi = {
  tagApi: setting(
    z._default(z.boolean(), false),
    "Deploy the Tag API's own protocol, for the cloud's SDKs, Terraform and the like. It is open to the internet; a call is let in by its signature.",
  ),
  tagApiRequestsPerSecond: setting(
    z._default(wholeNumber(1, 10_000), 50),
    'Calls of the Tag API above this rate are answered 429; bursts may be twice as large.',
    'requests per second',
  ),
  tagApiReservedConcurrency: setting(
    z.optional(wholeNumber(1, 1000)),
    "Calls of the Tag API at once, reserved from the account's limit and never more, so that a flood from the internet leaves the worker and the HTTP API their functions; not reserved unless set.",
    'invocations',
  ),
  tagApiCallsPerMinute: setting(
    z._default(wholeNumber(1, 100_000), 600),
    'Calls of the Tag API that each access key may make in a minute.',
    'calls per minute',
  ),
} as const;

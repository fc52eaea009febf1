import * as z from 'zod/mini';
import type { Cause } from '../model/cause.ts';
import { isCloudEvent } from '../queue/message.ts';

/** What made us write, in an answer. */
export const causeAnswer = z.object({
  eventId: z.string(),
  eventName: z
    .string()
    .check(
      z.describe(
        'API call of the event; Sweep, ApplyToExistingResources or ResumeContested where we looked ourselves',
      ),
    ),
  eventTime: z.string(),
  principal: z.string().check(z.describe('who did it')),
  isClaimed: z
    .boolean()
    .check(
      z.describe(
        'true where principal is what an event claims: whoever may send events can claim any; the audit trail has who sent it',
      ),
    ),
});

/** Tells what made us write. */
export const tellCause = (cause: Cause): z.input<typeof causeAnswer> => ({
  ...cause,
  isClaimed: isCloudEvent(cause),
});

/** Who keeps changing a tag back, in an answer. */
export const contestAnswer = z.object({
  since: z.string(),
  by: z
    .nullable(z.string())
    .check(z.describe('who, as the event claims; null when none named anybody')),
  theirs: z
    .nullable(z.string())
    .check(z.describe('the value they had put there; null when they removed it')),
});

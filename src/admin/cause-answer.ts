import * as z from 'zod/mini';

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
  principal: z.string().check(z.describe('who did it, as the audit trail of the cloud names them')),
});

/** Who keeps changing a tag back, in an answer. */
export const contestAnswer = z.object({
  since: z.string(),
  by: z.nullable(z.string()).check(z.describe('who, as the event named them; null when none did')),
  theirs: z
    .nullable(z.string())
    .check(z.describe('the value they had put there; null when they removed it')),
});

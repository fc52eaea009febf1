import * as z from 'zod/mini';

/** What a trail does not know, it leaves out or writes as null. */
const text = z.nullish(z.string());

/** Accounts come as texts or as numbers. */
export const accountText = z.nullish(z.pipe(z.union([z.string(), z.int()]), z.transform(String)));

/**
 * An ActionTrail record, as far as we read it; everything else is let through. Source: ActionTrail,
 * "Management event structure". Versions and parameters come as numbers or strings.
 */
export const trailRecordSchema = z.looseObject({
  eventName: z.string().check(z.minLength(1)),
  serviceName: z.string().check(z.minLength(1)),
  eventType: z.string().check(z.minLength(1)),
  eventId: text,
  eventTime: text,
  acsRegion: text,
  errorCode: text,
  errorMessage: text,
  recipientAccountId: accountText,
  requestParameters: z.optional(z.unknown()),
  requestParameterJson: z.optional(z.unknown()),
  responseElements: z.optional(z.unknown()),
  referencedResources: z.optional(z.unknown()),
  resourceType: z.optional(z.unknown()),
  resourceName: z.optional(z.unknown()),
  userIdentity: z.nullish(
    z.looseObject({
      type: text,
      accountId: accountText,
      principalId: accountText,
      userName: text,
    }),
  ),
});

export type TrailRecord = z.infer<typeof trailRecordSchema>;

/** The event types that stand for a call that changed something. */
export const callEventTypes = ['ApiCall', 'ConsoleOperation', 'AliyunServiceEvent'] as const;

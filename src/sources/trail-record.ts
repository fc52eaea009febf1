import * as z from 'zod';

/** What a trail does not know, it leaves out or writes as null. */
const text = z.string().nullish();

/** Accounts come as texts or as numbers. */
export const accountText = z.union([z.string(), z.int()]).transform(String).nullish();

/**
 * An ActionTrail record, as far as we read it; everything else is let through. Source: ActionTrail,
 * "Management event structure". Versions and parameters come as numbers or strings.
 */
export const trailRecordSchema = z.looseObject({
  eventName: z.string().min(1),
  serviceName: z.string().min(1),
  eventType: z.string().min(1),
  eventId: text,
  eventTime: text,
  acsRegion: text,
  errorCode: text,
  errorMessage: text,
  recipientAccountId: accountText,
  requestParameters: z.unknown().optional(),
  requestParameterJson: z.unknown().optional(),
  responseElements: z.unknown().optional(),
  referencedResources: z.unknown().optional(),
  resourceType: z.unknown().optional(),
  resourceName: z.unknown().optional(),
  userIdentity: z
    .looseObject({
      type: text,
      accountId: accountText,
      principalId: accountText,
      userName: text,
    })
    .nullish(),
});

export type TrailRecord = z.infer<typeof trailRecordSchema>;

/** The event types that stand for a call that changed something. */
export const callEventTypes = ['ApiCall', 'ConsoleOperation', 'AliyunServiceEvent'] as const;

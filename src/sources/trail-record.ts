import * as z from 'zod';

/**
 * An ActionTrail record, as far as we read it; everything else is let through. Source: ActionTrail,
 * "Management event structure". Versions and parameters come as numbers or strings.
 */
export const trailRecordSchema = z.looseObject({
  eventName: z.string().min(1),
  serviceName: z.string().min(1),
  eventType: z.string().min(1),
  eventId: z.string().optional(),
  eventTime: z.string().optional(),
  acsRegion: z.string().optional(),
  errorCode: z.string().optional(),
  errorMessage: z.string().optional(),
  recipientAccountId: z.coerce.string().optional(),
  requestParameters: z.unknown().optional(),
  requestParameterJson: z.unknown().optional(),
  responseElements: z.unknown().optional(),
  referencedResources: z.unknown().optional(),
  resourceType: z.unknown().optional(),
  resourceName: z.unknown().optional(),
  userIdentity: z
    .looseObject({
      type: z.string().optional(),
      accountId: z.coerce.string().optional(),
      principalId: z.coerce.string().optional(),
      userName: z.string().optional(),
    })
    .optional(),
});

export type TrailRecord = z.infer<typeof trailRecordSchema>;

/** The event types that stand for a call that changed something. */
export const callEventTypes = ['ApiCall', 'ConsoleOperation', 'AliyunServiceEvent'] as const;

import * as z from 'zod/mini';
import { whenUsed } from '../../../model/when-used.ts';

const text = z.string().check(z.minLength(1));

/**
 * What an event may look like, for those who write programs that send some. Documentation: events are
 * read by `unwrap`, which takes more shapes than a schema can say.
 */
export const eventSchema = whenUsed(() => {
  const record = z
    .looseObject({
      eventName: text.check(z.describe('the call, such as AttachVolume')),
      eventSource: text.check(z.describe('the service, such as ec2.amazonaws.com')),
      eventID: z.optional(z.unknown().check(z.describe('names the event in history and logs'))),
      eventTime: z.optional(z.unknown().check(z.describe('ISO 8601, UTC; or an epoch'))),
      awsRegion: z.optional(z.unknown().check(z.describe('such as us-east-1'))),
      recipientAccountId: z.optional(
        z.unknown().check(z.describe("the account; else userIdentity's, else the sender's")),
      ),
      errorCode: z.optional(z.unknown().check(z.describe('the call failed: touches nothing'))),
      requestParameters: z.optional(
        z.unknown().check(z.describe('parameters of the call, which name resources')),
      ),
      responseElements: z.optional(
        z.unknown().check(z.describe('the answer, which names what was made')),
      ),
    })
    .check(z.describe('a CloudTrail record'));
  const lookedUp = z
    .looseObject({ CloudTrailEvent: z.union([record, z.string()]) })
    .check(z.describe('a record in an answer of LookupEvents of CloudTrail'));
  const busEvent = z
    .looseObject({
      source: text.check(z.describe('such as aws.tag')),
      'detail-type': text.check(z.describe('such as Tag Change on Resource')),
      account: z.optional(z.unknown()),
      region: z.optional(z.unknown()),
      time: z.optional(z.unknown()),
      resources: z.optional(z.unknown().check(z.describe('ARNs that a notice names'))),
      detail: z.union([z.looseObject({}), z.string()]),
    })
    .check(z.describe('an event as Amazon EventBridge delivers it'));
  return z.union([record, lookedUp, busEvent]);
});

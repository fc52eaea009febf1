import * as z from 'zod/mini';
import { whenUsed } from '../../../model/when-used.ts';

const text = z.string().check(z.minLength(1));
const trailType = z.string().check(z.regex(/^[^:]+:ActionTrail:[^:]+$/));
const textOrNumber = z.union([z.string(), z.number()]);

/**
 * What an event may look like, for those who write programs that send some. Documentation: events are
 * read by `unwrap`, which takes more shapes than a schema can say; a test compares the two.
 */
export const eventSchema = whenUsed(() => {
  const record = z
    .looseObject({
      eventName: text.check(z.describe('the call, such as AttachDisk')),
      serviceName: text.check(z.describe('the product, such as Ecs')),
      eventId: z.optional(z.unknown().check(z.describe('names the event in history and logs'))),
      eventTime: z.optional(
        z.unknown().check(z.describe('ISO 8601, UTC unless it says another zone; or an epoch')),
      ),
      acsRegion: z.optional(z.unknown().check(z.describe('such as cn-hangzhou'))),
      recipientAccountId: z.optional(
        z
          .nullable(textOrNumber)
          .check(z.describe("the account; else userIdentity's, else the sender's")),
      ),
      errorCode: z.optional(z.unknown().check(z.describe('the call failed: touches nothing'))),
      requestParameters: z.optional(
        z
          .unknown()
          .check(z.describe('parameters of the call, which name resources; object or JSON text')),
      ),
      responseElements: z.optional(
        z.unknown().check(z.describe('the answer, which names what was made; object or JSON text')),
      ),
      referencedResources: z.optional(
        z.unknown().check(z.describe('resources by type: {"ACS::ECS::Disk": ["d-1"]}')),
      ),
    })
    .check(z.describe('an ActionTrail record'));
  const recordOrText = z.union([record, z.string().check(z.describe('a record as JSON text'))]);
  const cloudEvent = z
    .looseObject({
      specversion: z.unknown(),
      type: trailType.check(z.describe('<product>:ActionTrail:<event type>')),
      data: z.optional(recordOrText),
      data_base64: z.optional(z.string()),
    })
    .check(z.describe('a record in a CloudEvents envelope (Alibaba Cloud EventBridge)'));
  const awsEvent = z
    .looseObject({
      'detail-type': trailType,
      detail: z.union([record, cloudEvent, z.string()]),
    })
    .check(z.describe('a record or CloudEvent in an AWS EventBridge envelope'));
  return z.union([
    record,
    cloudEvent,
    awsEvent,
    z.string().check(z.describe('any of these as JSON text')),
  ]);
});
